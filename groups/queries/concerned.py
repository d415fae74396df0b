"""Whom an act concerns: who decides, who proposed, who leads, who recorded. A fixed number of queries for any number
of groups."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Q

from ..domain.letters import CONCERNS, Concern
from ..domain.privacy import masked_address
from ..domain.status import Action
from ..domain.vocabulary import LOADER, GroupRole
from ..models import Administrator, Person, WorkGroup
from .authorities import authorities_of
from .slices import slices
from .staff import staff_name

#: By name: where several backends check a sign-in, Django asks which of them knows the permissions.
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Reader:
    """One who gets a letter: a member of staff or a person who leads; ``address`` is empty where none is known."""

    name: str
    address: str
    user: int | None = None
    person: int | None = None

    @property
    def shown_address(self) -> str:
        """The address, shortened, as it may stand on a page."""
        return masked_address(self.address) if self.address else ""


def readers_of(
    action: Action, groups: Iterable[WorkGroup], *, by, joined: dict[int, int] | None = None
) -> dict[Reader, list[WorkGroup]]:
    """Return who is concerned by ``action`` on ``groups``, and by which of them; ``by``, who does it, is left out.

    ``joined`` names, by the key of a merged group, the group it goes into: its lead is concerned too. Whoever is
    concerned twice, or shares an address, gets one letter.
    """
    groups, concerns = list(groups), CONCERNS.get(action, ())
    found: dict[Reader, dict[int, WorkGroup]] = defaultdict(dict)
    for concern in concerns:
        for reader, group in _FINDERS[concern](action, groups, joined or {}):
            found[reader][group.pk] = group
    return _once(found, by)


def deciders(authority, permission: str = "groups.decide_workgroup") -> list[Reader]:
    """Return the members of staff who hold ``permission`` for the office ``authority``."""
    users = get_user_model().objects.with_perm(permission, backend=_BACKEND, include_superusers=False)
    return [
        _of_user(user)
        for user in users.filter(is_active=True).order_by("pk")
        if authorities_of(user).filter(pk=authority.pk).exists()
    ]


def user_readers(keys: Iterable[int | None]) -> dict[int, Reader]:
    """Return the active members of staff among ``keys``; the account that loads lists reads no letters."""
    users = get_user_model().objects.filter(pk__in={key for key in keys if key}, is_active=True)
    return {user.pk: _of_user(user) for user in users.exclude(username=LOADER)}


def _once(found: dict[Reader, dict[int, WorkGroup]], by) -> dict[Reader, list[WorkGroup]]:
    own = by.email.strip().lower()
    kept: dict[str, Reader] = {}
    told: dict[Reader, dict[int, WorkGroup]] = {}
    for reader, groups in found.items():
        key = reader.address.lower()
        if reader.user == by.pk or (key and key == own):
            continue
        reader = kept.setdefault(key, reader) if key else reader
        told.setdefault(reader, {}).update(groups)
    return {reader: list(groups.values()) for reader, groups in told.items()}


def _deciders(action, groups, joined):
    readers = {group.authority_id: group.authority for group in groups}
    by_authority = {key: deciders(authority) for key, authority in readers.items()}
    return [(reader, group) for group in groups for reader in by_authority[group.authority_id]]


def _users(field: str):
    def find(action, groups, joined):
        readers = user_readers(getattr(group, field) for group in groups)
        return [(readers[key], group) for group in groups if (key := getattr(group, field)) in readers]

    return find


def _leads(action, groups, joined):
    told = defaultdict(list)
    for group in groups:
        told[group.pk].append(group)
        if group.pk in joined:
            told[joined[group.pk]].append(group)
    rows = [row for some in slices(told) for row in _leads_of(action, some)]
    return [(_of_person(row.person), group) for row in rows for group in told[row.group_id]]


def _leads_of(action, groups: list[int]):
    # Who led until today is told too when another takes over.
    when = Q(ended_on__isnull=True)
    if action == Action.CHANGE_LEAD:
        when |= Q(pk__in=_last_ended(groups))
    rows = Administrator.objects.filter(when, group__in=groups, role=GroupRole.LEAD, person__active=True)
    return rows.select_related("person").order_by("pk")


def _last_ended(groups: list[int]) -> list[int]:
    ended = Administrator.objects.filter(group__in=groups, role=GroupRole.LEAD, ended_on__isnull=False)
    return list({group: pk for pk, group in ended.order_by("pk").values_list("pk", "group")}.values())


def _of_user(user) -> Reader:
    return Reader(f"Ông/Bà {staff_name(user)}", user.email.strip(), user=user.pk)


def _of_person(person: Person) -> Reader:
    return Reader(f"{person.honorific or 'Ông/Bà'} {person.full_name}", person.email.strip(), person=person.pk)


_FINDERS = {
    Concern.DECIDER: _deciders,
    Concern.PROPOSER: _users("proposed_by_id"),
    Concern.RECORDER: _users("recorded_by_id"),
    Concern.LEAD: _leads,
}
