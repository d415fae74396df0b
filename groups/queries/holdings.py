"""Which groups a person or a unit holds, and as what. As many queries for thirty groups as for three."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet

from ..domain.status import ENDED, OFFICIAL, Status
from ..domain.vocabulary import GroupRole
from ..models import Administrator, Member, Person, Posting, Unit, WorkGroup
from .authorities import only_authority
from .scope import in_scope
from .unit_lines import naming, staff_of

#: A group in one of these is handed over to nobody: nothing can be done in it any more.
_OVER = ENDED | {Status.DECLINED}


@dataclass(frozen=True)
class Holding:
    """A group and, in words, as what it is held."""

    group: WorkGroup
    role: str

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done in the group any more."""
        return self.group.status in _OVER


@dataclass(frozen=True)
class Holdings:
    """The groups that a person leads, those he is deputy or administrator of, and those he sits in; ended ones last."""

    leads: list[Holding] = field(default_factory=list)
    others: list[Holding] = field(default_factory=list)
    memberships: list[Holding] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.leads or self.others or self.memberships)

    @property
    def handed_over(self) -> list[Holding]:
        """What can pass to a successor, or could after another act: all that is led or administered and not over."""
        return [each for each in (*self.leads, *self.others) if not each.is_over]


#: So many groups of an office, or of a school, stand on its page; an office may keep thousands.
SHOWN = 50


@dataclass(frozen=True)
class UnitHoldings:
    """The groups that a unit keeps (the first of ``kept_count``), and those in which it or its people take part.

    ``staff``: how many people in office are of this unit, as far as ``user`` may know of them.
    """

    kept: list[Holding]
    kept_count: int
    parts: list[Holding]
    staff: int = 0

    def __bool__(self) -> bool:
        return bool(self.kept or self.parts)

    @property
    def more(self) -> int:
        """How many groups that the unit keeps are not shown."""
        return self.kept_count - len(self.kept)


def holdings_of_unit(unit: Unit, user) -> UnitHoldings:
    """Return the groups of ``unit`` in the offices for which ``user`` works.

    It takes part where a line of members names it, alone or among others, and where its people lead or sit.
    """
    groups = in_scope(WorkGroup.objects.all(), user)
    kept = in_scope(WorkGroup.objects.filter(authority=unit), user)
    seen = _of_groups(Member.objects.current(), groups).select_related("group__authority", "person")
    lines = seen.filter(naming(unit, seen) | Q(person__unit=unit))
    staff = Administrator.objects.current().filter(person__unit=unit)
    rows = _of_groups(staff, groups).select_related("group__authority", "person")
    parts = [Holding(row.group, f"{row.get_role_display()}: {row.person}") for row in rows]
    parts += [Holding(line.group, f"{line.get_category_display()}: {line.shown}") for line in lines]
    return UnitHoldings(
        kept=[Holding(group, "") for group in kept.order_by("code", "pk")[:SHOWN]],
        kept_count=kept.count(),
        parts=in_order(parts),
        staff=staff_of(unit, user).count(),
    )


def holdings_of(person: Person, user) -> Holdings:
    """Return what ``person`` holds now in the offices for which ``user`` works."""
    groups = in_scope(WorkGroup.objects.all(), user)
    rows = _of_groups(Administrator.objects.current().filter(person=person), groups)
    lines = _of_groups(Member.objects.current().filter(person=person), groups)
    return Holdings(
        leads=in_order(Holding(row.group, "") for row in rows if row.role == GroupRole.LEAD),
        others=in_order(Holding(row.group, row.get_role_display()) for row in rows if row.role != GroupRole.LEAD),
        memberships=in_order(Holding(row.group, row.get_category_display()) for row in lines),
    )


def in_order(holdings: Iterable[Holding]) -> list[Holding]:
    """Return each group once a role: the living by their code, then those that are over."""
    once = {(each.group.pk, each.role): each for each in holdings}
    return sorted(once.values(), key=lambda each: (each.is_over, each.group.code or "", each.group.pk))


def departed_leads(user) -> QuerySet[Person]:
    """Return the people no longer in office who still lead official groups; ``led`` counts those that ``user`` sees."""
    led = Q(
        administrations__role=GroupRole.LEAD,
        administrations__ended_on__isnull=True,
        administrations__group__in=in_scope(WorkGroup.objects.filter(status__in=OFFICIAL), user).order_by(),
    )
    people = in_scope(Person.objects.filter(active=False), user)
    return people.annotate(led=Count("administrations", filter=led)).filter(led__gt=0).order_by("full_name", "pk")


def account_of(person: Person, authority):
    """Return the account with which ``person`` works for ``authority``, or None: the one that bears his e-mail address.

    Nobody says which account is whose; an address that two accounts share names neither.
    """
    if not person.email:
        return None
    found = list(get_user_model().objects.filter(email__iexact=person.email, is_staff=True, is_active=True)[:2])
    if len(found) != 1:
        return None
    postings = set(Posting.objects.filter(user=found[0]).values_list("authority", flat=True))
    here = authority.pk in postings or (not postings and only_authority() is not None)
    return found[0] if here else None


def _of_groups(rows: QuerySet, groups: QuerySet[WorkGroup]) -> QuerySet:
    return rows.filter(group__in=groups.order_by()).select_related("group__authority").order_by("pk")
