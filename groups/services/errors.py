"""What a service says when it refuses."""


class ActRefused(Exception):
    """An act cannot be done; the message is the Vietnamese sentence for the person who tried. Nothing was written."""
