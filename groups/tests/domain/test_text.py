"""Keys of Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.text import clean, clean_lines, fold, join_lines, joined, respell, squash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quản lý tiểu học", "Quản lý trung học"),
        ("Khối 8", "Khối 9"),
        ("", "a"),
    ],
)
def test_different_names_keep_different_keys(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Hiệu trưởng P.GD-ĐT", "hieu truong p gd dt"),
        ("HIỆU TRƯỞNG", "hieu truong"),
        (unicodedata.normalize("NFD", "Hiệu trưởng"), "hieu truong"),
        ("Hi\u200bệu\u00ad trưởng\ufeff", "hieu truong"),
        ("đ Đ ð ɖ", "d d d d"),
        ("hoà hòa", "hoa hoa"),
        ("Ｈｉệｕ　ｔｒưởｎｇ", "hieu truong"),
        ("𝐇𝐢ệ𝐮 trưởng", "hieu truong"),
        ("a_b", "a b"),
    ],
)
def test_a_name_is_folded(typed, key):
    assert fold(typed) == key


def test_abbreviations_of_the_office_meet_when_squashed():
    assert squash("P.GD-ĐT") == squash("PGD&ĐT") == squash("pgdđt") == "pgddt"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_clean_text_is_nfc_without_control_characters(text):
    cleaned = clean(text)
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert not any(unicodedata.category(c) == "Cc" for c in cleaned)
    assert cleaned == cleaned.strip()


def test_lines_are_kept_and_empty_ones_go():
    assert clean_lines("- a  b\r\n\n \n- c") == "- a b\n- c"


@pytest.mark.parametrize(
    ("key", "respelt"),
    [
        ("quan ly", "quan li"),
        ("van the my", "van the mi"),
        ("cong ty", "cong ti"),
        ("ky luat", "ki luat"),
        ("quy", "qui"),
        ("hy sinh", "hi sinh"),
        ("sy so", "si so"),
        ("y te", "y te"),
        ("thuy", "thuy"),
        ("lyly", "lyly"),
        ("nguyen", "nguyen"),
        ("xay dung", "xay dung"),
        ("quan li", "quan li"),
        ("", ""),
    ],
)
def test_words_of_two_spellings_get_one(key, respelt):
    assert respell(key) == respelt


@given(st.text())
def test_respelling_twice_changes_nothing_more_and_keeps_the_length(text):
    key = fold(text)
    assert respell(respell(key)) == respell(key)
    assert len(respell(key)) == len(key)


@pytest.mark.parametrize(
    ("one", "other"),
    [("quanlytieuhoc", "quan li tieu hoc"), ("vanthemy", "van the mi"), ("quy che", "qui che"), ("y te", "yte")],
)
def test_two_spellings_meet_without_spaces_too(one, other):
    assert joined(one) == joined(other)


@given(st.text())
def test_joining_forgets_no_more_than_spaces_and_spelling(text):
    key = fold(text)
    assert joined(respell(key)) == joined(key) == joined(joined(key))
    assert len(joined(key)) == len(key.replace(" ", ""))


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("Hiệu trưởng", "HIỆU TRƯỞNG", "Hiệu trưởng"),
        ("Hiệu trưởng", "Hiệu phó\nHiệu trưởng.", "Hiệu trưởng\nHiệu phó"),
        ("", "Hiệu phó", "Hiệu phó"),
        ("Hiệu trưởng", "", "Hiệu trưởng"),
        ("A", "B\nb\nC", "A\nB\nC"),
    ],
)
def test_lines_are_joined_without_saying_one_twice(first, second, both):
    assert join_lines(first, second) == both


@given(st.text().map(clean_lines), st.text().map(clean_lines))
def test_joining_keeps_the_first_text_and_loses_no_line_of_the_second(first, second):
    lines = join_lines(first, second).splitlines()
    assert lines[: len(first.splitlines())] == first.splitlines()
    assert {fold(line) for line in lines} == {fold(line) for line in [*first.splitlines(), *second.splitlines()]}
    assert join_lines("\n".join(lines), second).splitlines() == lines
