"""Writing the groups of a sheet: drafts with their people and links, proposed by who imports them; never more.

In bulk, because 5,000 proposals one by one hold the register for minutes. What a draft must be was checked row by row
with the same validators as in a form (``queries.import_group_rows``), and the database checks its constraints here.
"""

from collections.abc import Callable

from ..domain.importing import Outcome
from ..domain.status import EDITABLE
from ..domain.text import fold, squash
from ..models import Administrator, Directive, InviteLink, RegisterEvent, WorkGroup
from ..queries.import_group_rows import GroupPlan
from ..queries.permissions import may_record
from . import lifecycle
from .errors import ActRefused

_BATCH = 250
_FACTS = ("name", "platform", "level", "room_count", "purpose", "members_text", "directive_text")


def write_groups(
    plans: list[GroupPlan], *, by, step: Callable[[int], None] | None = None, **basis
) -> list[RegisterEvent]:
    """Write the new groups as proposals by ``by`` and the ticked drafts as they are in the sheet; return the events.

    ``basis`` is what the proposals rest on. Call it inside the transaction of the import.
    """
    if not may_record(by):
        raise ActRefused("Tài khoản của bạn không có quyền ghi nhóm mới.")
    for plan in plans:
        if plan.verdict.outcome == Outcome.DIFFERS:
            _update_draft(plan)
    fresh = [plan for plan in plans if plan.verdict.outcome == Outcome.NEW]
    return lifecycle.propose_new(groups=_record(fresh), by=by, step=step, **basis) if fresh else []


def _record(plans: list[GroupPlan]) -> list[WorkGroup]:
    """Record the drafts, and return them with what their public facts read at hand."""
    groups = [plan.draft for plan in plans]
    for group in groups:
        group.name_key, group.name_squash = fold(group.name), squash(group.name)
    WorkGroup.objects.bulk_create(groups, batch_size=_BATCH)
    for plan in plans:
        for row in (*plan.people, *plan.directives):
            row.group = plan.draft
    Administrator.objects.bulk_create([person for plan in plans for person in plan.people], batch_size=_BATCH)
    InviteLink.objects.bulk_create([_link(plan) for plan in plans if plan.link], batch_size=_BATCH)
    Directive.objects.bulk_create([row for plan in plans for row in plan.directives], batch_size=_BATCH)
    for plan in plans:
        plan.draft._prefetched_objects_cache = {"administrators": plan.people, "directives": plan.directives}
    return groups


def _link(plan: GroupPlan, group: WorkGroup | None = None) -> InviteLink:
    link = plan.link
    return InviteLink(group=group or plan.draft, url=link.url, key=link.key, platform=link.platform)


def _update_draft(plan: GroupPlan) -> None:
    """Make a draft say what the sheet says, in what the sheet speaks of. Drafts are edited without an event."""
    group = WorkGroup.objects.select_for_update(of=("self",)).get(pk=plan.existing.pk)
    if group.status not in EDITABLE:
        raise ActRefused(f"Dòng {plan.row.number}: {group} không còn là bản nháp; chưa có gì được ghi.")
    for name in _FACTS:
        if name in plan.changed:
            setattr(group, name, getattr(plan.draft, name))
    group.save()
    if "lead" in plan.changed:
        _replace(group, plan, ["lead"])
    if "others" in plan.changed:
        _replace(group, plan, ["deputy", "administrator"])
    if "link" in plan.changed:
        # What was never official is replaced, not revoked.
        group.links.filter(started_on__isnull=True).delete()
        _link(plan, group).save()


def _replace(group: WorkGroup, plan: GroupPlan, roles: list[str]) -> None:
    group.administrators.filter(role__in=roles).delete()
    for person in plan.people:
        if person.role in roles:
            person.group = group
            person.save()
