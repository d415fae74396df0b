"""The page of a unit shows the groups it keeps and those in which it takes part."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Member, Unit
from groups.queries import holdings

from ..factories import PASSWORD, make_authority, make_group, make_person, make_user

pytestmark = pytest.mark.django_db


def sign_in(client, **more):
    user = make_user(**more)
    assert client.login(username=user.username, password=PASSWORD)


def school(name="Trường Tiểu học Kim Đồng"):
    return Unit.objects.create(name=name, kind="school")


def record(unit):
    return reverse("admin:groups_unit_change", args=[unit.pk])


def link(group):
    return reverse("admin:groups_workgroup_change", args=[group.pk])


def named(group, unit):
    Member.objects.create(group=group, kind="posts", post="Hiệu trưởng", units=unit.name)


def test_a_unit_without_groups_is_told_what_to_do(client):
    make_group()
    sign_in(client)
    assert "Chưa có nhóm nào của đơn vị này. Hãy" in client.get(record(school())).content.decode()
    assert "Nhóm của đơn vị này" not in client.get(reverse("admin:groups_unit_add")).content.decode()


def test_groups_of_another_office_and_of_another_school_are_not_shown(client):
    unit, other = school(), school("Trường Tiểu học Kim Đồng 2")
    hidden = make_group(authority=make_authority(code="HC", name="Khác"), lead=make_person(unit=unit))
    elsewhere = make_group()
    named(elsewhere, other)
    sign_in(client, username="day", offices=[make_authority()])
    html = client.get(record(unit)).content.decode()
    assert link(hidden) not in html
    assert link(elsewhere) not in html


def test_a_group_whose_line_names_the_unit_among_others_is_shown(client):
    unit, other = school(), school("Trường Tiểu học Hoà Bình")
    group = make_group()
    Member.objects.create(group=group, kind="posts", post="HT", units=f"{other.name}; TRƯỜNG TIỂU HỌC KIM ĐỒNG")
    sign_in(client)
    for each in (unit, other):
        assert link(group) in client.get(record(each)).content.decode()


def test_the_groups_are_shown_with_their_state(client, monkeypatch):
    unit = school()
    led, ended = make_group(lead=make_person(unit=unit)), make_group(member=make_person(unit=unit), status="dissolved")
    line = make_group(status="suspended")
    named(line, unit)
    sign_in(client)
    html = client.get(record(unit)).content.decode()
    assert all(link(group) in html for group in (led, ended, line))
    assert all(words in html for words in ("Chính thức", "Tạm ngừng", "Đã giải tán", "tham gia (3)"))
    monkeypatch.setattr(holdings, "SHOWN", 2)
    html = client.get(record(led.authority)).content.decode()
    assert "Do đơn vị quản lý (3)" in html
    assert "và 1 nhóm khác" in html


def test_thirty_groups_ask_as_many_questions_as_three(client, django_assert_num_queries):
    few, many = school("Ít"), school("Nhiều")
    for unit, number in ((few, 3), (many, 30)):
        for each in range(number):
            named(make_group(name=f"Nhóm {each}", lead=make_person(unit=unit), lead_post=""), unit)
    sign_in(client)
    client.get(record(few))
    with CaptureQueriesContext(connection) as asked:
        client.get(record(few))
    with django_assert_num_queries(len(asked)):
        client.get(record(many))
