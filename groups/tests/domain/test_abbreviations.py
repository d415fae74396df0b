"""Abbreviations: alternatives for search."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain import abbreviations
from groups.domain.abbreviations import expansions, index_words, name_key, segments, spelled_out
from groups.domain.text import fold, respell, squash


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


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("HT trường", [("hieu truong", "ht"), ("truong",)]),
        ("P. GD - ĐT", [("phong giao duc va dao tao", "p gd dt")]),
        ("", []),
        ("🙂", []),
    ],
)
def test_a_text_is_cut_into_words_with_all_they_stand_for(typed, parts):
    assert segments(typed) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HT trường MNCL", "hiệu trưởng Trường mầm non công lập"),
        ("Quản lý TiH", "quản lí tiểu học"),
        ("P.GD-ĐT", "Phòng Giáo dục và Đào tạo"),
        ("PGD&ĐT", "P GD ĐT"),
        ("Văn - thể - mỹ", "VTM"),
        ("Khối8", "Khối 8"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quản lý tiểu học", "Quản lý trung học cơ sở"),
        ("Khối 8", "Khối 9"),
        ("Mầm non công lập", "Mầm non ngoài công lập"),
        ("Hiệu trưởng", "Phó hiệu trưởng"),
    ],
)
def test_two_names_have_two_keys(one, other):
    assert name_key(one) != name_key(other)


def test_the_likeliest_sense_of_an_ambiguous_abbreviation_is_written_out():
    assert spelled_out("CV phòng") == "chuyen vien phong"


def test_a_name_is_indexed_under_its_own_words_and_those_of_every_sense():
    assert index_words("CV Quản lý").split() == [
        "chuyen", "chuyen_vien", "cong", "cv", "li", "quan", "quan_li", "van", "vien", "vien_quan",
    ]  # fmt: skip
    assert index_words("🙂") == ""


@given(st.text(max_size=60))
def test_keys_and_words_of_any_text_are_folded_respelt_and_bounded(text):
    spelled = spelled_out(text)
    assert spelled == respell(fold(spelled))
    assert name_key(text) == spelled.replace(" ", "")
    words = index_words(text).split()
    assert words == sorted(set(words))
    assert set(respell(fold(text)).split()) <= set(words)
    assert set(spelled.split()) <= set(words)


CONTENT = json.loads(Path(abbreviations.__file__).with_name("abbreviations.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("full", [group["full"] for group in CONTENT["groups"]])
def test_a_full_form_is_written_out_already_even_where_it_holds_a_short_one(full):
    assert spelled_out(full) == respell(fold(full))
    assert name_key(f"Trưởng {full} Bình Minh") == squash(respell(fold(f"Trưởng {full} Bình Minh")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND phường", "Ủy ban nhân dân phường"),
        ("Uỷ ban xã", "UBND xã"),
        ("GV lá", "Giáo viên lớp lá"),
        ("QTV", "quản trị viên"),
    ],
)
def test_a_short_form_meets_the_full_form_that_holds_it(one, other):
    assert name_key(one) == name_key(other)


def test_a_long_name_of_abbreviations_fits_its_column():
    assert len(spelled_out(("PGD " * 50)[:200])) <= 2000
    assert len(spelled_out(("P.HCM" * 50)[:200])) <= 2000
