"""The letters that an act calls for: of events that were written, or of an act that is still being asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..domain.letters import CONCERNS, Letter, Told, letter
from ..domain.reasons import reason_of
from ..domain.status import TRANSITIONS, Action, Status
from ..models import RegisterEvent, WorkGroup
from .concerned import Reader, readers_of
from .event_words import related_names, sentence
from .slices import slices
from .staff import staff_name


@dataclass(frozen=True)
class Draft:
    """A letter and its reader. ``event`` is the number of the first event it tells of, None before the act."""

    reader: Reader
    letter: Letter
    authority: int
    event: int | None = None


def letters_about(events: Sequence[RegisterEvent], *, site: str) -> list[Draft]:
    """Return one letter a reader about ``events``: of one act, one person, one moment, on groups of one office.

    ``site`` is the root address of the register. The number of queries does not grow with the events. What followed
    from the act on another group is left out: the letter tells of the act.
    """
    if not events or events[0].action not in CONCERNS:
        return []
    numbers = [event.number for event in events if event.action == events[0].action]
    rows = RegisterEvent.objects.select_related("group__authority", "related_group", "actor", "document")
    found = [event for some in slices(sorted(numbers)) for event in rows.filter(pk__in=some).order_by("pk")]
    action, names = Action(found[0].action), related_names(found)
    joined = {event.group_id: event.related_group_id for event in found if event.related_group_id}
    told = {event.group_id: _told(event, names.get(event.number, "")) for event in found}
    readers = readers_of(action, [event.group for event in found], by=found[0].actor, joined=joined)
    return _drafts(action, readers, told, site, found[0].number)


def letters_before(
    action: Action, groups: Iterable[WorkGroup], *, by, site: str, joined: dict[int, int] | None = None
) -> list[Draft]:
    """Return the letters of an act on ``groups`` as far as they are known before its form is filled.

    ``joined`` names, by the key of a group to be merged, the one it goes into, where that is known.
    """
    groups = list(groups)
    said = TRANSITIONS[action].done
    text = f"{staff_name(by)} {said[0].lower()}{said[1:]} theo (văn bản và ngày ghi ở trên)."
    reason = "(như ghi ở trên)" if TRANSITIONS[action].reason else ""
    told = {group.pk: Told(str(group), text, reason, path=_path(group)) for group in groups}
    return _drafts(action, readers_of(action, groups, by=by, joined=joined), told, site, None)


def _drafts(action, readers: dict[Reader, list[WorkGroup]], told: dict[int, Told], site: str, event) -> list[Draft]:
    drafts = []
    for reader, groups in readers.items():
        office = groups[0].authority
        text = letter(
            action=action, office=office.name, reader=reader.name, told=[told[each.pk] for each in groups], site=site
        )
        drafts.append(Draft(reader, text, office.pk, event))
    return drafts


def _told(event: RegisterEvent, related_name: str) -> Told:
    reason = reason_of(event.public.get("reason_code"))
    todo = reason.todo if reason and event.group.status == Status.RETURNED else ""
    return Told(str(event.group), sentence(event, related_name), event.reason, todo, _path(event.group))


def _path(group: WorkGroup) -> str:
    return f"/quan-tri/groups/workgroup/{group.pk}/change/"
