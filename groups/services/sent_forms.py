"""A form of a new record is written once, however often it is sent (ADR 0027)."""

import datetime as dt
from uuid import UUID

from ..models import SentForm

#: After so long no form is sent again by itself: the session that it was shown in has ended (``SESSION_MAX_HOURS``).
KEPT_FOR = dt.timedelta(hours=24)


def claim(*, by, form: str, token: UUID, digest: str, now: dt.datetime) -> tuple[SentForm, bool]:
    """Return the send of this form, and whether it is the first.

    Call it inside the transaction that writes the record, before anything else: of two sends at once the second waits
    here until the first has ended, and is the first itself where that one wrote nothing.
    """
    return SentForm.objects.get_or_create(by=by, form=form, token=token, defaults={"digest": digest, "at": now})


def settle(sent: SentForm, *, written: int | None) -> None:
    """Note the key of the record that was written; where none was (an error in the form), let it be sent again."""
    if written is None:
        sent.delete()
    else:
        sent.written = written
        sent.save(update_fields=["written"])


def forget_sent(*, now: dt.datetime) -> int:
    """Forget the sends older than a day; return how many."""
    return SentForm.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
