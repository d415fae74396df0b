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

from ..factories import make_person


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
    people = People()
    found = people.named("bà lê hoa, Hiệu trưởng")
    assert (found.person.full_name, found.post) == ("Lê Hoa", "Hiệu trưởng")
    for text, namesakes in (("Ông Trần An, Hiệu trưởng", 2), ("Phạm Nghỉ", 0), ("Trưởng phòng", 0)):
        found = people.named(text)
        assert (found.person, found.post, found.namesakes) == (None, text, namesakes)
    assert len(People(retired=True).of("Phạm Nghỉ")) == 1


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
