"""The 0 before a phone number, which spreadsheets take away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.phones import with_leading_zero


@pytest.mark.parametrize(
    "text",
    ["", "0901234567", "+84901234567", "12345678", "123456789", "412345678", "9012345678", "90123456",
     "901234567 (riêng)", "٩٠١٢٣٤٥٦٧", "901234567;901234568", "901-234-567"],
)  # fmt: skip
def test_what_is_no_number_without_its_zero_stays_as_it_is(text):
    assert with_leading_zero(text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("901234567", "0901234567"), ("901234567.0", "0901234567"), ("901 234 567", "0901234567"),
     ("2838451234", "02838451234")],
)  # fmt: skip
def test_the_zero_is_put_back(text, number):
    assert with_leading_zero(text) == number


@given(st.sampled_from("35789"), st.integers(0, 99_999_999))
def test_a_mobile_number_survives_a_spreadsheet(first, rest):
    number = f"0{first}{rest:08d}"
    assert with_leading_zero(str(int(number))) == number
    assert with_leading_zero(number) == number
