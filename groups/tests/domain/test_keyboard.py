"""Telex and VNI leftovers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.keyboard import retyped


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hiệu trưởng",
        "Quản lý tiểu học",
        "viber zalo",
        "Khối 9",
        "THCS 2026",
        "phòng giáo dục và đào tạo",
        "P.GD-ĐT",
        "GDĐT BLĐ CĐCS",
        "Krông Búk",
        "Plei Kần",
        "lớp 9D9",
        "Hiệu trưởng các trườngs",
        "Phòng giáo dục Tana Bình",
        "Hiệu truowngr",
        "Ana Canada",
    ],
)
def test_what_was_typed_right_is_left_alone(text):
    assert retyped(text) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hieeuj truwowngr", "hieu truong"),
        ("Quarn lys tieeur hocj", "quan ly tieu hoc"),
        ("cacs truwowngf maafm non coong laapj", "cac truong mam non cong lap"),
        ("hie6u5 tru7o7ng3", "hieu truong"),
        ("d9a2o ta5o", "dao tao"),
        ("to63 bo65 mo6n", "to bo mon"),
        ("trwowngf thw vieenj, truongwf", "truong thu vien truong"),
        ("nhwngx twf thws trwowngf", "nhung tu thu truong"),
        ("truowrng hojc, Nhosm Hieeju", "truong hoc nhom hieu"),
        ("tieuer hocj Mamaf non congo laapj", "tieu hoc mam non cong lap"),
        ("dongdof quanaj ngoaof khoeos", "dong quan ngoao khoeo"),
        ("DDawks Lawks, Kroong Buks", "dak lak krong buk"),
        ("P.GD-DDT, PGD&D9T, BLDD, BLD9, GDDDT", "p gd dt pgd dt bld bld gddt"),
    ],
)
def test_leftovers_are_undone(typed, meant):
    assert retyped(typed) == meant


@given(st.text(max_size=80))
def test_any_text_is_borne_and_the_number_of_words_stays(text):
    from groups.domain.text import fold

    meant = retyped(text)
    assert meant is None or len(meant.split()) == len(fold(text).split())
