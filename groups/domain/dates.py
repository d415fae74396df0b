"""Dates that an old document gives only in part.

A date known to the month is kept as the *last* day of that month: a state that began "in November" is certain
only once November is over, and the register never claims more than it knows.
"""

import calendar
import datetime as dt
import re
from enum import StrEnum


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    NONE = "none"


PRECISION_LABELS = {
    Precision.DAY: "đủ ngày, tháng, năm",
    Precision.MONTH: "chỉ biết tháng, năm",
    Precision.NONE: "không rõ",
}


#: Whoever writes an earlier year left digits out.
_FIRST_YEAR = 1900


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def parse_partial(text: str) -> tuple[dt.date | None, Precision]:
    """Read ``2021-11-05``, ``2021-11`` or an empty string. Raise ``ValueError`` for anything else."""
    if not text:
        return None, Precision.NONE
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return dt.date(*parts), Precision.DAY
    if len(parts) == 2:
        return month_end(*parts), Precision.MONTH
    raise ValueError(f"not a date: {text!r}")


def short_date(date: dt.date | None, precision: str = Precision.DAY) -> str:
    """Return the date as a screen shows it: ``05/11/2021``, ``tháng 11/2021`` or ``không rõ ngày``."""
    if date is None or precision == Precision.NONE:
        return "không rõ ngày"
    if precision == Precision.MONTH:
        return f"tháng {date:%m/%Y}"
    return f"{date:%d/%m/%Y}"


def issue_refusal(day: dt.date, precision: str, today: dt.date) -> str | None:
    """Return the sentence that refuses ``day`` as the date of a document, or None: it is to have been issued."""
    latest = month_end(today.year, today.month) if precision == Precision.MONTH else today
    if day > latest:
        return f"Ngày ban hành không được sau hôm nay ({short_date(today)})."
    return year_refusal(day)


def year_refusal(day: dt.date) -> str | None:
    """Return the sentence that refuses a day whose year was not written out, or None."""
    if day.year >= _FIRST_YEAR:
        return None
    return f"Hãy ghi năm đủ bốn chữ số; ngày vừa nhập thuộc năm {day.year}."


def full_date(text: str) -> dt.date | None:
    """Return the day that :func:`short_date` wrote, or None where it wrote only a part of one."""
    if not re.fullmatch(r"\d\d/\d\d/\d{4}", text, re.ASCII):
        return None
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None


def spoken_date(date: dt.date | None, precision: str = Precision.DAY) -> str:
    """Return the date as it stands within a sentence: ``ngày 05/11/2021``, ``tháng 11/2021`` or ``không rõ ngày``."""
    text = short_date(date, precision)
    return f"ngày {text}" if text[0].isdigit() else text


def formal_date(date: dt.date | None, precision: str = Precision.DAY) -> str:
    """Return the date as an administrative document writes it.

    Nghị định 30/2020/NĐ-CP, Phụ lục I: a 0 stands before a day under 10 and before months 1 and 2. What is
    not known is written "[?]", never guessed.
    """
    if date is None or precision == Precision.NONE:
        return "ngày [?] tháng [?] năm [?]"
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    day = "[?]" if precision == Precision.MONTH else f"{date.day:02d}"
    return f"ngày {day} tháng {month} năm {date.year}"
