"""Saving a row that passes its own checks."""

from django.core.exceptions import ValidationError

from .errors import ActRefused


def saved(row):
    """Check ``row`` as a form would, save it and return it. Raise :class:`ActRefused` with all that is wrong."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise ActRefused(" ".join(error.messages)) from error
    row.save()
    return row
