"""What every public answer shows of a group and of the office: its page, the list, a look-up."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from ..domain.vocabulary import MARK, GroupRole
from ..models import Administrator, Letterhead, Unit, WorkGroup
from .facts import current_lead
from .public_version import at_one_version


@dataclass(frozen=True)
class Office:
    """The body whose register this is, as its letterhead names it on a day."""

    name: str
    superior: str = ""


@at_one_version
def office(day: dt.date) -> Office | None:
    """Return the body whose register this is, or None where none has been entered yet."""
    heads = Letterhead.objects.filter(valid_from__lte=day).order_by("authority", "-valid_from")
    if head := heads.first():
        return Office(head.name, head.superior)
    authority = Unit.objects.filter(code__isnull=False).order_by("pk").first()
    return Office(authority.name) if authority else None


def with_lead(groups: QuerySet[WorkGroup]) -> QuerySet[WorkGroup]:
    """Return ``groups`` with the lead of each read along."""
    return groups.prefetch_related(_leads())


def read_leads(groups: list[WorkGroup]) -> None:
    """Read the lead of each of ``groups`` along."""
    prefetch_related_objects(groups, _leads())


def _leads() -> Prefetch:
    # Deputies and administrators are for staff, so they are not even read.
    leads = Administrator.objects.current().filter(role=GroupRole.LEAD).only("group", "shown").order_by()
    return Prefetch("administrators", leads, to_attr="leads_read")


def lead_in_words(group: WorkGroup) -> str:
    """Return post and name of the lead, marked where the reading is uncertain; empty where there is none."""
    lead = next(iter(group.leads_read), None) if hasattr(group, "leads_read") else current_lead(group)
    if lead is None:
        return ""
    unsure = "lead" in group.uncertain and not lead.shown.endswith(MARK)
    return lead.shown + MARK if unsure else lead.shown
