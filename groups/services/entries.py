"""What is written down of the entrance. Passwords and what was typed as a name never are."""

from ..domain.staff import Entry
from ..models import EntryRecord


def note(*, what: Entry, user, now, by=None, address: str = "") -> None:
    """Write down that ``what`` happened to the account ``user`` (None: there is no such account)."""
    EntryRecord.objects.create(what=what, user=user, at=now, by=by, address=address[:50])
