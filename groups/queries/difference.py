"""What differs between two lists, in words that a head of office can read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..domain.status import OFFICIAL, STATUS_LABELS, TRANSITIONS
from ..models import RegisterEvent
from .event_words import day_in_words, document_in_words, related_names
from .fact_words import COMPARED, Change, change_in_words
from .facts import marked

#: The acts by which a group leaves the list.
_LEAVES = [
    action
    for action, rule in TRANSITIONS.items()
    if rule.sources & OFFICIAL and rule.target and rule.target not in OFFICIAL
]


@dataclass(frozen=True)
class Line:
    """One group of a list: its code, its name there, and what changed or why it is gone."""

    code: str
    name: str
    changes: tuple[Change, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Difference:
    """The groups that only the later list has, those that only the earlier one has, and those that say otherwise."""

    new: tuple[Line, ...]
    gone: tuple[Line, ...]
    changed: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two lists say the same."""
        return not (self.new or self.gone or self.changed)


def difference(
    before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]], why_gone: dict[str, str] | None = None
) -> Difference:
    """Compare the public facts of two lists, group by group, in the order of the codes.

    ``why_gone`` tells, by code, what became of a group that left the list.
    """
    old, new = ({facts["code"]: facts for facts in rows} for rows in (before, after))
    kept = sorted(old.keys() & new.keys())
    lines = (Line(code, marked(new[code], "name"), changes_of_facts(old[code], new[code])) for code in kept)
    return Difference(
        new=tuple(Line(code, marked(new[code], "name")) for code in sorted(new.keys() - old.keys())),
        gone=tuple(
            Line(code, marked(old[code], "name"), why=(why_gone or {}).get(code, ""))
            for code in sorted(old.keys() - new.keys())
        ),
        changed=tuple(line for line in lines if line.changes),
    )


def changes_of_facts(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Return what a reader of the list would see changed, in words."""
    # Compared in words: a fact that an old list did not keep yet is no change where there is nothing to say of it.
    changes = (change_in_words(name, before.get(name), after.get(name)) for name in COMPARED)
    return tuple(change for change in changes if change.before != change.after)


def gone_because(codes: Iterable[str], *, day: dt.date | None = None, up_to: int | None = None) -> dict[str, str]:
    """Return, by code, the act by which a group last left the list, in words: by ``day``, or ``up_to`` an event."""
    found = RegisterEvent.objects.filter(group__code__in=list(codes), action__in=_LEAVES)
    if day:
        found = found.effective_by(day)
    if up_to is not None:
        found = found.filter(number__lte=up_to)
    # In the order of the numbers, so that the last one stays.
    events = list(found.select_related("group", "related_group", "document").order_by("number"))
    names = related_names(events)
    return {event.group.code: _why(event, names.get(event.number, "")) for event in events}


def _why(event: RegisterEvent, into: str) -> str:
    what = STATUS_LABELS[TRANSITIONS[event.action].target]
    if event.related_group:
        what = f"Đã ghép vào nhóm “{into}” (mã số {event.related_group.code})"
    return f"{what} {day_in_words(event)}, theo {document_in_words(event.document)}"
