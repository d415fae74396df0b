"""What is written down of the entrance, and by what failures are counted. What was typed is never kept."""

from collections.abc import Mapping

from axes.models import AccessAttempt
from django.utils.crypto import salted_hmac

from ..domain.staff import Entry
from ..models import EntryRecord
from .errors import ActRefused
from .lookup_limit import client_address
from .transactions import transactional


def note(*, what: Entry, user, now, by=None, address: str = "") -> None:
    """Write down that ``what`` happened to the account ``user``, from ``address``."""
    EntryRecord.objects.create(what=what, user=user, at=now, by=by, address=address[:50])


def counted_address(meta: Mapping[str, str]) -> str | None:
    """Return the address by which failures of the sender of a request are counted; None where there is none."""
    return client_address(meta).partition("/")[0] or None


def counted_name(name: str) -> str:
    """Return the name by which failures are counted: a keyed hash."""
    return salted_hmac(__name__, name, algorithm="sha256").hexdigest()


@transactional
def unlock(*, user, now) -> None:
    """Let an account be tried again from everywhere. Raise :class:`ActRefused` where nothing was counted against it."""
    if not AccessAttempt.objects.filter(username=counted_name(user.get_username())).delete()[0]:
        raise ActRefused("Tài khoản này không bị tạm khoá.")
    note(what=Entry.UNLOCKED, user=user, now=now)
