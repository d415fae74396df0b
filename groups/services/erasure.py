"""Erasing what is private of a person, at his request (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15).

What the office published stays: the name and post of a lead, the act itself. What was private goes, and with it the
salts that tied it to the log: the commitments stay, so every root and proof holds, and nobody can open them any more.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from ..domain.status import EDITABLE, Action
from ..domain.vocabulary import ERASED, GroupRole
from ..models import Administrator, EventOpening, Member, OutgoingMail, Person
from .transactions import transactional

#: Acts whose private part can concern somebody who sits in the group.
_ABOUT_PEOPLE = (Action.CHANGE_LEAD, Action.CHANGE_ADMINISTRATORS, Action.CHANGE_MEMBERS)


@dataclass(frozen=True)
class Erased:
    """What was erased: contacts or account, rows that named the person, letters, openings of events."""

    was_lead: bool
    rows: int
    letters: int
    openings: int


@transactional
def erase_person(*, person: Person) -> Erased:
    """Erase what is private of ``person``. Consequence: it cannot be brought back from this register.

    Who was never the lead of a proposed group was never public, and loses his name too.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    served = Administrator.objects.filter(person=person).exclude(group__status__in=EDITABLE)
    groups = {*served.values_list("group", flat=True)}
    groups |= {*Member.objects.filter(person=person).values_list("group", flat=True)}
    was_lead = served.filter(role=GroupRole.LEAD).exists()
    person.phone = person.email = ""
    person.active = False
    if not was_lead:
        person.full_name, person.honorific, person.post, person.unit = ERASED, "", "", None
    person.save()
    rows = Administrator.objects.filter(person=person).exclude(role=GroupRole.LEAD).update(shown=ERASED)
    openings = EventOpening.objects.filter(event__group__in=groups, event__action__in=_ABOUT_PEOPLE)
    return Erased(
        was_lead=was_lead,
        rows=rows + Member.objects.filter(person=person).count(),
        letters=OutgoingMail.objects.filter(person=person).delete()[0],
        openings=openings.exclude(private="").update(private=""),
    )


@transactional
def erase_account(*, user) -> Erased:
    """Erase who stands behind an account of staff that is used no more. It can never sign in again."""
    user = get_user_model().objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.username, user.first_name, user.last_name, user.email = f"da-xoa-{user.pk}", "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    return Erased(
        was_lead=False,
        rows=0,
        letters=OutgoingMail.objects.filter(user=user).delete()[0],
        openings=EventOpening.objects.filter(event__actor=user).exclude(actor="").update(actor=""),
    )
