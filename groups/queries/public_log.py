"""The log as the public reads it: heads, entries and proofs for programs, events in words for people.

Every event is in the tree. The entry of an act that is not public (``domain.entries.PUBLIC_ACTIONS``) shows its number
and a salted hash alone: what was proposed, returned or declined answers as if it did not exist.
"""

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ..domain.codes import BadCode, parse_code
from ..domain.dates import short_date
from ..domain.entries import PUBLIC_ACTIONS
from ..models import Document, EventLeaf, RegisterEvent, WorkGroup
from .fact_words import LABELS, Change, change_in_words
from .tree import consistency_path, entry_of, head, inclusion_path, root_at

#: So many entries are given at once.
MOST = 200
PAGE = 25
#: The first line of what a signature of a head covers; it says which form the other lines have.
_SIGNED = "so-dang-ky-nhom/1"


class NotInLog(ValueError):
    """The log is not that long, or has no such public group; the message (Vietnamese) says so."""


@dataclass(frozen=True)
class Head:
    """How far the log has come. ``time``: when its last event was recorded, None for an empty log."""

    size: int
    root: str
    time: dt.datetime | None
    signed_text: str
    signature: str | None
    key_id: str | None


@dataclass(frozen=True)
class LogEntry:
    """One leaf: ``entry`` is the text whose UTF-8 bytes it hashes."""

    number: int
    leaf: str
    entry: str


@dataclass(frozen=True)
class Inclusion:
    """The proof that an entry is in the log of ``size`` events."""

    entry: LogEntry
    size: int
    root: str
    path: list[str]


@dataclass(frozen=True)
class Consistency:
    """The proof that the log of ``first`` events begins that of ``second``."""

    first: int
    first_root: str
    second: int
    second_root: str
    path: list[str]


def signed_head() -> Head:
    """Return the head of the log, signed where the office has given the server a key."""
    size, root = head()
    last = RegisterEvent.objects.filter(number=size).values_list("recorded_at", flat=True).first()
    time = last.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if last else ""
    text = "\n".join([_SIGNED, settings.REGISTER_ADDRESS, str(size), root, time, ""])
    seed = settings.LOG_SIGNING_KEY
    key = Ed25519PrivateKey.from_private_bytes(seed) if seed else None
    return Head(
        size=size,
        root=root,
        time=last,
        signed_text=text,
        signature=base64.b64encode(key.sign(text.encode())).decode() if key else None,
        key_id=key_id(key.public_key().public_bytes_raw()) if key else None,
    )


def public_keys() -> list[tuple[str, str, bool]]:
    """Return (id, key in hex, whether it signs now) of every key that ever signed heads, the present one first."""
    seed = settings.LOG_SIGNING_KEY
    now = [Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()] if seed else []
    keys = [(key, True) for key in now] + [(key, False) for key in settings.LOG_RETIRED_KEYS if key not in now]
    return [(key_id(key), key.hex(), signs) for key, signs in keys]


def key_id(public_key: bytes) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a public key."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def entries(first: int, last: int) -> list[LogEntry]:
    """Return the entries from number ``first`` to ``last``, at most ``MOST``. Raise :class:`NotInLog`."""
    _within(first)
    rows = EventLeaf.objects.filter(pk__gte=first, pk__lte=min(last, first + MOST - 1)).order_by("pk")
    return [_entry(leaf) for leaf in _with_event(rows)]


def inclusion(number: int, size: int) -> Inclusion:
    """Return the proof that event ``number`` is in the log of ``size`` events. Raise :class:`NotInLog`."""
    _within(size)
    if number > size:
        raise NotInLog(f"Sự kiện số {number} không nằm trong {size} sự kiện đầu của sổ.")
    leaf = _with_event(EventLeaf.objects.filter(pk=number)).get()
    path = [each.hex() for each in inclusion_path(number, size)]
    return Inclusion(_entry(leaf), size, root_at(size).hex(), path)


def last_of_group(code: str, size: int) -> Inclusion:
    """Return the last public entry of a public group among the first ``size``, proved. Raise :class:`NotInLog`."""
    _within(size)
    try:
        canonical = parse_code(code)
    except BadCode as error:
        raise NotInLog(str(error)) from error
    events = _public_events().filter(group__code=canonical, number__lte=size)
    number = events.order_by("-number").values_list("number", flat=True).first()
    if number is None:
        raise NotInLog(f"Mã {canonical} không có trong {size} sự kiện đầu của phần công khai của sổ.")
    return inclusion(number, size)


def consistency(first: int, second: int) -> Consistency:
    """Return the proof between two sizes. Raise :class:`NotInLog`."""
    _within(second)
    if first > second:
        raise NotInLog("Cỡ thứ nhất phải không lớn hơn cỡ thứ hai.")
    path = [each.hex() for each in consistency_path(first, second)]
    return Consistency(first, root_at(first).hex(), second, root_at(second).hex(), path)


@dataclass(frozen=True)
class Asked:
    """What a reader of the log asked for. ``before``: events older than that number, 0 for the newest."""

    code: str = ""
    action: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    before: int = 0


@dataclass(frozen=True)
class Told:
    """One public event in words."""

    number: int
    what: str
    recorded: str
    effective: str
    document: Document | None
    group: WorkGroup
    name: str
    other: WorkGroup | None
    changes: list[Change]
    leaf: str


@dataclass(frozen=True)
class LogPage:
    """One page of the log: ``older`` is what to ask for the next one, 0 where there is none."""

    told: list[Told]
    older: int


def log_page(asked: Asked) -> LogPage:
    """Return the public events that were asked for, newest first. The cost does not grow with the log."""
    found = _public_events()
    if asked.code:
        found = found.filter(group__code=asked.code)
    if asked.action:
        found = found.filter(action=asked.action)
    if asked.since:
        found = found.filter(effective_on__gte=asked.since)
    if asked.until:
        found = found.filter(effective_on__lte=asked.until)
    if asked.before:
        found = found.filter(number__lt=asked.before)
    rows = list(found.select_related("group", "related_group", "document", "leaf").order_by("-number")[: PAGE + 1])
    shown = rows[:PAGE]
    return LogPage([_told(event) for event in shown], shown[-1].number if len(rows) > PAGE else 0)


def _told(event: RegisterEvent) -> Told:
    leaf = getattr(event, "leaf", None)
    return Told(
        number=event.number,
        what=event.done_text,
        recorded=short_date(timezone.localdate(event.recorded_at)),
        effective=event.effective_text,
        document=event.document,
        group=event.group,
        name=event.public["facts"]["name"],
        other=event.related_group,
        changes=[
            change_in_words(name, *values)
            for name, values in event.public.get("change", {}).items()
            if name in LABELS and name != "status"
        ],
        leaf=leaf.hashes[:64] if leaf else "",
    )


def _public_events() -> QuerySet[RegisterEvent]:
    return RegisterEvent.objects.filter(action__in=PUBLIC_ACTIONS)


def _with_event(leaves: QuerySet[EventLeaf]) -> QuerySet[EventLeaf]:
    return leaves.select_related("event__group", "event__related_group", "event__document")


def _entry(leaf: EventLeaf) -> LogEntry:
    return LogEntry(leaf.pk, leaf.subtree(0).hex(), entry_of(leaf.event, leaf).decode())


def _within(number: int) -> None:
    size, _ = head()
    if not 0 < number <= size:
        raise NotInLog(f"Sổ hiện có {size} sự kiện: không có số {number}.")
