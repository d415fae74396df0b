"""What is private of a person goes; what the office published stays, and every proof of it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from groups.domain.vocabulary import ERASED
from groups.models import Administrator, EventLeaf, EventOpening, OutgoingMail, Person, RegisterEvent
from groups.queries import tree
from groups.queries.register_check import check_register
from groups.services import amendments
from groups.services.amendments import AdministratorLine
from groups.services.erasure import erase_account, erase_person

from ..factories import NOW, amended, make_authority, make_group, make_person, make_user, reread

pytestmark = pytest.mark.django_db


def make_deputy(group):
    person = make_person(full_name="Trần Kín Đáo", phone="0908070605", email="kin@truong.example")
    amendments.change_administrators(group=group, lines=[AdministratorLine("deputy", person)], **amended())
    return person


def test_a_deputy_loses_name_phone_and_address_and_the_openings_of_events_about_him():
    group = make_group()
    person = make_deputy(group)
    amendments.rename(group=reread(group), new_name="Tên khác", **amended())
    before = tree.head(), list(EventLeaf.objects.values().order_by("pk")), list(RegisterEvent.objects.values())
    done = erase_person(person=person)
    after = tree.head(), list(EventLeaf.objects.values().order_by("pk")), list(RegisterEvent.objects.values())
    person.refresh_from_db()
    assert (person.full_name, person.phone, person.email, person.active) == (ERASED, "", "", False)
    assert Administrator.objects.get(role="deputy").shown == ERASED
    assert (done.was_lead, done.rows, done.openings) == (False, 1, 1)
    assert list(EventOpening.objects.filter(private="").values_list("event__action", flat=True)) == [
        "change_administrators"
    ]
    assert after == before
    assert check_register(witnesses=[before[0]]).erased == 1
    assert not Person.objects.filter(name_key__contains="kin dao").exists()


def test_a_lead_keeps_the_name_that_was_published_and_loses_the_rest():
    person = make_person(phone="0908070605", email="kin@truong.example")
    group = make_group(lead=person)
    done = erase_person(person=person)
    person.refresh_from_db()
    assert (person.full_name, person.phone, person.email) == ("Trần Thị Minh Khai", "", "")
    assert done.was_lead
    assert "Trần Thị Minh Khai" in group.administrators.get().shown
    check_register()


def test_letters_to_the_person_go():
    person = make_deputy(make_group())
    OutgoingMail.objects.create(
        authority=make_authority(), person=person, name="x", subject="x", body="x", state="waiting", written_at=NOW,
        next_try_at=NOW,
    )  # fmt: skip
    assert erase_person(person=person).letters == 1
    assert not OutgoingMail.objects.exists()


def test_an_account_is_erased_and_what_it_did_stays_proved():
    group, user = make_group(), make_user(username="nguoi.ghi")
    user.last_name, user.email = "Kín", "kin@truong.example"
    user.save()
    amendments.confirm(group=group, **amended(by=user))
    done = erase_account(user=user)
    user.refresh_from_db()
    assert (user.username, user.last_name, user.email, user.is_active) == (f"da-xoa-{user.pk}", "", "", False)
    assert not user.has_usable_password()
    assert done.openings == 1
    assert check_register().erased == 1


def test_the_name_of_a_lead_is_not_erased_from_the_register_by_any_program():
    lead = make_group().administrators.get(role="lead")
    with pytest.raises(IntegrityError, match="register:"), transaction.atomic():
        Administrator.objects.filter(pk=lead.pk).update(shown=ERASED)


def test_a_deputy_is_not_renamed_by_any_program():
    make_deputy(make_group())
    with pytest.raises(IntegrityError, match="register:"), transaction.atomic():
        Administrator.objects.filter(role="deputy").update(shown="Ai khác")


@pytest.mark.parametrize("change", [{"actor": "0" * 64}, {"links": "0" * 64}, {"private": "0" * 64}])
def test_a_salt_is_erased_or_stands(change):
    make_group()
    with pytest.raises(IntegrityError, match="register:"), transaction.atomic():
        EventOpening.objects.update(**change)
    with pytest.raises(IntegrityError, match="register:"), transaction.atomic():
        EventOpening.objects.get(pk=1).delete()


@pytest.mark.parametrize(
    "change", [{"hashes": ""}, {"actor": "0" * 64}, {"links": "0" * 64}, {"private": "0" * 64}, {"version": 2}]
)
def test_a_leaf_stands_as_it_is(change):
    make_group()
    with pytest.raises(IntegrityError, match="register:"), transaction.atomic():
        EventLeaf.objects.filter(pk=1).update(**change)
    with pytest.raises(IntegrityError, match="register:"), transaction.atomic():
        EventLeaf.objects.filter(pk=2)._raw_delete("default")


def test_the_command_says_whom_and_erases_only_when_told(capsys):
    person = make_deputy(make_group())
    call_command("erase_person", person=person.pk)
    assert "Sẽ xoá dữ liệu riêng của: Bà Trần Kín Đáo" in capsys.readouterr().out
    person.refresh_from_db()
    assert person.phone
    call_command("erase_person", person=person.pk, confirm=True)
    said = capsys.readouterr().out
    assert "phần riêng của 1 sự kiện" in said
    person.refresh_from_db()
    assert person.phone == ""


@pytest.mark.parametrize("asked", [{"person": 99}, {"person": -1}, {"person": 2**70}, {"account": "khong.co"}])
def test_somebody_who_is_not_there_is_told(asked):
    with pytest.raises(CommandError, match="chưa xoá gì"):
        call_command("erase_person", confirm=True, **asked)
