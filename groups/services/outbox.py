"""Letters about acts: written inside the transaction of the act, sent after it, tried again, never in its way.

A letter is sent at least once: where a sender dies between handing it over and noting that, its turn comes again. Both
copies bear one Message-ID, by which mail programs know them for the same.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from ..domain.letters import CLAIM, MailState, pause_after
from ..models import OutgoingMail, RegisterEvent
from ..queries.letters import Draft, letters_about
from ..queries.permissions import may_resend
from .errors import ActRefused
from .own_offices import refuse_foreign
from .transactions import transactional

_log = logging.getLogger(__name__)
#: One who waits for a page waits for no more letters than this; the rest goes with the next pass.
AT_ONCE = 5
#: What one pass of the command sends.
A_PASS = 500

Clock = Callable[[], dt.datetime]


@dataclass
class Sent:
    """What one pass did: letters sent, to be tried again, given up (or without address)."""

    sent: int = 0
    later: int = 0
    given_up: int = 0


def announce(*, events: Sequence[RegisterEvent], site: str, now: dt.datetime) -> None:
    """Write the letters about ``events``, of one act, inside the transaction that wrote them.

    Whatever goes wrong here undoes the letters alone, is noted in the log, and lets the act stand.
    """
    try:
        with transaction.atomic():
            written = write(drafts=letters_about(events, site=site), now=now)
    except Exception as error:  # no letter is worth an act; the text of an error may hold what it was about
        _log.error("No letters about event %s: %s", events[0].number, type(error).__name__)
        return
    if written and settings.OUTBOX_AT_ONCE:
        keys = [mail.pk for mail in written if mail.state == MailState.WAITING][:AT_ONCE]
        transaction.on_commit(partial(deliver, clock=lambda: now, only=keys, most=AT_ONCE), robust=True)


def write(*, drafts: Iterable[Draft], now: dt.datetime) -> list[OutgoingMail]:
    """Put ``drafts`` into the outbox; a reader without an address is kept as such."""
    return OutgoingMail.objects.bulk_create(
        OutgoingMail(
            authority_id=draft.authority,
            event_id=draft.event,
            person_id=draft.reader.person,
            user_id=draft.reader.user,
            name=draft.reader.name[:150],
            shown_address=draft.reader.shown_address,
            subject=draft.letter.subject,
            body=draft.letter.body,
            state=MailState.WAITING if draft.reader.address else MailState.NO_ADDRESS,
            written_at=now,
            next_try_at=now,
        )
        for draft in drafts
    )


def rehearse(act: Callable[[], Sequence[RegisterEvent]], *, site: str) -> list[Draft]:
    """Do ``act``, read the letters that it would send to the last word, and undo all of it.

    Raises what ``act`` raises. Nothing is kept: no event, no document, no letter.
    """
    with transaction.atomic():
        drafts = letters_about(act(), site=site)
        transaction.set_rollback(True)
    return drafts


def deliver(*, clock: Clock, only: Iterable[int] | None = None, most: int = A_PASS) -> Sent:
    """Send the letters whose turn has come, of ``only`` those where given, at most ``most``.

    Each is claimed by one statement that is committed before it is handed over, so two senders at once send it once,
    and no lock is held while a mail server is waited for. A server that cannot be reached ends the pass.
    """
    done, due = Sent(), OutgoingMail.objects.due(clock())
    keys = list((due if only is None else due.filter(pk__in=list(only))).values_list("pk", flat=True)[:most])
    for key in keys:
        mail = _claim(key, clock())
        if mail is not None and not _send(mail, clock, done):
            break
    return done


def _claim(key: int, now: dt.datetime) -> OutgoingMail | None:
    with transaction.atomic(durable=True):
        mine = OutgoingMail.objects.due(now).filter(pk=key).order_by()
        if not mine.update(next_try_at=now + CLAIM, attempts=F("attempts") + 1):
            return None
    return OutgoingMail.objects.select_related("person", "user").get(pk=key)


def _send(mail: OutgoingMail, clock: Clock, done: Sent) -> bool:
    """Hand ``mail`` over and note what came of it. Return whether the server is worth asking further."""
    address = mail.address
    if not address:
        _note(mail, state=MailState.NO_ADDRESS, shown_address="", trouble="")
        done.given_up += 1
        return True
    try:
        _message(mail, address).send()
    except Exception as error:  # a mail server, a library or the network: each means that it was not sent
        return _failed(mail, error, clock(), done)
    _note(mail, state=MailState.SENT, sent_at=clock(), trouble="")
    done.sent += 1
    return True


def _failed(mail: OutgoingMail, error: Exception, now: dt.datetime, done: Sent) -> bool:
    sentence, final = trouble_of(error)
    _log.warning("Letter %s was not sent: %s", mail.pk, type(error).__name__)
    pause = None if final else pause_after(mail.attempts)
    if pause is None:
        _note(mail, state=MailState.FAILED, trouble=sentence)
        done.given_up += 1
    else:
        _note(mail, next_try_at=now + pause, trouble=sentence)
        done.later += 1
    # Where the reader or the letter alone is at fault, the server may be asked for the next.
    return isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)) or not isinstance(error, OSError)


def _note(mail: OutgoingMail, **facts) -> None:
    # Only while the claim is still ours: another may have taken the letter since, where we were slow.
    OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts, state=MailState.WAITING).update(**facts)


def _message(mail: OutgoingMail, address: str) -> EmailMessage:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {
        "Message-ID": f"<thu-{mail.pk}.{int(mail.written_at.timestamp())}@{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's absence is told to a program
    }
    return EmailMessage(mail.subject, mail.body, to=[address], headers=headers)


def trouble_of(error: Exception) -> tuple[str, bool]:
    """Return the Vietnamese sentence for what stopped a letter, and whether trying again is in vain.

    The words of the server are not repeated: they may hold the address.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        code = max(codes, default=0)
        return f"Máy chủ thư không nhận địa chỉ của người này (mã {code}).", code >= 500
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "Máy chủ thư không chấp nhận tài khoản gửi: hãy xem lại cấu hình.", False
    if isinstance(error, smtplib.SMTPSenderRefused):
        return "Máy chủ thư không chấp nhận địa chỉ gửi: hãy xem lại cấu hình.", False
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Máy chủ thư trả lời mã {error.smtp_code}.", False
    if isinstance(error, (smtplib.SMTPException, OSError)):
        return "Không nối được với máy chủ thư.", False
    return "Lỗi không rõ khi gửi; người quản trị máy chủ có thể xem nhật ký.", False


@transactional
def resend(*, mail: OutgoingMail, by, now: dt.datetime) -> OutgoingMail:
    """Let a letter that was not sent have its turn now, from the first attempt; its reader's address is read anew."""
    if not may_resend(by):
        raise ActRefused("Tài khoản của bạn không có quyền gửi lại thư.")
    refuse_foreign(by, mail)
    found = OutgoingMail.objects.select_for_update(of=("self",)).select_related("person", "user").get(pk=mail.pk)
    if found.state == MailState.SENT:
        raise ActRefused("Thư này đã được gửi.")
    if not found.address:
        raise ActRefused(f"{found.name} vẫn chưa có địa chỉ thư: hãy ghi địa chỉ trước, rồi gửi lại.")
    found.state, found.attempts, found.next_try_at, found.trouble = MailState.WAITING, 0, now, ""
    found.save(update_fields=["state", "attempts", "next_try_at", "trouble"])
    return found


def forget(*, before: dt.datetime) -> int:
    """Delete the letters written before a moment that wait for nothing; the events they told of stand for ever."""
    old = OutgoingMail.objects.filter(written_at__lt=before).exclude(state=MailState.WAITING)
    return old.delete()[0]
