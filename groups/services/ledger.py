"""The only writer of register events.

Every act runs inside :func:`act`: one transaction that locks the group, asks whether the act is legal for this
person, lets the service change what it must, numbers the event and saves the group with it. Any error undoes all.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.db import transaction

from ..domain.canonical import NotCanonical
from ..domain.status import LIVE, TRANSITIONS, Action, Status
from ..models import Directive, GroupName, NameWord, RegisterEvent, RegisterHead, WorkGroup
from ..queries.facts import public_facts
from ..queries.tree import TreeIncomplete
from .act_checks import check
from .act_entry import Entry
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


@contextmanager
def act(action: Action, group: WorkGroup, *, related: WorkGroup | None = None, **basis) -> Iterator[Entry]:
    """Run one act on ``group``. Yield an :class:`Entry` to fill; its ``event`` is set when the block is left.

    Raise :class:`ActRefused` where the act is illegal, not allowed, stale or lacks what it must rest on.
    """
    with transaction.atomic():
        locked = _lock(group, related)
        entry = Entry(action, locked[group.pk], basis, related=locked[related.pk] if related else None)
        check(entry)
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
            check(entry)
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
