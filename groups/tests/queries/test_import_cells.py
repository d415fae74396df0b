"""What the cells of an imported row name: people, units, words of the closed lists."""

import pytest

from groups.domain.importing import Row
from groups.domain.platforms import PLATFORM_LABELS
from groups.models import Unit
from groups.queries.import_cells import (
    People,
    Units,
    bare_name,
    choice,
    honorific_of,
    level_in,
    repeated,
)

from ..factories import CHANGED_ON, make_later_document, make_person, make_user


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("Telegram", None), ("ZALO", "zalo"), ("ung dung khac", "other")]
)
def test_a_word_of_a_closed_list_is_read_without_diacritics(text, value):
    assert choice(PLATFORM_LABELS, text) == value


@pytest.mark.parametrize(
    ("text", "honorific", "name"),
    [
        ("Trần Thị Bà", "", "Trần Thị Bà"),
        ("bà Trần Thị Mai", "Bà", "Trần Thị Mai"),
        ("Đ/c  Lê An", "Đ/c", "Lê An"),
        ("Côn Sơn", "", "Côn Sơn"),
    ],
)
def test_an_honorific_is_told_from_the_name(text, honorific, name):
    assert (honorific_of(text), bare_name(text)) == (honorific, name)


@pytest.mark.parametrize(
    ("heading", "level"),
    [("", ""), ("Các nhóm khác", ""), ("II. CẤP TIỂU HỌC", "Tiểu học"), ("Bậc mam non", "Mầm non")],
)
def test_a_heading_of_a_section_may_name_a_level(heading, level):
    assert level_in(heading) == level


def test_rows_that_repeat_an_earlier_one_name_it():
    rows = [Row(number, {"name": name}) for number, name in enumerate(["a", "", "b", "a", "", "a"], start=2)]
    assert repeated(rows, lambda row: row.cells["name"]) == {5: 2, 7: 2}


@pytest.mark.django_db
def test_a_person_is_taken_only_where_there_is_exactly_one():
    make_person(full_name="Lê Hoa")
    make_person(full_name="Trần An")
    make_person(full_name="Trần An")
    make_person(full_name="Phạm Nghỉ", active=False)
    people = People(by=make_user())
    found = people.named("bà lê hoa, Hiệu trưởng")
    assert (found.person.full_name, found.post) == ("Lê Hoa", "Hiệu trưởng")
    for text, namesakes in (("Ông Trần An, Hiệu trưởng", 2), ("Phạm Nghỉ", 0), ("Trưởng phòng", 0)):
        found = people.named(text)
        assert (found.person, found.post, found.namesakes) == (None, text, namesakes)
    assert len(People(by=make_user(), retired=True).of("Phạm Nghỉ")) == 1


@pytest.mark.django_db
def test_a_unit_is_found_by_code_or_by_its_only_name():
    one = Unit.objects.create(name="Trường Một", kind="school", code="TMOT")
    Unit.objects.create(name="Trường Hai", kind="school")
    Unit.objects.create(name="Trường Hai", kind="school", ward="Khác")
    units = Units()
    assert units.find("tmot") == (one, "")
    assert units.find("truong mot")[0] == one
    assert "Có 2 đơn vị" in units.find("Trường Hai")[1]
    assert "Chưa có đơn vị" in units.find("Trường Ba")[1]


def ended(name, successor=None, **more):
    return Unit.objects.create(
        name=name,
        kind="school",
        ended_on=CHANGED_ON,
        ended_by=make_later_document(),
        successor=successor,
        active=False,
        **more,
    )


@pytest.mark.django_db
def test_an_ended_unit_is_not_found_and_says_since_when_and_what_there_is_instead():
    heir = Unit.objects.create(name="Trường Mới", kind="school")
    ended("Trường Cũ", heir, code="CU")
    day = CHANGED_ON.strftime("%d/%m/%Y")
    for text in ("trường cũ", "CU"):
        found, why = Units().find(text)
        assert (found, why) == (None, f"Trường Cũ đã sáp nhập vào Trường Mới từ ngày {day}: hãy ghi Trường Mới.")
    Unit.objects.filter(name="Trường Cũ").update(successor=None)
    assert Units().find("Trường Cũ")[1] == f"Trường Cũ đã giải thể từ ngày {day}: hãy sửa tên đơn vị."
    assert Units().unclear_in("Trường Khác; TRƯỜNG CŨ") == [Units().find("Trường Cũ")[1]]


@pytest.mark.django_db
def test_units_of_one_name_are_not_told_apart_by_chance():
    for ward, code in (("Phường 4", "B4"), ("Phường 5", None)):
        Unit.objects.create(name="Trường Hoà Bình", kind="school", ward=ward, code=code)
    found, why = Units().find("Trường Hoà Bình")
    assert found is None
    assert "Có 2 đơn vị tên “Trường Hoà Bình” (mã B4, Phường 4; chưa có mã, Phường 5)" in why
    assert Units().find("b4")[0].ward == "Phường 4"
    assert "trong ngoặc đơn" in Units().unclear_in("Trường Hoà Bình")[0]
    assert Units().unclear_in("Trường Hoà Bình (Phường 4), các trường tiểu học") == []


@pytest.mark.django_db
def test_where_one_of_its_name_goes_on_the_ended_unit_is_not_meant():
    ended("Trường A")
    living = Unit.objects.create(name="Trường A", kind="school")
    assert Units().find("Trường A") == (living, "")
    assert Units().unclear_in("Trường A") == []
