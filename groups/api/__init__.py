"""What programs see: the same answers as the pages, as JSON."""
