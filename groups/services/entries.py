"""What is written down of the entrance, and by what failures are counted. What was typed is never kept."""

import datetime as dt
from collections.abc import Mapping

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
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


#: Who signed in from an address within so long is at home there.
_AT_HOME = dt.timedelta(days=30)


def stopped_until(*, name: str, meta: Mapping[str, str], now: dt.datetime) -> dt.datetime | None:
    """Return until when ``name`` is not tried from an address that failed with too many names; None: it is tried.

    A school or an office sits behind one address, so who signed in from there lately is not stopped by what others
    try: of his own name the wrong passwords are counted all the same.
    """
    since, most = now - settings.AXES_COOLOFF_TIME, settings.SIGN_IN_NAMES
    tried = AccessAttempt.objects.filter(ip_address=counted_address(meta), attempt_time__gt=since)
    last = tried.values("username").annotate(last=Max("attempt_time")).order_by("-last").values_list("last", flat=True)
    if len(times := last[:most]) < most or _is_at_home(name, meta, now):
        return None
    return times[most - 1] + settings.AXES_COOLOFF_TIME


def _is_at_home(name: str, meta: Mapping[str, str], now: dt.datetime) -> bool:
    entered = EntryRecord.objects.filter(what=Entry.SIGNED_IN, at__gt=now - _AT_HOME, user__username=name)
    return entered.filter(address=client_address(meta)[:50]).exists()


@transactional
def unlock(*, user, now, by=None) -> None:
    """Let an account be tried again from everywhere; ``by`` is None for a command on the server.

    Raise :class:`ActRefused` where nothing was counted against it.
    """
    if not release(user=user, now=now, by=by):
        raise ActRefused("Tài khoản này không bị tạm khoá.")


def release(*, user, now, by=None) -> bool:
    """Do the same where something was counted, and return whether it was."""
    if not AccessAttempt.objects.filter(username=counted_name(user.get_username())).delete()[0]:
        return False
    note(what=Entry.UNLOCKED, user=user, now=now, by=by)
    return True
