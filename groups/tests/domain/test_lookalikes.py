"""Look-alike names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.lookalikes import differences, foreign_letters, skeleton
from groups.domain.text import fold


@pytest.mark.parametrize("text", ["Hiệu trưởng các trường", "Đào tạo 2026", "", "P.GD-ĐT + CV", "🙂"])
def test_a_vietnamese_name_has_no_foreign_letter(text):
    assert foreign_letters(text) == []
    assert skeleton(text) == fold(text)


@pytest.mark.parametrize(
    ("text", "letters"), [("Quản lý tiểu hоc", ["о"]), ("Ηiệu trưởng", ["Η"]), ("校長 nhóm", ["校", "長"])]
)
def test_letters_of_other_alphabets_are_named(text, letters):
    assert foreign_letters(text) == letters


@pytest.mark.parametrize("text", ["Нiệu trưởng", "Ηiệu trưởng", "Hіệu trưởng"])
def test_the_skeleton_sees_through_them_and_the_key_does_not(text):
    assert skeleton(text) == "hieu truong"
    assert fold(text) != "hieu truong"


@pytest.mark.parametrize("text", ["Trườnɡ hόc", "Tổ tоán", "cάc", "ắn"])
def test_a_foreign_letter_that_bears_a_mark_is_seen_through_too(text):
    plain = text.replace("ɡ", "g")
    assert skeleton(plain).isascii()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Khối 8", ["“8” thay vì “9”."]),
        ("Khối 9 mới", ["Thừa “mới”."]),
        ("9", ["Thiếu “Khối”."]),
        ("Khối 9", []),
        ("KHOI 9", []),
        ("Khốı 9", ["“Khốı” thay vì “Khối” (có chữ không thuộc bảng chữ cái tiếng Việt: ı)."]),
        ("Đội 8", ["“Đội 8” thay vì “Khối 9”."]),
        ("Кhối 9", ["Có chữ cái của bảng chữ khác, trông giống chữ Latinh: К."]),
    ],
)
def test_what_differs_is_said(typed, said):
    assert differences(typed, "Khối 9") == said


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared(one, other):
    assert all(sentence.endswith(".") for sentence in differences(one, other))
