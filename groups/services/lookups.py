"""The way of a question, the same for pages and programs: counted, read, answered. Nothing of it is kept."""

import datetime as dt
from collections.abc import Mapping, MutableMapping
from typing import IO, Any

from django.core.files import File

from ..documents.qr_reading import MAX_BYTES, UnreadablePicture, read_qr
from ..domain.doors import COST
from ..domain.reading import MAX_INPUT, TOO_LONG, Kind, read
from ..queries.answers import Answer
from ..queries.own_hosts import own_hosts
from ..queries.public_version import PublicVersion
from ..queries.verification import refused, verify, verify_picture
from ..queries.verification_reading import Ahead, read_ahead
from .bodies import MAX_FORM, hear_out, length_of
from .lookup_limit import count_lookup, guesses, guesses_in

#: The largest picture with what a form puts around it, in bytes. The settings keep as much in memory.
MAX_BODY = MAX_BYTES + 64 * 1024


class TooLarge(Exception):
    """More was sent than is read; the message is for the person who sent it."""

    kind, words = Kind.NAME, TOO_LONG

    def __init__(self) -> None:
        super().__init__(self.words)


class PictureTooLarge(TooLarge):
    """Nobody sends so large a picture but by mistake."""

    kind = Kind.PICTURE
    words = "Ảnh lớn quá 8 MB nên chưa được đọc. Hãy gửi ảnh chụp màn hình, hoặc cắt lấy phần có mã QR."


def ahead_of(text: str, *, host: str) -> tuple[PublicVersion, Ahead]:
    """Return the version of the register now and what :func:`look_up` needs first of ``text``, never older."""
    return read_ahead(read(text[:MAX_INPUT], own_hosts(host)))


def look_up(
    text: str, *, meta: MutableMapping[str, Any], host: str, now: dt.datetime, ahead: Ahead | None = None
) -> Answer:
    """Answer what a person typed or pasted. ``meta`` and ``host`` are those of the request.

    ``ahead``: what :func:`ahead_of` has read of ``text`` at the version that the request is answered at.
    What the question counted for is left in ``meta`` (``domain/doors.py``).
    What stops the count or the answer passes through: none of it is a verdict.
    """
    ahead = ahead or Ahead(read(text[:MAX_INPUT], own_hosts(host)))
    if COST not in meta:  # a question that went a short way in vain (registry/lane.py) was counted there
        cost = guesses_in(ahead.reading)
        count_lookup(meta, now=now, cost=cost)
        meta[COST] = cost
    return verify(text, now=now, ahead=ahead)


def refuse_large(body: IO[bytes], *, meta: Mapping[str, str], now: dt.datetime) -> None:
    """Raise :class:`TooLarge` for a request whose ``body`` cannot be a question we read, and keep none of it."""
    is_encoded = "urlencoded" in meta.get("CONTENT_TYPE", "").lower()
    if length_of(meta) <= (MAX_FORM if is_encoded else MAX_BODY):
        return
    count_lookup(meta, now=now)
    hear_out(body, meta)
    raise TooLarge if is_encoded else PictureTooLarge


def look_up_picture(picture: File, *, meta: Mapping[str, str], host: str, now: dt.datetime) -> Answer:
    """Answer for the QR codes of a picture. It counts as a question, and what its codes hold like what is typed."""
    count_lookup(meta, now=now)
    if picture.size > MAX_BYTES:
        raise PictureTooLarge
    try:
        texts = read_qr(picture.read())
    except UnreadablePicture as error:
        return refused(str(error), now=now, kind=Kind.PICTURE)
    count_lookup(meta, now=now, cost=guesses(*texts))
    return verify_picture(texts, now=now, own_hosts=own_hosts(host))
