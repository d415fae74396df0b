"""What every public answer shows of a group and of the office: its page, the list, a look-up."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import router
from django.db.models import FilteredRelation, Model, Prefetch, Q, QuerySet

from ..domain.vocabulary import MARK, GroupRole
from ..models import Administrator, Document, Letterhead, Unit, WorkGroup
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
    heads = Letterhead.objects.filter(valid_from__lte=day, authority__code__isnull=False)
    heads = heads.order_by("authority_id", "-valid_from")  # of several offices the one that was first
    if head := heads.first():
        return Office(head.name, head.superior)
    authority = Unit.objects.filter(code__isnull=False).order_by("pk").first()
    return Office(authority.name) if authority else None


def with_lead(groups: QuerySet[WorkGroup]) -> QuerySet[WorkGroup]:
    """Return ``groups`` with the lead of each read along."""
    return groups.prefetch_related(_leads())


def with_lead_beside(rows: QuerySet, to_group: str = "") -> QuerySet:
    """Return ``rows`` with the lead of each group joined as ``lead``; ``to_group`` is the way there, ``"group__"``.

    No row becomes two: a group has one lead at most (``administrator_one_lead``).
    """
    way = f"{to_group}administrators"
    is_lead = Q(**{f"{way}__role": GroupRole.LEAD, f"{way}__ended_on__isnull": True})
    return rows.annotate(lead=FilteredRelation(way, condition=is_lead))


def _in_order(model: type[Model], names: str) -> tuple[str, ...]:
    """Return ``names`` in the order in which ``from_db`` takes their values."""
    wanted = names.split()
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in wanted)


class _Lead(NamedTuple):
    """What is shown of a lead."""

    shown: str


# What an answer shows of a group.
_OF_GROUP = _in_order(
    WorkGroup,
    "id code name name_key platform room_count level uncertain status status_since status_precision status_document_id"
    " recognised_on recognised_precision successor_id last_confirmed_on",
)


def outline(to_group: str = "") -> list[str]:
    """Return the columns of :func:`outlined`, for rows that :func:`with_lead_beside` has joined the same way."""
    return [*(f"{to_group}{name}" for name in _OF_GROUP), "lead__shown"]


def outlined(row: Sequence) -> WorkGroup:
    """Return the group that a row of :func:`outline` tells, with its lead, read by one statement."""
    *values, shown = row
    group = WorkGroup.from_db(router.db_for_read(WorkGroup), _OF_GROUP, values)
    group.leads_read = [] if shown is None else [_Lead(shown)]
    return group


def put_documents(groups: Iterable[WorkGroup]) -> None:
    """Give each of ``groups`` the document behind its status; one query for all, or none within one version."""
    of = {group: group.status_document_id for group in groups if group.status_document_id is not None}
    documents = _documents(*sorted(set(of.values()))) if of else {}
    for group, pk in of.items():
        group.status_document = documents[pk]


@at_one_version
def _documents(*pks: int) -> dict[int, Document]:
    # Many groups rest on few documents, which stand as they are once something rests on them: joined to each question
    # they would be read and made anew each time.
    return Document.objects.only("kind", "number", "symbol", "issued_on", "issued_precision").in_bulk(pks)


def _leads() -> Prefetch:
    # Deputies and administrators are for staff, so they are not even read.
    leads = Administrator.objects.current().filter(role=GroupRole.LEAD).only("group", "shown").order_by()
    return Prefetch("administrators", leads, to_attr="leads_read")


def lead_in_words(group: WorkGroup) -> str:
    """Return post and name of the lead, marked where the reading is uncertain; empty where there is none."""
    lead = next(iter(group.leads_read), None) if hasattr(group, "leads_read") else current_lead(group)
    return marked_lead(lead.shown, group.uncertain) if lead else ""


def marked_lead(shown: str, uncertain: list[str]) -> str:
    """Return ``shown``, marked where the lead is among what is ``uncertain`` of the group."""
    return shown + MARK if "lead" in uncertain and not shown.endswith(MARK) else shown
