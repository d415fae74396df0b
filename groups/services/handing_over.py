"""A lead leaves his post: one act hands the groups he holds to his successor, under one document (ADR 0012)."""

from collections.abc import Collection
from typing import Unpack

from ..domain.status import Action
from ..domain.vocabulary import GroupRole
from ..models import Administrator, Person, RegisterEvent, WorkGroup
from ..queries.facts import current_lead
from ..queries.permissions import ELSEWHERE, may_change_people
from ..queries.scope import in_scope
from .act_entry import Basis
from .amendments import change_lead
from .errors import ActRefused
from .ledger import act
from .outbox import announce
from .postings import end_posting
from .saving import saved
from .several import lock_as_seen, naming
from .transactions import transactional

_ACTIONS = (Action.CHANGE_LEAD, Action.CHANGE_ADMINISTRATORS)
_STAFF = (GroupRole.DEPUTY, GroupRole.ADMINISTRATOR)


@transactional
def hand_over(
    *,
    leaver: Person,
    successor: Person,
    led: Collection[WorkGroup],
    served: Collection[WorkGroup] = (),
    seen: Collection[str],
    post: str = "",
    retire: bool = False,
    account=None,
    **basis: Unpack[Basis],
) -> list[RegisterEvent]:
    """Let ``successor`` lead the groups ``led`` and take the place of ``leaver`` in those ``served``: in all, or none.

    One event a group and act, those of the leads first. ``served`` are groups of which ``leaver`` is deputy or
    administrator. ``seen`` holds the marks (``queries.standing``) of all of them as they stood on the screen. ``post``
    is what the successor is called as lead, where it is not the post of his own record. ``retire``: the leaver is no
    longer in office. ``account``: the account of staff whose work for the office ends with it.
    Raise :class:`ActRefused` with a sentence that names the group, where one stands in the way.
    """
    by, site = basis["by"], basis.pop("letters_at", "")
    if leaver.pk == successor.pk:
        raise ActRefused("Người kế nhiệm trùng với người bàn giao: hãy chọn một người khác.")
    found = lock_as_seen(groups=[*led, *served], seen=seen, action=_ACTIONS, by=by)
    if len({group.authority_id for group in found}) > 1:
        raise ActRefused("Các nhóm đã chọn thuộc nhiều cơ quan: mỗi lần chỉ bàn giao nhóm của một cơ quan.")
    leaver, successor = _people(leaver, successor, by)
    leads, deputies = {group.pk for group in led}, {group.pk for group in served}
    events = [_lead(group, leaver, successor, post, basis) for group in found if group.pk in leads]
    if retire:
        _retire(leaver, by)
    if site and events:  # one letter a reader, however many groups; of deputies nobody is told
        announce(events=events, site=site, now=basis["now"])
    events += [_serve(group, leaver, successor, basis) for group in found if group.pk in deputies]
    if account is not None:
        end_posting(user=account, at=found[0].authority_id, by=by)
    return events


def _people(leaver: Person, successor: Person, by) -> tuple[Person, Person]:
    """Return both as the database holds them, locked so that nobody retires one meanwhile.

    After the groups, as every act that names a person does, and by a lock that lets other groups name them too.
    """
    rows = in_scope(Person.objects.filter(pk__in=[leaver.pk, successor.pk]), by)
    found = {person.pk: person for person in rows.select_for_update(of=("self",), no_key=True).order_by("pk")}
    if len(found) < 2:
        raise ActRefused(ELSEWHERE)
    if not found[successor.pk].active:
        raise ActRefused(f"{found[successor.pk]} đã thôi công tác: hãy chọn một người đang công tác.")
    return found[leaver.pk], found[successor.pk]


def _lead(group: WorkGroup, leaver: Person, successor: Person, post: str, basis) -> RegisterEvent:
    with naming(group):
        lead = current_lead(group)
        if lead is None or lead.person_id != leaver.pk:
            raise ActRefused(f"{leaver} không còn là trưởng nhóm này.")
        return change_lead(group=group, person=successor, post=post, **basis)


def _serve(group: WorkGroup, leaver: Person, successor: Person, basis) -> RegisterEvent:
    """Put ``successor`` in the place of ``leaver``; where he leads the group or is there already, the place is gone."""
    with naming(group), act(Action.CHANGE_ADMINISTRATORS, group, **basis) as entry:
        rows = entry.group.administrators.current()
        staff = rows.filter(role__in=_STAFF)
        before, own = staff.count(), list(staff.filter(person=leaver))
        if not own:
            raise ActRefused(f"{leaver} không còn là phó nhóm hay quản trị của nhóm này.")
        staff.filter(person=leaver).update(ended_on=entry.effective_on)
        for role in sorted({row.role for row in own}):
            if not rows.filter(person=successor, role__in=(role, GroupRole.LEAD)).exists():
                saved(Administrator(group=group, role=role, person=successor, started_on=entry.effective_on))
        entry.change["administrators"] = [before, staff.count()]
    return entry.event


def _retire(leaver: Person, by) -> None:
    if not may_change_people(by):
        raise ActRefused("Tài khoản của bạn không có quyền ghi một người đã thôi công tác.")
    leaver.active = False
    leaver.save(update_fields=["active"])
