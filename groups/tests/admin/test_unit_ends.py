"""The page that ends a unit: who gets it, what it shows, what stops it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Document, Member, RegisterEvent, Unit
from groups.queries.standing import marks_of
from groups.services import amendments
from groups.services.roles import CLERK, LEADER
from groups.services.unit_ends import end_unit

from ..factories import PASSWORD, amended, make_authority, make_document, make_group, make_person, make_user

pytestmark = pytest.mark.django_db
#: More than there are fields in a form that Django takes.
MANY = 1100


@pytest.fixture
def school():
    return Unit.objects.create(name="Trường TH Đoàn Kết", kind="school")


@pytest.fixture
def heir():
    return Unit.objects.create(name="Trường TH Hoà Bình", kind="school")


def sign_in(client, **more):
    user = make_user(**more)
    assert client.login(username=user.username, password=PASSWORD)


def page(unit):
    return reverse("admin:groups_unit_end", args=[unit.pk])


def named(unit, number=3):
    groups = [make_group(name=f"Nhóm {number} {each}") for each in range(number)]
    return groups, [Member.objects.create(group=group, post="Hiệu trưởng", units=unit.name) for group in groups]


def sent(heir, groups, lines, **more):
    return {
        "successor": f"{heir} (số {heir.pk})", "document": str(make_document()), "effective_on": "23/11/2026",
        "reason": "", "seen": list(marks_of(groups).values()), "lines": [line.pk for line in lines], **more,
    }  # fmt: skip


def test_an_ended_office_is_offered_for_no_group_and_no_letterhead(client):
    here, there = make_authority(), make_authority(code="HC", name="Phòng đã thôi")
    end_unit(unit=there, seen=[], **amended())
    sign_in(client, username="tat-ca", superuser=True)
    for name in ("workgroup", "letterhead"):
        html = client.get(reverse(f"admin:groups_{name}_add")).content.decode()
        assert (f'<option value="{here.pk}"' in html, f'<option value="{there.pk}"' in html) == (True, False), name


def left(client, place, unit):
    """What the page says of the people of ``unit``."""
    html = client.get(place).content.decode()
    return re.findall(r"(\d+) người đang công tác", html), f"?unit__id__exact={unit.pk}" in html


def test_on_the_record_of_an_ended_unit_yes_and_no_are_vietnamese(client, school):
    make_authority()
    end_unit(unit=school, seen=[], **amended())
    sign_in(client)
    html = client.get(reverse("admin:groups_unit_change", args=[school.pk])).content.decode()
    assert set(re.findall(r'<img[^>]* alt="(\w+)"', html)) == {"Không"}


def test_of_the_people_of_another_office_that_has_ended_not_even_the_number_is_told(client):
    here, there = make_authority(), make_authority(code="HC", name="Phòng đã thôi")
    make_authority(code="TB", name="Phòng thứ ba")
    make_person(full_name="Lê Thị Một", unit=there)
    end_unit(unit=there, seen=[], **amended())
    record = reverse("admin:groups_unit_change", args=[there.pk])
    sign_in(client, username="noi-khac", offices=[here])
    assert left(client, record, there) == ([], False)
    client.logout()
    sign_in(client, username="noi-do", offices=[there])
    assert left(client, record, there) == (["1"], True)


@pytest.mark.parametrize("with_lines", [True, False])
def test_the_people_of_a_unit_that_ends_are_not_forgotten(client, school, heir, with_lines):
    make_authority()
    groups, lines = named(school, 1) if with_lines else ([], [])
    person = make_person(full_name="Lê Thị Một", unit=school)
    make_person(full_name="Đã Nghỉ", unit=school, active=False)
    record = reverse("admin:groups_unit_change", args=[school.pk])
    sign_in(client)
    assert left(client, page(school), school) == (["1"], True)
    assert left(client, record, school) == ([], False)  # while it goes on there is nothing to do

    done = client.post(page(school), sent(heir, groups, lines), follow=True).content.decode()

    assert f"Đã ghi: {school} đã sáp nhập vào {heir}." in done
    assert "Còn 1 người ghi ở đơn vị này" in done
    assert ("Không nhóm nào phải đổi thành viên" in done) is not with_lines
    assert left(client, record, school) == (["1"], True)
    form = client.get(reverse("admin:groups_person_change", args=[person.pk])).content.decode()
    assert f"{school} đã sáp nhập vào {heir}: hãy chọn đơn vị hiện nay." in form
    person.unit = heir
    person.save()
    assert left(client, record, school) == ([], False)
    form = client.get(reverse("admin:groups_person_change", args=[person.pk])).content.decode()
    assert "hãy chọn đơn vị hiện nay" not in form


@pytest.mark.parametrize("role", [LEADER, CLERK])
def test_who_may_not_end_a_unit_has_no_such_page(client, school, role):
    named(school)
    sign_in(client, role=role)
    assert client.get(page(school)).status_code == 403


def test_another_office_is_not_ended(client, school):
    here, there = make_authority(), make_authority(code="HC", name="Khác")
    sign_in(client, username="day", offices=[here])
    assert client.get(page(there)).status_code == 403


def test_while_it_is_unclear_which_unit_comes_after_no_line_is_shown_as_ending(client, school, heir):
    groups, lines = named(school, 1)
    sign_in(client)
    html = client.post(page(school), sent(heir, groups, lines, successor="Hoà")).content.decode()
    assert "Hiệu trưởng (đơn vị kế thừa)" in html
    assert not RegisterEvent.objects.filter(action="change_members").exists()
    html = client.post(page(school), sent(heir, groups, lines, successor="", document="")).content.decode()
    assert "(đơn vị kế thừa)" not in html


def test_the_unit_itself_an_ended_one_and_no_document_are_told_in_words(client, school, heir):
    groups, lines = named(school)
    end_unit(unit=heir, seen=[], **amended())
    sign_in(client)
    assert "chính là đơn vị" in client.post(page(school), sent(school, groups, lines)).content.decode()
    assert "Không tìm thấy" in client.post(page(school), sent(heir, groups, lines)).content.decode()
    answer = client.post(page(school), sent(heir, groups, lines, successor="", document=""))
    assert "phải có văn bản" in answer.content.decode()
    assert not Unit.objects.get(pk=school.pk).ended_on


def test_a_stale_page_writes_nothing_not_even_the_document(client, school, heir):
    groups, lines = named(school)
    sign_in(client)
    data = sent(heir, groups, lines, document="", new_kind="Quyết định", new_number="7", new_symbol="QĐ-UBND",
                new_issued_on="20/11/2026", new_subject="Sáp nhập")  # fmt: skip
    amendments.confirm(group=groups[0], **amended(by=make_user(username="khac")))
    assert "Chưa nhóm nào được ghi" in client.post(page(school), data).content.decode()
    assert not Document.objects.filter(number="7").exists()


def test_a_unit_that_manages_groups_is_told_which(client):
    group = make_group(name="Còn sống")
    sign_in(client)
    assert "Còn sống" in client.get(page(group.authority)).content.decode()


def test_the_preview_shows_what_each_line_becomes_and_writes_nothing(client, school, heir):
    groups, lines = named(school)
    sign_in(client)
    before = RegisterEvent.objects.count()
    html = client.post(page(school), sent(heir, groups, lines, preview="1")).content.decode()
    assert "Chưa có gì được ghi." in html
    assert "Không bắt buộc. Gõ số" not in html
    assert "<strong>Hiệu trưởng Trường TH Hoà Bình</strong>" in html
    assert RegisterEvent.objects.count() == before


def test_the_act_is_reached_done_and_told(client, school, heir):
    groups, lines = named(school)
    person = make_person(unit=school)
    sign_in(client)
    record = reverse("admin:groups_unit_change", args=[school.pk])
    assert page(school) in client.get(record).content.decode()
    assert client.post(page(school), sent(heir, groups, lines)).status_code == 302
    assert [group.members.current().get().units for group in groups] == [heir.name] * 3
    assert page(school) not in client.get(record).content.decode()
    said = "đã sáp nhập vào Trường TH Hoà Bình"
    table = reverse("admin:groups_unit_changelist")
    assert said in client.get(f"{table}?ended=merged").content.decode()
    assert said not in client.get(f"{table}?ended=no").content.decode()
    choice = f'<option value="{school.pk}"'
    assert choice not in client.get(reverse("admin:groups_person_add")).content.decode()
    assert choice in client.get(reverse("admin:groups_person_change", args=[person.pk])).content.decode()


def test_of_very_many_lines_those_that_stay_are_ticked(client, school, heir):
    group = make_group(name="Nhóm đông")
    lines = Member.objects.bulk_create(
        Member(group=group, post=f"Tổ trưởng {each}", units=school.name) for each in range(MANY)
    )
    sign_in(client)
    html = client.get(page(school)).content.decode()
    assert "trừ các dòng được đánh dấu" in html
    assert 'name="lines"' not in html
    data = sent(heir, [group], [], kept=[lines[0].pk], box="kept")
    assert "hãy tải lại trang" in client.post(page(school), data | {"box": "lines"}).content.decode()
    assert not Unit.objects.get(pk=school.pk).ended_on
    assert client.post(page(school), data).status_code == 302
    assert [line.pk for line in Member.objects.current().filter(units=school.name)] == [lines[0].pk]
    assert Member.objects.current().filter(units=heir.name).count() == MANY - 1


def test_the_page_asks_no_more_for_thirty_groups(client, school):
    sign_in(client)
    counts = []
    for number in (3, 30):
        named(school, number - len(Member.objects.all()))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(school)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
