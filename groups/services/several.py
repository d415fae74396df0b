"""One act on several groups under one document: all of them, or none."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Unpack

from ..domain.status import TRANSITIONS, Action
from ..models import RegisterEvent, WorkGroup
from ..queries.authorities import works_for
from ..queries.permissions import ELSEWHERE
from ..queries.slices import slices
from ..queries.standing import done_already, marks_of
from . import amendments, lifecycle
from .act_entry import Basis
from .errors import ActRefused
from .outbox import announce
from .transactions import transactional

_VERBS = {
    Action.PROPOSE: lifecycle.propose,
    Action.RECOGNISE: lifecycle.recognise,
    Action.RETURN: lifecycle.return_,
    Action.CONFIRM: amendments.confirm,
    Action.DISSOLVE: lifecycle.dissolve,
}
#: The acts that can be done on several groups at once, in the order in which they are offered.
SEVERAL = tuple(_VERBS)
#: More than that nobody has looked at before pressing a button.
MOST = 200
CHANGED = (
    "Có nhóm vừa được người khác cập nhật sau khi bạn mở trang này ({names}). Chưa nhóm nào được ghi; hãy xem lại "
    "các nhóm rồi thực hiện lại nếu vẫn cần."
)


@transactional
def do_several(
    *, action: Action, groups: Collection[WorkGroup], seen: Collection[str], **basis: Unpack[Basis]
) -> list[RegisterEvent]:
    """Do ``action`` on all ``groups``, or on none; a refusal names the group.

    ``seen`` holds the marks (``queries.standing``) of the groups as they stood on the screen.
    """
    if action not in _VERBS:
        raise ActRefused(f"Không thực hiện được “{TRANSITIONS[action].label}” cho nhiều nhóm một lúc.")
    found = lock_as_seen(groups=groups, seen=seen, action=action, by=basis["by"])
    if len({group.authority_id for group in found}) > 1:
        raise ActRefused("Các nhóm đã chọn thuộc nhiều cơ quan: mỗi lần chỉ ghi cho nhóm của một cơ quan.")
    # Those without a code come first: their counter must be locked before the first event takes the head of the log.
    events, site = [], basis.pop("letters_at", "")
    for group in sorted(found, key=lambda each: (each.code is not None, each.pk)):
        with naming(group):
            events.append(_VERBS[action](group=group, **basis))
    if site:  # one letter a reader, however many groups
        announce(events=events, site=site, now=basis["now"])
    return events


def lock_as_seen(
    *,
    groups: Collection[WorkGroup],
    seen: Collection[str],
    action: Action | tuple[Action, ...],
    by,
    bounded: bool = True,
) -> list[WorkGroup]:
    """Lock ``groups`` and return them as they are now; refuse where one no longer stands as it was seen.

    ``action`` is what will be done, or each of the acts: one who sends them twice is told that they were done.
    ``bounded``: more than :data:`MOST` are refused; not where it is no person who chose how many there are.

    All are locked, in the order of their keys, before the first event takes the head of the log: one who holds a
    group and waits for the head must never be waited for by one who holds the head.
    """
    wanted = {group.pk for group in groups}
    if not wanted:
        raise ActRefused("Hãy chọn ít nhất một nhóm.")
    if bounded and len(wanted) > MOST:
        raise ActRefused(f"Hãy chọn tối đa {MOST} nhóm mỗi lần.")
    rows = WorkGroup.objects.select_for_update(of=("self",)).select_related("last_event__actor").order_by("pk")
    found = [group for some in slices(sorted(wanted)) for group in rows.filter(pk__in=some)]
    if len(found) != len(wanted):
        raise ActRefused("Có nhóm không còn trong sổ: có thể bản nháp vừa bị xoá. Chưa nhóm nào được ghi.")
    if not all(works_for(by, group.authority_id) for group in found):
        raise ActRefused(ELSEWHERE)
    now_there, seen = marks_of(found), set(seen)
    stale = [group for group in found if now_there[group.pk] not in seen]
    if stale:
        raise ActRefused(_stale(stale, seen, (action,) if isinstance(action, Action) else action, by))
    return found


def _stale(stale: list[WorkGroup], seen: Collection[str], actions: tuple[Action, ...], by) -> str:
    numbers = {parts[0]: int(parts[1]) for parts in (mark.split(":") for mark in seen) if _is_mark(parts)}
    again = [_again(group, actions, numbers.get(str(group.pk)), by) for group in stale]
    if all(again):
        return again[0] if len(again) == 1 else f"{again[0]} Cũng vậy với {len(again) - 1} nhóm khác đã chọn."
    return CHANGED.format(names="; ".join(str(group) for group in stale[:3]) + ("; …" if len(stale) > 3 else ""))


def _again(group: WorkGroup, actions: tuple[Action, ...], seen: int | None, by) -> str | None:
    return next(filter(None, (done_already(by, action, group.last_event, seen) for action in actions)), None)


def _is_mark(parts: list[str]) -> bool:
    return len(parts) > 1 and parts[1].isascii() and parts[1].isdecimal()


@contextmanager
def naming(group: WorkGroup) -> Iterator[None]:
    """Let a refusal inside an act on many groups say which group it is about, and that nothing was written."""
    try:
        yield
    except ActRefused as error:
        raise ActRefused(f"{group}: {error} Chưa nhóm nào được ghi.") from error
