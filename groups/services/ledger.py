"""The only writer of register events.

Every act runs inside :func:`act`: one transaction that locks the group, asks whether the act is legal for this
person, lets the service change what it must, numbers the event and saves the group with it. Any error undoes all.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..domain.canonical import NotCanonical
from ..domain.dates import Precision, short_date
from ..domain.privacy import reason_refusal
from ..domain.reasons import CODED, NEEDS_CODE, reason_of
from ..domain.status import LIVE, TRANSITIONS, Action, Status
from ..domain.text import clean_lines
from ..models import Directive, Document, GroupName, NameWord, RegisterEvent, RegisterHead, WorkGroup
from ..models.fields import PUBLIC_LENGTH
from ..queries.authorities import works_for
from ..queries.facts import public_facts
from ..queries.permissions import ELSEWHERE, why_not
from ..queries.standing import done_already
from ..queries.tree import TreeIncomplete
from .errors import ActRefused
from .leaves import add_leaves
from .outbox import announce

_NO_LEAF = (
    "Chưa ghi được vào sổ: nội dung của việc này không đưa được vào chuỗi chứng thực, hoặc chuỗi ấy đang thiếu phần "
    "trước. Chưa có gì thay đổi; hãy báo người quản trị chạy lệnh verify_register."
)
log = logging.getLogger(__name__)
#: So many rows go into one statement when many are written at once.
_BATCH = 250
#: What an act that only moves a group to another status writes of it.
_WITH_STATUS = (
    "code",
    "proposed_by",
    "status",
    "status_since",
    "status_precision",
    "status_reason",
    "status_document",
    "last_event",
)


class Basis(TypedDict):
    """What every act rests on; passed by keyword.

    ``by``: the user who acts. ``effective_on``: from which day it counts, not after the day of ``now`` and not
    before the group's previous act. ``now``: the moment of recording, with time zone, read at the door.
    ``seen_event``: number of the last event that the person saw on the screen, to refuse acting on stale facts;
    ``seen_related``: the same of the other group that the act names.
    ``issued_before``: the act was done by a signed and published document and is now only entered, so the signer
    was the second person.
    ``reason_code``: why a proposal is sent back (``domain.reasons``); where ``reason`` is empty, the act takes the
    sentence of the code.
    ``within``: the larger act of which this one is a part; whoever may do that one needs no permission of his own for
    this. Said by a service, never by a door.
    ``letters_at``: the root address of the site, to which the letters about the act lead; empty or left out, nobody is
    written to. Only a door where the letters were to be seen before asks for them.
    """

    by: Any
    effective_on: dt.date
    now: dt.datetime
    document: NotRequired[Document | None]
    reason: NotRequired[str]
    effective_precision: NotRequired[str]
    seen_event: NotRequired[int | None]
    seen_related: NotRequired[int | None]
    issued_before: NotRequired[bool]
    reason_code: NotRequired[str]
    within: NotRequired[Action]
    letters_at: NotRequired[str]


@dataclass
class Entry:
    """An act under way: the locked group, and what will stand in the event."""

    action: Action
    group: WorkGroup
    basis: Basis
    change: dict[str, list] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)
    related: WorkGroup | None = None
    fulfilled: list[Directive] = field(default_factory=list)
    name_given: str = ""
    event: RegisterEvent | None = None

    @property
    def effective_on(self) -> dt.date:
        return self.basis["effective_on"]

    @property
    def document(self) -> Document | None:
        return self.basis.get("document")

    @property
    def reason(self) -> str:
        written = clean_lines(self.basis.get("reason") or "")
        coded = reason_of(self.reason_code)
        return written or (coded.sentence if coded else "")

    @property
    def reason_code(self) -> str:
        return self.basis.get("reason_code") or ""

    @property
    def precision(self) -> str:
        return self.basis.get("effective_precision") or Precision.DAY

    def set(self, name: str, value: Any) -> None:
        """Change a public fact of the group and remember what it was. A certain value replaces an uncertain reading."""
        try:
            value = self.group._meta.get_field(name).clean(value, self.group)
        except ValidationError as error:
            raise ActRefused(" ".join(error.messages)) from error
        before = getattr(self.group, name)
        if before != value:
            setattr(self.group, name, value)
            self.change[name] = [_plain(before), _plain(value)]
        self.make_certain(name)

    def make_certain(self, name: str) -> None:
        """Drop the mark of an uncertain reading."""
        if name in self.group.uncertain:
            self.group.uncertain = [other for other in self.group.uncertain if other != name]


@contextmanager
def act(action: Action, group: WorkGroup, *, related: WorkGroup | None = None, **basis) -> Iterator[Entry]:
    """Run one act on ``group``. Yield an :class:`Entry` to fill; its ``event`` is set when the block is left.

    Raise :class:`ActRefused` where the act is illegal, not allowed, stale or lacks what it must rest on.
    """
    with transaction.atomic():
        locked = _lock(group, related)
        entry = Entry(action, locked[group.pk], basis, related=locked[related.pk] if related else None)
        _check(entry)
        yield entry
        _close(entry)
        if site := basis.get("letters_at"):
            announce(events=[entry.event], site=site, now=basis["now"])


def act_on_many(
    action: Action,
    groups: Sequence[WorkGroup],
    fill: Callable[[Entry], None],
    *,
    step=None,
    about: Callable[[WorkGroup], AbstractContextManager] = nullcontext,
    **basis,
) -> list[RegisterEvent]:
    """Run one act on each of many ``groups`` that this very transaction has made, or has locked and read anew.

    The same checks as in :func:`act`, each group its own event, in the order given; only the writing is done in bulk.
    ``fill`` changes what each needs, before the head is locked; of an act that moves no status nothing of the group
    itself is written but its last event. The groups come with what their public facts read. ``step`` is called with
    the number of those checked; each is checked inside ``about(group)``. Nobody gets a letter. Call it inside the
    transaction that made or locked them.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("act_on_many() belongs inside the transaction that made or locked the groups")
    entries, target = [Entry(action, group, basis) for group in groups], TRANSITIONS[action].target
    for count, entry in enumerate(entries, start=1):
        with about(entry.group):
            _check(entry)
            fill(entry)
        if target:
            _set_status(entry, target)
        if step:
            step(count)
    if not entries:
        return []
    head = _head()
    events = [_event(entry, head.number + index) for index, entry in enumerate(entries, start=1)]
    RegisterEvent.objects.bulk_create(events, batch_size=_BATCH)
    _move(head, events)
    for entry, event in zip(entries, events, strict=True):
        entry.group.last_event = event
    WorkGroup.objects.bulk_update(groups, _WITH_STATUS if target else ("last_event",), batch_size=_BATCH)
    return events


def _lock(*groups: WorkGroup | None) -> dict[int, WorkGroup]:
    """Lock the rows in the order of their keys, so that two acts on the same pair never wait for each other."""
    wanted = sorted({group.pk for group in groups if group})
    rows = WorkGroup.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows.select_related("authority", "last_event")}
    if len(found) != len(wanted):
        raise ActRefused("Nhóm này không còn trong sổ: có thể bản nháp vừa bị xoá.")
    return found


def _check(entry: Entry) -> None:
    group, basis, rule = entry.group, entry.basis, TRANSITIONS[entry.action]
    last = group.last_event
    _check_seen(entry, last)
    if not basis.get("issued_before"):
        sentence = why_not(basis["by"], entry.action, group, within=basis.get("within")) or _elsewhere(entry)
    else:
        sentence = (
            None if group.status in rule.sources else f"Nhóm {group} không ở trạng thái có thể {rule.label.lower()}."
        )
    if sentence:
        raise ActRefused(sentence)
    if rule.document and not entry.document:
        raise ActRefused(f"{rule.label}: cần chọn văn bản làm căn cứ.")
    _check_code(entry)
    if rule.reason and not entry.reason:
        raise ActRefused(f"{rule.label}: cần ghi lý do.")
    if len(entry.reason) > PUBLIC_LENGTH:
        raise ActRefused(f"Lý do dài quá {PUBLIC_LENGTH} ký tự: hãy ghi ngắn gọn và dẫn văn bản.")
    if sentence := reason_refusal(entry.reason):
        raise ActRefused(sentence)
    _check_dates(entry, last)


def _check_code(entry: Entry) -> None:
    code, label = entry.reason_code, TRANSITIONS[entry.action].label
    if entry.action in NEEDS_CODE and not code:
        raise ActRefused(f"{label}: hãy chọn lý do trong danh mục.")
    if code and (entry.action not in CODED or reason_of(code) is None):
        raise ActRefused(f"{label}: lý do “{code}” không có trong danh mục.")


def _elsewhere(entry: Entry) -> str | None:
    """Return the sentence that refuses what lies in another office: the other group, or the document."""
    touched = [each.authority_id for each in (entry.related, entry.document) if each]
    return None if all(works_for(entry.basis["by"], each) for each in touched) else ELSEWHERE


def _check_seen(entry: Entry, last: RegisterEvent | None) -> None:
    seen, seen_related = entry.basis.get("seen_event"), entry.basis.get("seen_related")
    if seen is not None and seen != (last.number if last else 0):
        raise ActRefused(
            done_already(entry.basis["by"], entry.action, last, seen)
            or "Hồ sơ nhóm vừa được người khác cập nhật sau khi bạn mở trang này. Chưa có gì được ghi; "
            "hãy xem lại nhóm rồi thực hiện lại nếu vẫn cần."
        )
    if entry.related and seen_related is not None and seen_related != (entry.related.last_event_id or 0):
        raise ActRefused(
            f"Hồ sơ nhóm “{entry.related}” vừa được người khác cập nhật sau khi bạn mở trang này. Chưa có gì được ghi; "
            "hãy xem lại cả hai nhóm rồi thực hiện lại nếu vẫn cần."
        )


def _check_dates(entry: Entry, last: RegisterEvent | None) -> None:
    day, document = entry.effective_on, entry.document
    today = timezone.localdate(entry.basis["now"])
    if day > today:
        raise ActRefused(f"Ngày hiệu lực không được sau hôm nay ({short_date(today)}).")
    if last and day < last.effective_on:
        raise ActRefused(
            f"Ngày hiệu lực không được trước {short_date(last.effective_on, last.effective_precision)}, "
            f"là ngày của lần ghi trước ({last.get_action_display().lower()})."
        )
    if document and document.issued_on and day < document.issued_on:
        raise ActRefused(
            f"Ngày hiệu lực không được trước ngày ban hành của {document.kind.lower()} {document.reference} "
            f"({short_date(document.issued_on, document.issued_precision)})."
        )


def _close(entry: Entry) -> None:
    """Bring the group to the status the table says, append the event, save the group with it."""
    group, target = entry.group, TRANSITIONS[entry.action].target
    if target:
        _set_status(entry, target)
    entry.event = _append(entry)
    group.last_event = entry.event
    if entry.name_given:
        _give_name(entry)
    group.save()


def _give_name(entry: Entry) -> None:
    """Let the group bear its name from the effective day on.

    Only now, under the lock of the head: the vocabulary is shared by all groups, and one who waits for a word of it
    while holding what the holder of the head waits for would wait for ever.
    """
    entry.group.names.current().update(ended_on=entry.effective_on)
    row = GroupName.objects.create(group=entry.group, name=entry.name_given, started_on=entry.effective_on)
    NameWord.objects.count_in(row.words.split())


def _set_status(entry: Entry, target: Status) -> None:
    group = entry.group
    entry.change["status"] = [str(group.status), str(target)]
    group.status = target
    group.status_since, group.status_precision = entry.effective_on, entry.precision
    group.status_reason = entry.reason
    if target in LIVE or TRANSITIONS[entry.action].sources <= LIVE:
        group.status_document = entry.document


def _append(entry: Entry) -> RegisterEvent:
    head = _head()
    number = head.number + 1
    # Foreign keys are checked at commit, so a directive may name the event that the next statement writes; the
    # event in its turn can then tell the directive as done.
    done = Directive.objects.filter(pk__in=[row.pk for row in entry.fulfilled], done_on__isnull=True)
    done.update(done_on=entry.effective_on, done_event_id=number)
    event = _event(entry, number)
    event.save(force_insert=True)
    _move(head, [event])
    return event


def _event(entry: Entry, number: int) -> RegisterEvent:
    return RegisterEvent(
        number=number,
        action=entry.action,
        group=entry.group,
        related_group=entry.related,
        actor=entry.basis["by"],
        recorded_at=entry.basis["now"],
        effective_on=entry.effective_on,
        effective_precision=entry.precision,
        document=entry.document,
        reason=entry.reason,
        public=_public(entry),
        private=entry.private,
    )


def _public(entry: Entry) -> dict[str, Any]:
    said = {"facts": public_facts(entry.group), "change": entry.change}
    return said | {"reason_code": entry.reason_code} if entry.reason_code else said


def _head() -> RegisterHead:
    """Return the head of the log, locked until the act is done."""
    return RegisterHead.objects.select_for_update().get_or_create(pk=1)[0]


def _move(head: RegisterHead, events: list[RegisterEvent]) -> None:
    """Give the new ``events`` their leaves, and let the head bear the number of the last and the root."""
    try:
        head.root = add_leaves(events)
    except (NotCanonical, TreeIncomplete) as error:
        log.error("an act has no leaf and was not written: %s", error)
        raise ActRefused(_NO_LEAF) from error
    head.number += len(events)
    head.save()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
