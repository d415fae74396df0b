"""Replaying the log: each event must follow from the one before it, and each group must be what its last one says."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from ..domain.canonical import NotCanonical, commitment
from ..domain.status import EDITABLE, PUBLIC, TRANSITIONS, Status
from ..models import RegisterEvent, WorkGroup
from .facts import public_facts

_CHUNK = 500
#: Facts that an act changes only by saying so; the others follow from the act itself.
_TOLD = (
    "authority",
    "code",
    "name",
    "platform",
    "room_count",
    "level",
    "purpose",
    "members_text",
    "lead",
    "directive_text",
    "source_row",
    "source_document",
)

#: The number of an event, and in words what fails there.
Found = tuple[int, str]


def replay_faults(size: int) -> Iterator[Found]:
    """Yield where an event does not follow from the one before it of the same group."""
    rows = (
        RegisterEvent.objects.filter(number__lte=size)
        .order_by("group", "number")
        .values_list("group", "number", "action", "effective_on", "public")
    )
    for _, events in groupby(rows.iterator(chunk_size=2_000), key=lambda row: row[0]):
        before, day = None, None
        for _, number, action, effective_on, public in events:
            facts = public.get("facts") if isinstance(public, dict) else None
            if not isinstance(facts, dict):
                yield number, "sự kiện không còn ghi trạng thái của nhóm."
                break
            if day and effective_on < day:
                yield number, "ngày hiệu lực đi ngược với sự kiện trước của nhóm."
            yield from ((number, sentence) for sentence in _step(action, before, facts, public.get("change", {})))
            before, day = facts, effective_on


def _step(action: str, before: dict[str, Any] | None, facts: dict[str, Any], change: dict[str, Any]) -> Iterator[str]:
    rule = TRANSITIONS[action]
    status = before["status"] if before else Status.DRAFT
    if status not in rule.sources or facts.get("status") != (rule.target or status):
        yield f"việc “{rule.label}” không dẫn từ trạng thái trước tới trạng thái sau của nhóm."
    if before is None or status in EDITABLE:
        return
    for name in _TOLD:
        told = change.get(name, [before.get(name), before.get(name)])
        if told != [before.get(name), facts.get(name)]:
            yield f"mục “{name}” của nhóm không khớp với sự kiện trước của nhóm."


def group_faults(size: int, found, progress) -> Iterator[Found]:
    """Yield the groups that are not what their last event says, by the number of that event."""
    groups = _groups().filter(Q(last_event__isnull=True) | Q(last_event__lte=size)).order_by("pk")
    for group in groups.iterator(chunk_size=_CHUNK):
        found.groups += 1
        if not found.groups % 10_000:
            progress("nhóm", found.groups)
        if _why_not(group):
            # An act may have come between the row and what belongs to it: looked at again, all at once.
            with transaction.atomic():
                again = _groups().get(pk=group.pk)
                sentence = "" if (again.last_event_id or 0) > size else _why_not(again)
            if sentence:
                yield again.newest or again.last_event_id or 1, f"{again.code or again.pk}: {sentence}"


def _groups():
    return (
        WorkGroup.objects.annotate(newest=Max("events__number"))
        .select_related("authority", "status_document", "source_document", "successor")
        .select_related("last_event__opening", "last_event__leaf")
        .prefetch_related("administrators", "directives", "links", "names")
    )


def _why_not(group) -> str:
    if group.newest != group.last_event_id:
        return "nhóm không trỏ tới sự kiện cuối cùng của chính nó."
    if group.last_event is None:
        return "" if group.status == Status.DRAFT else "nhóm không có sự kiện nào trong sổ."
    last, now = group.last_event.public["facts"], public_facts(group)
    # What was returned is in the hands of the one who records it: all but its standing may differ.
    names = ["code", "status", "authority"] if group.status in EDITABLE else sorted(last.keys() & now.keys())
    for name in names:
        if last[name] != now[name]:
            return f"mục “{name}” của nhóm khác với sự kiện cuối cùng của nhóm."
    if group.status in PUBLIC:
        current = [row.name for row in group.names.all() if row.ended_on is None]
        if current != [group.name]:
            return "tên đang tra cứu được của nhóm khác với sự kiện cuối cùng."
    return "" if group.status in EDITABLE else _why_other_links(group)


def _why_other_links(group) -> str:
    leaf, opening = group.last_event.leaf, group.last_event.opening
    held = sorted(link.key for link in group.links.all() if link.ended_on is None)
    try:
        same = commitment(held, bytes.fromhex(opening.links)) == leaf.links
    except (NotCanonical, ValueError):
        same = False
    return "" if same else "liên kết mời đang ghi cho nhóm khác với lúc ghi sự kiện cuối cùng."
