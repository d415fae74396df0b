"""A form of a new record is written once, however often it is sent (ADR 0027)."""

import datetime as dt
from uuid import UUID

from django.conf import settings

from ..models import SentForm

#: A send is known twice as long as the session can last in which its form was shown.
KEPT_FOR = dt.timedelta(hours=2 * settings.SESSION_MAX_HOURS)


def claim(*, by, form: str, token: UUID, digest: str, now: dt.datetime) -> tuple[SentForm, bool]:
    """Return the send of this form, and whether it is the first.

    Call it inside the transaction that writes the record, before anything else: of two sends at once the second waits
    here until the first has ended (not longer than for any lock), and is the first itself where that one wrote nothing.
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
    """Forget the sends that are not known any longer (``KEPT_FOR``); return how many."""
    return SentForm.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
