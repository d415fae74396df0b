"""Dates as people write them in a sheet: 5/11/21, ngày 05 tháng 11 năm 2021, tháng 11/2021, a day's number in Excel.

The day stands before the month, as everybody here writes it. What is known in part stays known in part (ADR 0004);
a day that nobody wrote is never made up.
"""

import datetime as dt
import re
from dataclasses import dataclass

from .dates import Precision, month_end
from .text import clean

_DAY = r"(?P<day>[0-9]{1,2}|\[\?\]|…+|\.{2,})"
_MONTH, _YEAR = r"(?P<month>[0-9]{1,2})", r"(?P<year>[0-9]{4}|[0-9]{2})"
_FULL_YEAR = r"(?P<year>[0-9]{4})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_FULL_YEAR}-{_MONTH}(?:-{_DAY})?(?:[t ]00:00(?::00(?:\.0+)?)?)?",
        rf"(?:ngày )?{_DAY} ?(?P<by>[/.-]) ?{_MONTH} ?(?P=by) ?{_YEAR}",
        rf"(?:.{{0,60}}, ?)?(?:ngày )?{_DAY} ?tháng {_MONTH},? (?:năm )?{_FULL_YEAR}",
        rf"(?:tháng |t)?{_MONTH} ?[/.-] ?{_FULL_YEAR}",
        rf"tháng {_MONTH},? (?:năm )?{_FULL_YEAR}",
    )
)
_ONLY_YEAR = re.compile(r"(?:năm )?[0-9]{4}")
_PLAIN = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: A day's number in a spreadsheet counts from here; so much is a day between 1954 and 2119, and no year.
_EPOCH, _SERIAL = dt.date(1899, 12, 30), re.compile(r"[2-7][0-9]{4}(?:\.0)?")
#: Of two figures, these are years of this century.
_THIS_CENTURY = 70
_YEARS = range(1900, 2101)
EXPECTED = "cần ngày, tháng, năm, ví dụ 05/11/2021"


@dataclass(frozen=True)
class WrittenDate:
    """A date that was read. ``plain``: it can be read in one way only, and nobody needs to be told how it was."""

    date: dt.date
    precision: Precision
    plain: bool


def read_date(text: str) -> WrittenDate:
    """Read a date as people write it. Raise ``ValueError`` (Vietnamese, without the text) where it is none."""
    written = clean(text).lower()
    if _SERIAL.fullmatch(written):
        return WrittenDate(_EPOCH + dt.timedelta(days=int(float(written))), Precision.DAY, False)
    found = next(filter(None, (form.fullmatch(written) for form in _FORMS)), None)
    if found is None:
        only = "chỉ cho biết năm" if _ONLY_YEAR.fullmatch(written) else "không phải ngày"
        raise ValueError(f"{only}: {EXPECTED}.")
    month, year = int(found["month"]), _year(found["year"])
    if not 1 <= month <= 12:
        raise ValueError(f"không có tháng {month}: {EXPECTED}.")
    if year not in _YEARS:
        raise ValueError(f"năm {year} nằm ngoài khoảng {_YEARS[0]}–{_YEARS[-1]}: {EXPECTED}.")
    day = found.groupdict().get("day") or ""
    if not day.isdecimal():
        return WrittenDate(month_end(year, month), Precision.MONTH, False)
    try:
        date = dt.date(year, month, int(day))
    except ValueError as error:
        raise ValueError(f"không có ngày {day} trong tháng {month}/{year}: {EXPECTED}.") from error
    return WrittenDate(date, Precision.DAY, _PLAIN.fullmatch(written) is not None)


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < _THIS_CENTURY else 1900)
