"""Writing the members of a sheet: lines more for drafts, and for groups already recognised one act each."""

from collections import defaultdict
from collections.abc import Callable

from ..domain.status import EDITABLE, Action
from ..models import Member, RegisterEvent, WorkGroup
from ..queries.import_members import MemberPlan
from ..queries.permissions import may_record
from .errors import ActRefused
from .ledger import act


def write_members(
    plans: list[MemberPlan], *, by, step: Callable[[int], None] | None = None, **basis
) -> list[RegisterEvent]:
    """Add the lines to their groups, and return the events. Call it inside the transaction of the import.

    Lines that are there stay; the public text of members is not touched. The groups are taken in the order of their
    keys, all locked before the first event, as ``services.several`` does and for its reason.
    """
    lines: dict[int, list[Member]] = defaultdict(list)
    for plan in plans:
        lines[plan.group.pk].append(plan.line)
    rows = WorkGroup.objects.select_for_update(of=("self",)).filter(pk__in=lines).order_by("pk")
    events, done = [], 0
    for group in list(rows):
        fresh = lines[group.pk]
        if group.status in EDITABLE:
            if not may_record(by):
                raise ActRefused("Tài khoản của bạn không có quyền sửa bản nháp.")
            _create(group, fresh)
        else:
            events.append(_add(group, fresh, by=by, **basis))
        done += len(fresh)
        if step:
            step(done)
    return events


def _add(group: WorkGroup, lines: list[Member], **basis) -> RegisterEvent:
    with act(Action.CHANGE_MEMBERS, group, **basis) as entry:
        before = entry.group.members.current().count()
        _create(entry.group, lines, started_on=entry.effective_on)
        entry.change["member_lines"] = [before, before + len(lines)]
    return entry.event


def _create(group: WorkGroup, lines: list[Member], **more) -> None:
    for line in lines:
        line.group = group
        for name, value in more.items():
            setattr(line, name, value)
    Member.objects.bulk_create(lines, batch_size=250)
