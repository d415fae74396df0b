"""TCVN3 and VNI texts read as Latin-1."""


def detect(texts):
    """Return the name of the old encoding, or an empty string."""
    return ""


def convert(text: str, encoding: str) -> str:
    """Return ``text`` in Unicode."""
    return text
