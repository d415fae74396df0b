"""Dates as people write them; first what is none, and what is known in part."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.dates import Precision, formal_date, issue_refusal, short_date
from groups.domain.written_dates import read_date


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "không phải ngày"),
        ("năm 2021", "chỉ cho biết năm"),
        ("2021", "chỉ cho biết năm"),
        ("11/25/2021", "không có tháng 25"),
        ("31/02/2021", "không có ngày 31"),
        ("00/11/2021", "không có ngày 00"),
        ("5/11", "không phải ngày"),
        ("5/11-2021", "không phải ngày"),
        ("05/11/0021", "nằm ngoài khoảng"),
        ("05/11/202", "không phải ngày"),
        ("11/21", "không phải ngày"),
        ("từ 05/11/2021 đến nay", "không phải ngày"),
        ("٠٥/11/2021", "không phải ngày"),
        ("0912345678", "không phải ngày"),
        ("123456", "không phải ngày"),
        ("2021-11-05 14:30", "không phải ngày"),
        ("hôm qua", "không phải ngày"),
    ],
)
def test_what_is_no_day_says_what_was_expected_and_never_repeats_the_text(text, says):
    with pytest.raises(ValueError, match=says) as caught:
        read_date(text)
    assert "05/11/2021" in str(caught.value)
    assert "0912345678" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["tháng 11/2021", "Tháng 11 năm 2021", "11-2021", "11/2021", "T11/2021", "2021-11", "tháng 11, 2021",
     "ngày [?] tháng 11 năm 2021", "Tân Bình, ngày … tháng 11 năm 2021", "ngày ... tháng 11 năm 2021"],
)  # fmt: skip
def test_a_month_stays_a_month(text):
    found = read_date(text)
    assert (found.precision, short_date(found.date, found.precision)) == (Precision.MONTH, "tháng 11/2021")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("05/11/2021", True),
        ("2021-11-05", True),
        ("2021-11-05 00:00:00", False),
        ("5/11/21", False),
        ("5.11.2021", False),
        ("05-11-2021", False),
        ("5 / 11 / 2021", False),
        ("ngày 5/11/2021", False),
        ("ngày 05 tháng 11 năm 2021", False),
        ("NGÀY 5 THÁNG 11 NĂM 2021", False),
        ("Tân Bình, ngày 05 tháng 11 năm 2021", False),
        ("5 tháng 11, 2021", False),
        ("44505", False),
        ("44505.0", False),
    ],
)
def test_a_day_is_read_in_its_usual_forms(text, plain):
    found = read_date(text)
    assert (found.date, found.precision, found.plain) == (dt.date(2021, 11, 5), Precision.DAY, plain)


def test_a_year_of_two_figures_is_of_this_century_up_to_69():
    assert (read_date("30/4/75").date, read_date("1/1/69").date) == (dt.date(1975, 4, 30), dt.date(2069, 1, 1))


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(Precision))
def test_what_the_register_writes_is_read_as_what_it_meant(day, precision):
    if precision == Precision.NONE:
        return
    for text in (short_date(day, precision), formal_date(day, precision)):
        found = read_date(text)
        assert found.precision == precision
        assert short_date(found.date, found.precision) == short_date(day, precision)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_says_what_was_expected(text):
    try:
        told = read_date(text).precision
    except ValueError as error:
        told = str(error)
    assert told in (Precision.DAY, Precision.MONTH) or told.endswith("ví dụ 05/11/2021.")


@pytest.mark.parametrize(
    ("day", "precision", "says"),
    [
        (dt.date(2026, 11, 23), Precision.DAY, ""),
        (dt.date(2026, 11, 24), Precision.DAY, "sau hôm nay (23/11/2026)"),
        (dt.date(2026, 11, 30), Precision.MONTH, ""),  # known to the month it is kept as its last day
        (dt.date(2026, 12, 31), Precision.MONTH, "sau hôm nay"),
        (dt.date(26, 11, 2), Precision.DAY, "năm 26"),
        (dt.date(1900, 1, 1), Precision.DAY, ""),
    ],
)
def test_a_document_was_issued_on_a_day_that_was(day, precision, says):
    refused = issue_refusal(day, precision, dt.date(2026, 11, 23)) or ""
    assert (says in refused, bool(refused)) == (True, bool(says))
