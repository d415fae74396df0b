"""Events in words: what changed, from what to what."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import RegisterEvent, WorkGroup
from .fact_words import LABELS, Change, change_in_words


@dataclass(frozen=True)
class Entry:
    """One event with its changes in words."""

    event: RegisterEvent
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
    events: Iterable[RegisterEvent] = RegisterEvent.objects.about(group).select_related(
        "group", "related_group", "actor", "document"
    )
    return [Entry(event, changes_of(event)) for event in events]
