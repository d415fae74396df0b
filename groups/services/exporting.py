"""The one path by which a list leaves the register as a file."""

import datetime as dt

from django.utils import timezone

from ..documents.pdf import CompileFailed, Variant, render_attached_list
from ..documents.rows import UnprintableText
from ..models import Document, Unit
from ..queries.attached_list import ListUnavailable, attached_list
from .errors import ActRefused


def export_list(
    *,
    authority: Unit,
    now: dt.datetime,
    day: dt.date | None = None,
    paper: bool = False,
    covering: Document | None = None,
) -> bytes:
    """Return the PDF of the list as it stood at the end of ``day`` (today where none is given).

    ``paper`` fills in the number and date of the covering document; the electronic variant leaves them blank.
    Raise :class:`ActRefused` with the sentence that says why no list can be made.
    """
    today = timezone.localdate(now)
    try:
        content = attached_list(authority=authority, day=day or today, today=today, covering=covering)
        return render_attached_list(content, variant=Variant.PAPER if paper else Variant.ELECTRONIC, timestamp=now)
    except (ListUnavailable, UnprintableText, CompileFailed) as error:
        raise ActRefused(str(error)) from error
