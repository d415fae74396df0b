"""The attached list as it stood on any day."""

import datetime as dt

import pytest

from groups.domain.status import Status
from groups.models import MissingRow
from groups.queries.attached_list import ListUnavailable, attached_list, covering_document, facts_on
from groups.services import amendments, lifecycle

from ..factories import (
    CHANGED_ON,
    RECOGNISED_ON,
    TODAY,
    amended,
    decided,
    make_authority,
    make_document,
    make_group,
    make_letterhead,
    make_proposal,
    reread,
)  # fmt: skip

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def names(day):
    return [facts["name"] for facts in facts_on(make_authority(), day)]


def make_list(day=TODAY, **more):
    return attached_list(authority=make_authority(), day=day, today=TODAY, **more)


def test_a_day_that_has_not_come_has_no_list():
    make_group()
    with pytest.raises(ListUnavailable, match="chưa tới"):
        make_list(TODAY + DAY)


def test_a_day_before_the_first_letterhead_has_no_list():
    make_group()
    with pytest.raises(ListUnavailable, match="tiêu đề"):
        make_list(dt.date(2019, 12, 31))


@pytest.mark.parametrize("status", [status for status in Status if status != Status.RECOGNISED])
def test_only_official_groups_are_on_the_list(status):
    group = make_group(status=status, name="Nhóm này")
    assert "Nhóm này" not in names(TODAY)
    was_official = status in (Status.SUSPENDED, Status.DISSOLVED, Status.MERGED)
    assert ("Nhóm này" in names(CHANGED_ON - DAY)) is was_official
    assert reread(group).status == status


def test_a_group_is_on_the_list_from_the_day_of_its_recognition():
    make_group(name="Nhóm này")
    assert names(RECOGNISED_ON - DAY) == []
    assert names(RECOGNISED_ON) == ["Nhóm này"]


def test_the_list_of_an_earlier_day_bears_the_name_of_that_day():
    group = make_group(name="Tên cũ")
    amendments.rename(group=group, new_name="Tên mới", **amended())
    assert names(CHANGED_ON - DAY) == ["Tên cũ"]
    assert names(CHANGED_ON) == ["Tên mới"]


def test_two_acts_of_one_day_count_in_the_order_of_the_log():
    group = make_group(name="Tên cũ")
    amendments.rename(group=group, new_name="Tên giữa", **amended())
    amendments.rename(group=reread(group), new_name="Tên cuối", **amended())
    assert names(CHANGED_ON) == ["Tên cuối"]


def test_each_office_has_its_own_list():
    make_group(name="Nhóm của ta")
    other = make_authority(code="GV", name="Phòng khác")
    make_group(name="Nhóm khác", authority=other)
    assert names(TODAY) == ["Nhóm của ta"]


def test_the_present_list_equals_the_groups_that_are_official_now(django_assert_num_queries):
    for number in range(3):
        make_group(name=f"Nhóm {number}")
    make_group(name="Đã giải tán", status=Status.DISSOLVED)
    authority = make_authority()
    with django_assert_num_queries(1):
        rows = facts_on(authority, TODAY)
    assert [facts["code"] for facts in rows] == list(
        authority.work_groups.official().order_by("code").values_list("code", flat=True)
    )


def test_a_list_takes_the_letterhead_of_its_day():
    make_group()
    make_letterhead(authority=make_authority(), valid_from=TODAY, name="Phòng Văn hóa - Xã hội")
    assert make_list(TODAY - DAY).heading.issuer == make_authority().name
    assert make_list(TODAY).heading.issuer == "Phòng Văn hóa - Xã hội"


def test_the_covering_document_is_that_of_the_last_change_of_the_list():
    group = make_group()
    assert covering_document(make_authority(), TODAY) == make_document()
    lifecycle.dissolve(group=group, **decided())
    assert make_list().covering.reference == "230/GDĐT"
    assert make_list(CHANGED_ON - DAY).covering.reference == "215/GDĐT"
    assert make_list(covering=make_document()).covering.reference == "215/GDĐT"


def test_an_empty_register_has_an_empty_list_without_a_document():
    make_authority()
    content = make_list()
    assert (content.rows, content.covering, content.remarks) == ((), None, ())


def test_a_row_marks_what_is_uncertain_and_names_its_source():
    make_group(
        name="Ba nhóm", room_count=3, uncertain=["room_count", "source_row", "directive_text"], source_row="13",
        source_document=make_document(), directive_text="", platform="viber",
    )  # fmt: skip
    row = make_list().rows[0]
    assert row.notes[1:] == ("Ứng dụng: Viber · 3 [?] nhóm", "Dòng 13 [?] của 215/GDĐT")
    assert row.directive == "[?]"


def test_missing_rows_are_listed_as_missing():
    make_group()
    for source_row in ("01", "04"):
        MissingRow.objects.create(document=make_document(), source_row=source_row)
    assert "Các dòng 01, 04 của danh sách kèm Công văn 215/GDĐT" in make_list().remarks[0]


def test_a_proposal_is_on_no_list():
    make_proposal(name="Đề nghị")
    assert names(TODAY) == []
