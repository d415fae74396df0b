"""Abbreviations: alternatives for search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.abbreviations import expansions
from groups.domain.text import fold


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("HT MNCL", "hieu truong mam non cong lap"),
        ("P.GDĐT", "phong giao duc va dao tao"),
        ("PGD&ĐT", "phong giao duc va dao tao"),
        ("pgddt", "phong giao duc va dao tao"),
        ("Quản lý TiH", "quan ly tieu hoc"),
        ("CV THCS", "chuyen vien trung hoc co so"),
    ],
)
def test_an_abbreviation_is_written_out(typed, meant):
    assert meant in expansions(typed)


def test_an_ambiguous_one_keeps_all_its_senses_and_itself():
    assert {"chuyen vien", "cong van", "cv"} <= set(expansions("CV"))


def test_a_word_that_is_no_abbreviation_stays_alone():
    assert expansions("Quản lý") == ["quan ly"]


@given(st.text(max_size=60), st.integers(1, 20))
def test_what_was_typed_comes_first_and_the_limit_holds(text, limit):
    found = expansions(text, limit)
    assert found[0] == fold(text)
    assert len(found) <= limit
    assert len(set(found)) == len(found)


def test_many_ambiguous_words_do_not_explode():
    assert len(expansions("CV TP TB CĐCS PC PT TT TH KT NV CT P Q " * 20)) == 12
