"""A unit is dissolved or merged: what must be refused comes first."""

import datetime as dt
import sqlite3
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.status import Action, Status
from groups.domain.text import fold
from groups.models import Member, OutgoingMail, RegisterEvent, Unit
from groups.queries.standing import marks_of
from groups.queries.unit_lines import names, without
from groups.services import amendments
from groups.services.errors import ActRefused
from groups.services.roles import LEADER
from groups.services.several import MOST
from groups.services.unit_ends import end_unit

from ..factories import CHANGED_ON, amended, make_authority, make_group, make_later_document, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return Unit.objects.create(name="Trường TH Đoàn Kết", kind="school")


@pytest.fixture
def heir():
    return Unit.objects.create(name="Trường TH Hoà Bình", kind="school")


def naming(units="Trường TH Đoàn Kết", number=3, **more):
    groups = [make_group(name=f"Nhóm {each}", **more) for each in range(number)]
    for group in groups:
        Member.objects.create(group=group, post="Hiệu trưởng", units=units)
    return groups


def present(group):
    return [line.shown for line in group.members.current()]


def do(unit, successor, groups=(), **more):
    lines = list(Member.objects.current().filter(group__in=[group.pk for group in groups]).values_list("pk", flat=True))
    given = {"lines": lines, "seen": list(marks_of(groups).values())}
    return end_unit(unit=unit, successor=successor, **given | amended() | more)


def written():
    tables = (RegisterEvent, Unit, Member, OutgoingMail)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def refused(match, *args, **more):
    """The act is refused, and nothing at all is written."""
    more = amended() | more
    before = written()
    with pytest.raises(ActRefused, match=match):
        do(*args, **more)
    assert written() == before


def test_a_unit_is_not_its_own_successor(school):
    refused("trùng", school, school, naming())


def test_an_ended_unit_is_no_successor_and_ends_but_once(school, heir):
    groups = naming()
    do(heir, None)
    refused("đã thôi hoạt động", school, heir, groups)
    refused("từ trước", heir, school)


def test_one_group_changed_since_it_was_seen_stops_all(school, heir):
    groups = naming()
    seen = list(marks_of(groups).values())
    amendments.confirm(group=groups[1], **amended(by=make_user(username="khac")))
    refused("người khác cập nhật.*Nhóm 1", school, heir, groups, seen=seen)


def test_a_group_that_was_not_on_the_screen_stops_all(school, heir):
    groups = naming()
    refused("cập nhật", school, heir, groups, seen=list(marks_of(groups[:2]).values()))


def test_a_line_that_is_not_of_the_unit_stops_all(school, heir):
    groups = naming()
    other = Member.objects.create(group=groups[0], post="Kế toán", units="Trường khác")
    refused("cập nhật", school, heir, groups, lines=[other.pk])


def test_one_group_that_refuses_the_day_stops_all(school, heir):
    refused("Chưa nhóm nào được ghi", school, heir, naming(), effective_on=dt.date(2020, 1, 1))


@pytest.mark.parametrize(
    ("more", "says"), [({"document": None}, "văn bản"), ({"effective_on": dt.date(2099, 1, 1)}, "sau hôm nay")]
)
def test_what_the_act_rests_on_must_hold_without_any_group_too(school, more, says):
    refused(says, school, None, [], **more)


def test_a_line_that_would_be_too_long_names_its_group_and_stops_all(school):
    heir = Unit.objects.create(name="Trường " + "x" * 190, kind="school")
    refused("Nhóm 0.*200", school, heir, naming("Trường TH Đoàn Kết; Trường A", 1))


def test_who_may_not_change_members_ends_no_unit(school, heir):
    refused("không có quyền", school, heir, naming(), by=make_user(role=LEADER))


def test_the_groups_and_offices_of_others_are_out_of_reach(school, heir):
    groups = naming()
    there = make_authority(code="HC", name="Phòng GD-ĐT khác")
    far = make_user(username="xa", offices=[there])
    refused("cơ quan khác", school, heir, groups, by=far)
    near = make_user(username="day", offices=[groups[0].authority])
    refused("cơ quan khác", there, heir, [], by=near)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.SUSPENDED, Status.RECOGNISED])
def test_a_unit_that_manages_a_living_group_does_not_end(heir, status):
    group = make_group(name="Còn sống", status=status)
    refused("còn quản lý.*Còn sống", group.authority, heir)


@pytest.mark.parametrize("wrong", [{"own": True}, {"heir": True}, {"day": True}, {"document": True}])
def test_the_database_itself_refuses_a_half_end(school, heir, wrong):
    document = make_later_document()
    values = {
        "own": {"successor": school, "ended_on": CHANGED_ON, "ended_by": document},
        "heir": {"successor": heir},
        "day": {"ended_on": CHANGED_ON},
        "document": {"ended_by": document},
    }[next(iter(wrong))]
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=school.pk).update(**values)


def test_a_merged_unit_gives_its_places_to_the_successor(school, heir):
    groups = naming("TRƯỜNG TH ĐOÀN KẾT")
    events = do(school, heir, groups)
    assert [(event.action, event.group_id) for event in events] == [(Action.CHANGE_MEMBERS, g.pk) for g in groups]
    assert [present(group) for group in groups] == [["Hiệu trưởng Trường TH Hoà Bình"]] * 3
    school.refresh_from_db()
    assert (school.ended_on, school.active, school.ended_by) == (CHANGED_ON, False, events[0].document)
    assert school.end_text == "đã sáp nhập vào Trường TH Hoà Bình"


def test_any_number_of_groups_is_written_by_as_many_queries_a_batch(school, heir):
    counts = []
    for number in (3, 30):
        unit = Unit.objects.create(name=f"Trường {number}", kind="school")
        groups = naming(unit.name, number)
        with CaptureQueriesContext(connection) as asked:
            do(unit, heir, groups)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_more_groups_than_a_person_ticks_by_hand_are_still_one_act_that_the_tree_holds(school, heir):
    groups = naming(number=MOST + 1)
    assert len(do(school, heir, groups)) == MOST + 1
    assert not Member.objects.current().filter(units=school.name).exists()
    call_command("verify_register")


FEW = 60


@contextmanager
def few_variables(monkeypatch):
    """Let a statement bear few variables, as SQLite does not bear one for each of 33,000 groups."""
    with monkeypatch.context() as patch:
        patch.setattr(type(connection.features), "max_query_params", FEW)
        if connection.vendor != "sqlite":
            yield
            return
        before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, FEW)
        try:
            yield
        finally:
            connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)


def test_there_may_be_more_groups_than_a_statement_bears_keys(school, heir, monkeypatch):
    groups = naming(number=FEW + 10, lead=make_person(email="khai@pgd.example"))
    for number, group in enumerate(groups):  # no text twice
        group.members.update(units=f"{school.name}; Trường {number}")
    lines = list(Member.objects.current().values_list("pk", flat=True))
    seen, basis = list(marks_of(groups).values()), amended(letters_at="https://nhom.example")
    with few_variables(monkeypatch):
        end_unit(unit=school, successor=heir, lines=lines, seen=seen, **basis)

    assert [present(group) for group in groups] == [
        [f"Hiệu trưởng {heir.name}; Trường {number}"] for number in range(len(groups))
    ]
    assert f"{len(groups)} nhóm" in OutgoingMail.objects.get().subject
    call_command("verify_register")


def test_a_dissolved_unit_is_taken_out(school):
    alone, among = naming(number=1)[0], naming("Trường A; Trường TH Đoàn Kết", 1)[0]
    do(school, None, [alone, among])
    assert (present(alone), present(among)) == ([], ["Hiệu trưởng Trường A"])


def test_a_successor_who_is_there_already_is_not_named_twice(school, heir):
    group = naming(number=1)[0]
    own = Member.objects.filter(group=group).get()
    Member.objects.create(group=group, post="Hiệu trưởng", units=heir.name)
    do(school, heir, [group], lines=[own.pk])
    assert present(group) == ["Hiệu trưởng Trường TH Hoà Bình"]


def test_a_line_may_tell_units_of_one_name_apart_by_the_ward(school, heir):
    Unit.objects.filter(pk=school.pk).update(ward="Phường 4")
    school.refresh_from_db()
    own, other = naming("Trường TH Đoàn Kết (phường 4)", 1)[0], naming("Trường TH Đoàn Kết (Phường 5)", 1)[0]
    do(school, heir, [own])
    assert present(own) == ["Hiệu trưởng Trường TH Hoà Bình"]
    assert present(other) == ["Hiệu trưởng Trường TH Đoàn Kết (Phường 5)"]


def test_a_line_without_a_tick_and_a_group_that_is_over_stay(school, heir):
    groups, over = naming(number=2), naming(number=1, status=Status.DISSOLVED)[0]
    do(school, heir, groups, lines=[groups[0].members.get().pk])
    assert present(groups[1]) == present(over) == ["Hiệu trưởng Trường TH Đoàn Kết"]


def test_who_leads_is_told_once_of_all_groups_and_only_where_letters_were_asked_for(school, heir):
    lead = make_person(email="khai@pgd.example")
    do(school, heir, naming(lead=lead))
    assert not OutgoingMail.objects.exists()
    other = Unit.objects.create(name="Trường TH Ba Đình", kind="school")
    do(other, heir, naming(other.name, lead=lead), letters_at="https://nhom.example.vn")
    mail = OutgoingMail.objects.get()
    assert (mail.person_id, "3 nhóm" in mail.subject) == (lead.pk, True)


@pytest.mark.parametrize(
    ("units", "becomes"),
    [
        ("Trường A", "Trường B"),
        ("Trường A, Trường B", "Trường B"),
        ("Trường C; truong a", "Trường C; Trường B"),
        ("Trường A1", "Trường A1"),
    ],
)
def test_only_a_whole_item_is_replaced(units, becomes):
    assert without(units, ["Trường A"], "Trường B") == becomes


@given(st.text(min_size=1, max_size=20), st.lists(st.text(max_size=20), max_size=2), st.sampled_from(["; ", ",", "\n"]))
def test_a_line_that_names_a_unit_holds_its_key(name, others, between):
    """So most lines can be passed over without being taken apart."""
    text = between.join([*others, name, *others])
    assert names(text, [name]) <= (fold(name) in fold(text))
