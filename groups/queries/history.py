"""Events in words: what changed, from what to what."""

from dataclasses import dataclass

from ..models import RegisterEvent, WorkGroup
from .event_words import related_names, sentence
from .fact_words import LABELS, Change, change_in_words


@dataclass(frozen=True)
class Entry:
    """One event as a sentence, with its changes before and after."""

    event: RegisterEvent
    sentence: str
    changes: list[Change]


def changes_of(event: RegisterEvent) -> list[Change]:
    """Return what an event changed, in words."""
    return [
        change_in_words(name, before, after)
        for name, (before, after) in event.public.get("change", {}).items()
        if name in LABELS
    ]


def history_of(group: WorkGroup) -> list[Entry]:
    """Return the events about ``group``, newest first, in words."""
    found = RegisterEvent.objects.about(group).select_related("group", "related_group", "actor", "document")
    events = list(found)
    names = related_names(events)
    return [
        Entry(event, sentence(event, names.get(event.number, ""), told_of=group.pk), changes_of(event))
        for event in events
    ]
