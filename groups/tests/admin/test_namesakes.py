"""A second person of one name is written only after it was asked whether it is another person."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Person, Unit
from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, make_authority, make_person, make_user

pytestmark = pytest.mark.django_db
ADD = reverse("admin:groups_person_add")
NAME = "Nguyễn Thị Hoà"
ASKED = "Đây có phải là một người khác không?"


@pytest.fixture
def staff(client):
    assert client.login(username=make_user(role=SPECIALIST).username, password=PASSWORD)
    return client


def school(name="Trường Tiểu học Một"):
    return Unit.objects.get_or_create(name=name, defaults={"kind": "school"})[0]


def typed(full_name=NAME, **more):
    return {
        "honorific": "Bà", "full_name": full_name, "post": "Kế toán", "active": "on", "phone": "0912345678",
        "email": "hoa@truong.example", **more,
    }  # fmt: skip


def box(answer):
    """The value of the box to tick, as the page shows it; None where there is no box."""
    found = re.search(r'name="seen_namesakes"\s+value="(\w+)"', answer.content.decode())
    return found and found[1]


@pytest.mark.parametrize("written", [NAME, "nguyen thi hoa", "NGUYỄN THỊ HÒA", "Bà Nguyễn  Thị Hoà"])
@pytest.mark.parametrize("active", [True, False])
def test_a_namesake_is_written_only_after_it_was_asked_and_nothing_typed_is_lost(staff, written, active):
    first = make_person(full_name=NAME, post="Chuyên viên", unit=school(), active=active)

    answer = staff.post(ADD, typed(written, unit=school("Trường Tiểu học Hai").pk))

    html = answer.content.decode()
    assert (answer.status_code, list(Person.objects.all())) == (200, [first])
    for shown in (ASKED, "Chuyên viên", "Trường Tiểu học Một", reverse("admin:groups_person_change", args=[first.pk])):
        assert shown in html
    assert ("đã thôi công tác" in html) is not active
    form = answer.context["adminform"].form
    for name in ("honorific", "post", "phone", "email"):
        assert form[name].value() == typed()[name]
    assert form["unit"].value() == str(school("Trường Tiểu học Hai").pk)

    again = staff.post(ADD, typed(written, unit=school("Trường Tiểu học Hai").pk, seen_namesakes=box(answer)))

    assert again.status_code == 302
    assert Person.objects.exclude(pk=first.pk).get().phone == "0912345678"


def test_who_bears_a_name_of_his_own_is_written_at_once(staff):
    make_person(full_name="Nguyễn Thị Hoa Sen")
    assert staff.post(ADD, typed()).status_code == 302


def test_a_namesake_at_another_office_is_as_if_he_did_not_exist(staff):
    mine, other = make_authority(), make_authority(code="KH", name="Phòng khác")
    user = make_user(username="cua.minh", offices=[mine])
    make_person(full_name=NAME, unit=other)
    assert staff.login(username=user.username, password=PASSWORD)
    answer = staff.post(ADD, typed())
    assert (answer.status_code, Person.objects.count()) == (302, 2)


@pytest.mark.parametrize("tick", ["on", "1", "0" * 64, ""])
def test_a_tick_of_ones_own_making_is_none(staff, tick):
    make_person(full_name=NAME)
    assert staff.post(ADD, typed(seen_namesakes=tick)).status_code == 200
    assert Person.objects.count() == 1


@pytest.mark.parametrize("what", ["name", "unit", "others"])
def test_a_tick_belongs_to_that_name_at_that_unit_and_to_what_was_shown(staff, what):
    make_person(full_name=NAME, unit=school())
    ticked = box(staff.post(ADD, typed()))
    make_person(full_name="Lê Văn Hai")
    if what == "others":
        make_person(full_name=NAME, unit=school("Trường Tiểu học Hai"))
    changed = {"name": {"full_name": "Lê Văn Hai"}, "unit": {"unit": school().pk}, "others": {}}[what]
    answer = staff.post(ADD, typed(**changed, seen_namesakes=ticked))
    assert answer.status_code == 200
    assert box(answer) != ticked
    assert not re.search(r'name="seen_namesakes"[^>]*checked', answer.content.decode())


def test_a_tick_is_kept_while_something_else_is_set_right(staff):
    make_person(full_name=NAME)
    ticked = box(staff.post(ADD, typed(email="hoa")))
    answer = staff.post(ADD, typed(email="hoa", seen_namesakes=ticked))
    assert answer.status_code == 200
    assert re.search(r'name="seen_namesakes"[^>]*checked', answer.content.decode())
    assert ASKED not in answer.content.decode()


def test_a_person_is_asked_about_only_when_the_name_becomes_another_s(staff):
    make_person(full_name=NAME)
    person = make_person(full_name="Nguyen Thi Hoa")
    place = reverse("admin:groups_person_change", args=[person.pk])

    def send(name, **more):
        seen = staff.get(place).context["adminform"].form["seen_state"].value()
        return staff.post(place, typed(name, seen_state=seen, **more))

    assert send(NAME).status_code == 302  # the same name, written right
    assert send("Lê Văn Hai").status_code == 302
    refused = send(NAME)
    assert (refused.status_code, Person.objects.get(pk=person.pk).full_name) == (200, "Lê Văn Hai")
    assert send(NAME, seen_namesakes=box(refused)).status_code == 302


def test_of_many_some_are_shown_and_their_number_costs_no_queries(staff):
    make_person(full_name=NAME, unit=school())
    counts = []
    for more in (0, 9):
        for number in range(more):
            make_person(full_name=NAME, unit=school(f"Trường số {number}"))
        with CaptureQueriesContext(connection) as seen:
            answer = staff.post(ADD, typed())
        counts.append(len(seen))
    html = answer.content.decode()
    assert "và 4 người nữa" in html
    assert "Trường số 3; …" in html
    assert counts[0] == counts[1]


def test_who_is_of_the_same_unit_stands_first_and_who_is_in_office_before_others(staff):
    make_person(full_name=NAME, active=False)
    for name in ("Một", "Hai"):
        make_person(full_name=NAME, unit=school(f"Trường Tiểu học {name}"))
    first, second = "Trường Tiểu học Hai", "Trường Tiểu học Một"
    answer = staff.post(ADD, typed(unit=school(first).pk))
    assert f"cùng tên ở: {first}; {second}; chưa rõ đơn vị." in answer.content.decode()
    answer = staff.post(ADD, typed())
    assert f"cùng tên ở: {second}; {first}; chưa rõ đơn vị." in answer.content.decode()
