"""A sheet leads to nothing of another office: its people are not found, it itself is not written over."""

import pytest

from groups.domain.importing import Kind, Outcome, Row
from groups.domain.vocabulary import GroupRole
from groups.models import Person, Unit, WorkGroup
from groups.queries.permissions import ELSEWHERE
from groups.services.import_performing import perform_run
from groups.services.import_runs import confirm_run, open_run

from ..factories import NOW, TODAY, make_authority, make_group, make_person, make_user

pytestmark = pytest.mark.django_db
THEIRS = "Đinh Công Riêng"


@pytest.fixture
def offices():
    mine, other = make_authority(), make_authority(code="KH", name="Phòng Giáo dục và Đào tạo khác")
    make_person(full_name=THEIRS, unit=other, phone="0912345678")
    return mine, other


@pytest.fixture
def by(offices):
    return make_user(username="cua.minh", offices=[offices[0]])


def opened(by, kind, *cells, **basis):
    rows = [Row(number, each) for number, each in enumerate(cells, start=2)]
    asked = {"file_name": "a.xlsx", "content": b"x", "rows": rows, "about": {}, **basis}
    return open_run(by=by, now=NOW, kind=kind, **asked)


def done(run):
    perform_run(run=confirm_run(run=run, by=run.by, now=NOW, seen=run.seen, looked=True), now=NOW)


def based(offices):
    return {"authority": offices[0], "effective_on": TODAY}


def test_a_group_is_not_led_by_somebody_of_another_office(offices, by):
    cells = {"name": "Hiệu trưởng", "platform": "Zalo", "lead": f"Ông {THEIRS}, Trưởng phòng", "members_text": "HT"}
    run = opened(by, Kind.GROUPS, cells, **based(offices))
    assert run.verdicts[0]["outcome"] == Outcome.NEW

    done(run)

    lead = WorkGroup.objects.get().administrators.get(role=GroupRole.LEAD)
    assert (lead.person, lead.post) == (None, f"Ông {THEIRS}, Trưởng phòng")


def test_nobody_of_another_office_becomes_a_member(offices, by):
    group = make_group(authority=offices[0])
    run = opened(by, Kind.MEMBERS, {"group": group.code, "person": THEIRS}, **based(offices))

    assert run.verdicts[0]["outcome"] == Outcome.REFUSED
    assert "nhập người trước" in run.verdicts[0]["reasons"][0]


def test_a_person_of_another_office_is_neither_written_over_nor_told_of(offices, by):
    run = opened(by, Kind.PEOPLE, {"full_name": THEIRS, "phone": "0987654321"})
    assert run.verdicts[0]["outcome"] == Outcome.NEW
    assert offices[1].name not in str(run.verdicts)

    done(run)

    assert list(Person.objects.order_by("pk").values_list("phone", flat=True)) == ["0912345678", "0987654321"]


def test_nobody_is_entered_into_another_office(offices, by):
    run = opened(by, Kind.PEOPLE, {"full_name": "Người Mới", "unit": offices[1].code})

    assert (run.verdicts[0]["outcome"], run.verdicts[0]["reasons"]) == (Outcome.REFUSED, [ELSEWHERE])


def test_another_office_is_not_written_over_but_a_school_is(offices, by):
    school = Unit.objects.create(name="Trường Một", kind="school")
    run = opened(by, Kind.UNITS, {"code": "KH", "name": "Tên bị đổi"}, {"name": "Trường Một", "ward": "Phường 2"})
    assert [each["outcome"] for each in run.verdicts] == [Outcome.REFUSED, Outcome.DIFFERS]
    assert run.verdicts[0]["reasons"] == [ELSEWHERE]

    run = opened(by, Kind.UNITS, {"code": "BM", "ward": "Phường 1", "name": offices[0].name})
    assert run.verdicts[0]["outcome"] == Outcome.DIFFERS
    assert Unit.objects.get(pk=school.pk).ward == ""


def test_who_works_for_both_offices_finds_the_people_of_both(offices):
    both = make_user(username="ca.hai", offices=list(offices))
    cells = {"name": "Hiệu trưởng", "platform": "Zalo", "lead": f"{THEIRS}, Trưởng phòng", "members_text": "HT"}
    done(opened(both, Kind.GROUPS, cells, **based(offices)))

    assert WorkGroup.objects.get().administrators.get().person.full_name == THEIRS
