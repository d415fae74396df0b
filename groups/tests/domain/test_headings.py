"""Headings as offices write them: what is refused for want of certainty first, then what is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.headings import match_headings, read_headings, template_headings
from groups.domain.importing import Kind


@pytest.mark.parametrize(
    "headings",
    [
        ["Tên nhóm cũ", "Tên nhóm mới"],
        ["Tên nhóm / ứng dụng"],
        ["Trưởng nhóm, phó nhóm"],
        ["Trưởng nhóm (SĐT)"],
        ["Thành viên, điện thoại"],
        ["Số lượng thành viên"],
        ["Thành viên", "Thành viên"],
    ],
)
def test_what_could_be_two_things_is_for_the_person_to_say(headings):
    found = read_headings("groups", headings)
    assert len(found.unclear) == 1
    assert found.columns in ({}, {0: "members_text"})


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "(*)",
        "Tênnhóm",
        "Nhóm máu",
        "Tên cơ quan",
        "Link ảnh",
        "Trường",
        "Ghi chú",
        "Họ tên",
        "TT VHTT",
        "Điện thoại",
    ],
)
def test_what_is_only_a_little_like_one_is_not_understood(heading):
    found = read_headings("groups", [heading])
    assert (found.columns, found.told, found.unclear) == ({}, [], [])


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("TÊN NHÓM (đầy đủ)", "name"),
        ("ten nhom [theo quyết định]", "name"),
        ("Tên nhóm (đầy đủ", "name"),
        ("Nhóm (tên đầy đủ)", "name"),
        ("Tên nhóm trưởng", "lead"),
        ("Trưởng nhóm, phụ trách", "lead"),
        ("Trưởng nhóm/phụ trách/quản trị", "lead"),
        ("Trưởng nhóm (họ tên, chức vụ)", "lead"),
        ("Hướng xử lý/ghi chú", "directive_text"),
        ("Link (nếu có)", "link"),
        ("Thành phần tham gia", "members_text"),
    ],
)
def test_a_remark_or_more_words_do_not_hide_what_a_column_is(heading, key):
    found = read_headings("groups", [heading, "Ghi chú"])
    assert (found.columns, found.unclear) == ({0: key}, [])


def test_an_exact_heading_wins_over_what_resembles_it_and_the_other_is_left():
    found = read_headings("groups", ["Tên nhóm cũ", "Tên nhóm", "Thành viên", "Số lượng thành viên"])
    assert found.columns == {1: "name", 2: "members_text"}
    assert (found.told, found.unclear) == ([], [])


def test_only_what_is_not_exact_is_told():
    found = read_headings("groups", ["Tên nhóm", "Ứng dụng (Zalo, Viber)"])
    assert found.told == ["Cột “Ứng dụng (Zalo, Viber)” được hiểu là “Ứng dụng”."]


@pytest.mark.parametrize("kind", Kind)
def test_every_template_is_understood_whole_and_without_a_word(kind):
    headings = template_headings(kind)
    found = read_headings(kind, list(headings.values()))
    assert list(found.columns.values()) == list(headings)
    assert (found.told, found.unclear) == ([], [])


@given(st.sampled_from(list(Kind)), st.lists(st.text(max_size=20), max_size=8), st.data())
def test_no_column_is_given_twice_and_order_decides_nothing(kind, texts, data):
    known = list(template_headings(kind).values())
    more = data.draw(st.lists(st.sampled_from(known).map(lambda word: f"{word} chung"), max_size=3))
    headings = texts + more
    found = match_headings(kind, headings)
    assert len(set(found.values())) == len(found)
    turned = match_headings(kind, headings[::-1])
    assert set(turned.values()) == set(found.values())
