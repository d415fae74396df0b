"""What belongs to which office, said once: every list, page, field and search of the desk asks here (ADR 0013).

A row of another office is left out, so whoever asks for it gets the answer of a row that does not exist.
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from ..models import (
    Directive,
    Document,
    EntryRecord,
    GroupNote,
    InviteLink,
    Letterhead,
    MissingRow,
    OutgoingMail,
    Person,
    Posting,
    Publication,
    RegisterEvent,
    ReportedChat,
    SavedFilter,
    SecretLook,
    Unit,
    WorkGroup,
)
from .authorities import authorities, own_authorities


def in_scope(rows: QuerySet, user) -> QuerySet:
    """Return those of ``rows`` that belong to an office for which ``user`` works, and what all offices share."""
    own = own_authorities(user)
    condition = None if own is None else _OF[rows.model](own)
    return rows if condition is None else rows.filter(condition)


def changeable_units(rows: QuerySet[Unit], user) -> QuerySet[Unit]:
    """Return the units that ``user`` may change: all but the other offices themselves."""
    own = own_authorities(user)
    return rows if own is None else rows.exclude(pk__in=_others(own))


def foreign_offices(user) -> frozenset[int]:
    """Return the keys of the offices for which ``user`` does not work: nothing of theirs is written by him."""
    own = own_authorities(user)
    return frozenset() if own is None else frozenset(_others(own).values_list("pk", flat=True))


def _others(own: frozenset[int]) -> QuerySet:
    return authorities().exclude(pk__in=own).order_by().values("pk")


def _people(own: frozenset[int]) -> Q:
    # Who belongs to no office, or to a school, is known to all: several offices may call him into a group.
    return Q(unit__isnull=True) | ~Q(unit__in=_others(own))


def _looks(own: frozenset[int]) -> Q:
    of_people = Q(person__isnull=False) & (Q(person__unit__isnull=True) | ~Q(person__unit__in=_others(own)))
    return Q(group__authority__in=own) | of_people | Q(report__isnull=False)


def _entries(own: frozenset[int]) -> Q:
    # As with the accounts themselves: who works for other offices alone is as if he did not exist.
    elsewhere = Posting.objects.exclude(user__in=Posting.objects.filter(authority__in=own).values("user"))
    return ~Q(user__in=elsewhere.values("user"))


#: How each noun leads to its office; None for what all offices share.
_OF: dict[type, Callable[[frozenset[int]], Q | None]] = {
    WorkGroup: lambda own: Q(authority__in=own),
    Document: lambda own: Q(authority__in=own),
    Letterhead: lambda own: Q(authority__in=own),
    Publication: lambda own: Q(authority__in=own),
    RegisterEvent: lambda own: Q(group__authority__in=own),
    InviteLink: lambda own: Q(group__authority__in=own),
    GroupNote: lambda own: Q(group__authority__in=own),
    Directive: lambda own: Q(group__authority__in=own),
    OutgoingMail: lambda own: Q(authority__in=own),
    MissingRow: lambda own: Q(document__authority__in=own),
    Person: _people,
    SecretLook: _looks,
    EntryRecord: _entries,
    Unit: lambda own: None,
    ReportedChat: lambda own: None,
    SavedFilter: lambda own: None,  # each person's own
}
