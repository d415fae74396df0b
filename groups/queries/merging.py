"""Two groups side by side before one goes into the other: who is in each, and who would go along."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from ..domain.text import fold
from ..domain.vocabulary import GroupRole, MemberKind
from ..models import Administrator, Member, WorkGroup

Row = TypeVar("Row", Administrator, Member)


@dataclass(frozen=True)
class Side:
    """One of the two groups, with what stands beside its own row. A link is only counted."""

    group: WorkGroup
    people: list[Administrator]
    members: list[Member]
    links: int


@dataclass(frozen=True)
class Mover:
    """A row of the group that ends. ``already`` is the row by which the other has it, None where it can go along."""

    row: Administrator | Member
    already: Administrator | Member | None = None

    @property
    def is_lead(self) -> bool:
        """Whether the row is that of who leads the group."""
        return isinstance(self.row, Administrator) and self.row.role == GroupRole.LEAD

    @property
    def has_left(self) -> bool:
        """Whether the person is no longer in office."""
        return bool(self.row.person and not self.row.person.active)


def side_of(group: WorkGroup) -> Side:
    """Return what the page shows of ``group``. Three queries, whatever the number of rows."""
    return Side(
        group=group,
        people=list(group.administrators.current().select_related("person")),
        members=list(group.members.current().select_related("person")),
        links=group.links.current().count(),
    )


def movers(rows: Iterable[Row], there: Iterable[Row]) -> list[Mover]:
    """Return ``rows`` in their order, each with the row of ``there`` that says the same, if any."""
    held = {who(row): row for row in there}
    return [Mover(row, held.get(who(row))) for row in rows]


def not_yet_there(rows: Iterable[Row], there: Iterable[Row]) -> list[Row]:
    """Return those of ``rows`` that say who is neither in ``there`` nor said by a row before it."""
    held, found = {who(row) for row in there}, []
    for row in rows:
        if who(row) not in held:
            held.add(who(row))
            found.append(row)
    return found


def who(row: Administrator | Member) -> tuple:
    """Return by what two rows are the same: the person, or the words, however they are written."""
    if row.person_id:
        return ("person", row.person_id)
    if isinstance(row, Administrator):
        return ("post", fold(row.post))
    return ("text", fold(row.text)) if row.kind == MemberKind.TEXT else ("posts", fold(row.post), fold(row.units))


def role_there(row: Administrator) -> GroupRole:
    """Return the role with which ``row`` goes along: a group has one lead, so who led the other helps him."""
    return GroupRole.DEPUTY if row.role == GroupRole.LEAD else GroupRole(row.role)
