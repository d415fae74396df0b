"""An app whose migrations must be refused, each for another reason; only the first is harmless."""
