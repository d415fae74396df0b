"""Which lines of members name a unit, and what becomes of them when it ends.

A line names units as free text, one or several of them. How often a name is repeated does not count: the different
texts are few, and only they are folded here; the rows are then asked for by the texts that fit.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ..domain.status import ENDED, LIVE, Status
from ..domain.text import fold
from ..domain.vocabulary import MemberKind
from ..models import Member, Person, Unit, WorkGroup
from .scope import in_scope
from .slices import slices

_BETWEEN = re.compile(r"\s*[;,\n]\s*")


@dataclass(frozen=True)
class UnitLine:
    """A line of members that names the unit that ends, and the text that takes the place of its units."""

    member: Member
    units: str

    @property
    def shown(self) -> str:
        """What the line becomes, in words; empty where it goes."""
        return f"{self.member.post} {self.units}" if self.units else ""


def items(units: str) -> list[str]:
    """Return what the text ``units`` may name: all of it, and each item of it."""
    return [each for each in dict.fromkeys((units, *_BETWEEN.split(units))) if each]


def spelled(unit: Unit) -> list[str]:
    """Return how a line names ``unit``: by its name, or with its ward or code after it where names are alike."""
    return [unit.name, *(f"{unit.name} ({mark})" for mark in (unit.ward, unit.code) if mark)]


def without(units: str, named: Collection[str], successor: str) -> str:
    """Return the text ``units`` with ``successor`` in the place of what is ``named``, once; empty where none is left.

    >>> without("Trường A; Trường B", ["TRƯỜNG A"], "Trường B")
    'Trường B'
    """
    old = set(map(fold, named))
    # A name may hold a comma itself: then only the whole text can be it.
    found = [units] if fold(units) in old else _BETWEEN.split(units)
    kept = [successor if fold(each) in old else each for each in found]
    once = {fold(each): each for each in reversed(kept) if each}
    return "; ".join(each for key, each in reversed(once.items()))


def names(units: str, named: Collection[str]) -> bool:
    """Whether an item of the text ``units``, or all of it, is in ``named``, whatever its case and diacritics."""
    return not {fold(each) for each in items(units)}.isdisjoint(map(fold, named))


def lines_naming(unit: Unit, authority: Unit, user) -> list[Member]:
    """Return the present lines of the living groups of ``authority`` that name ``unit``, in the order of the groups."""
    groups = in_scope(WorkGroup.objects.filter(authority=authority, status__in=LIVE), user)
    rows = Member.objects.current().filter(group__in=groups.order_by())
    related = rows.filter(kind=MemberKind.POSTS).select_related("group__authority").order_by()
    found = [line for some in slices(_naming(unit, rows)) for line in related.filter(units__in=some)]
    return sorted(found, key=lambda line: (line.group.code or "", line.group_id, line.pk))


def naming(unit: Unit, rows: QuerySet[Member]) -> Q:
    """Return the condition that those of ``rows`` fulfil which name ``unit``, alone or among others. One query."""
    return Q(kind=MemberKind.POSTS, units__in=_naming(unit, rows))


def _naming(unit: Unit, rows: QuerySet[Member]) -> list[str]:
    texts = rows.filter(kind=MemberKind.POSTS).exclude(units="").order_by().values_list("units", flat=True).distinct()
    # Nearly all of an office's many texts name other units: to part each into its items costs several times as much.
    key, named = fold(unit.name), spelled(unit)
    return [text for text in texts.iterator() if key in fold(text) and names(text, named)]


def staff_of(unit: Unit, user) -> QuerySet[Person]:
    """Return the people in office whose unit is ``unit``, as far as ``user`` may know of them.

    They stay so when it ends, until somebody says otherwise.
    """
    return in_scope(Person.objects.filter(unit=unit, active=True), user)


def kept_by(unit: Unit) -> QuerySet[WorkGroup]:
    """Return the groups that ``unit`` manages and that are not over: until they are, it cannot end."""
    return WorkGroup.objects.filter(authority=unit).exclude(status__in=ENDED | {Status.DECLINED}).order_by("code", "pk")
