"""Events in words: what changed, from what to what."""

import datetime as dt
from dataclasses import dataclass

from ..domain.reasons import Reason, reason_of
from ..domain.status import Status
from ..models import Document, RegisterEvent, WorkGroup
from .event_words import related_names, sentence
from .fact_words import LABELS, Change, change_in_words, day_words
from .scope import in_scope

#: More events than one act on many groups can write; and no database is asked for a number it cannot hold.
MOST = 1000


@dataclass(frozen=True)
class Entry:
    """One event as a sentence, with its changes before and after."""

    event: RegisterEvent
    sentence: str
    changes: list[Change]

    @property
    def reason(self) -> Reason | None:
        """The reason of the list, where the act named one."""
        return reason_of(self.event.public.get("reason_code"))


def changes_of(event: RegisterEvent) -> list[Change]:
    """Return what an event changed, in words."""
    return [
        change_in_words(name, before, after)
        for name, (before, after) in event.public.get("change", {}).items()
        if name in LABELS
    ] + [
        Change(f"Hạn: {shown}", day_words(before), day_words(after))
        for shown, before, after in event.private.get("due", ())
    ]


def history_of(group: WorkGroup) -> list[Entry]:
    """Return the events about ``group``, newest first, in words."""
    found = RegisterEvent.objects.about(group)
    return _entries(list(found.select_related("group", "related_group", "actor", "document")), told_of=group.pk)


def documents_of(group: WorkGroup, history: list[Entry]) -> list[Document]:
    """Return the documents that the acts on ``group`` rest on, each once, newest first; ``history`` is its own."""
    found = {entry.event.document for entry in history if entry.event.group_id == group.pk and entry.event.document}
    return sorted(found, key=lambda document: (document.issued_on or dt.date.min, document.pk), reverse=True)


def entries_between(first: int, last: int, *, user) -> list[Entry]:
    """Return the events that one person wrote at one moment, from number ``first`` to ``last``; else nothing.

    They are of the offices for which ``user`` works.
    """
    if not 0 < first <= last < first + MOST:
        return []
    events = in_scope(RegisterEvent.objects.filter(number__range=(first, last)), user).order_by("number")
    found = list(events.select_related("group", "related_group", "actor", "document"))
    if len({(event.actor_id, event.recorded_at) for event in found}) != 1:
        return []
    return _entries(found)


def returned_by(group: WorkGroup) -> Entry | None:
    """Return the event that gave ``group`` back to be completed, or None where it is not a returned proposal."""
    if group.status != Status.RETURNED:
        return None
    events = RegisterEvent.objects.select_related("group", "related_group", "actor", "document")
    return _entries([events.get(pk=group.last_event_id)])[0]


def _entries(events: list[RegisterEvent], *, told_of: int | None = None) -> list[Entry]:
    names = related_names(events)
    return [
        Entry(event, sentence(event, names.get(event.number, ""), told_of=told_of), changes_of(event))
        for event in events
    ]
