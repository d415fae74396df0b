"""Wards as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.wards import same_ward, ward_name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Phường 4", "Phường 5"),
        ("Phường 4", "Phường 14"),
        ("Xã Tân Bình", "Phường Tân Bình"),
        ("Thị trấn Tân Bình", "Xã Tân Bình"),
        ("Phú Nhuận", "Nhuận"),
        ("Xuân Thới", "Thới"),
        ("Phường", "Phường 4"),
        ("", "Phường 4"),
    ],
)
def test_two_wards_are_two(first, second):
    assert not same_ward(first, second)
    assert not same_ward(second, first)


@pytest.mark.parametrize("other", ["phường 4", "PHUONG 4", "P.4", "P4", "p. 04", "F.4", "4", "04"])
def test_one_ward_is_one_however_it_is_written(other):
    assert ward_name("Phường 4") == ward_name(other)
    assert same_ward("Phường 4", other)
    assert same_ward(other, "Phường 4")


@pytest.mark.parametrize(
    ("first", "second"),
    [("Phường Hạnh Thông", "Hạnh Thông"), ("X. Tân Bình", "Xã Tân Bình"), ("TT Củ Chi", "Thị trấn Củ Chi")],
)
def test_a_ward_with_a_name_is_one_however_its_kind_is_written(first, second):
    assert same_ward(first, second)


@given(st.text(max_size=40))
def test_every_text_is_the_same_ward_as_itself(text):
    assert same_ward(text, text)
