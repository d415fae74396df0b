"""The attached list as a table: its columns, said once for Excel, OpenDocument, CSV and JSON."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass

from ..domain.dates import full_date
from .rows import AttachedList, ListRow, legible

#: Bump when a key of the JSON changes its meaning.
SCHEMA = 1
#: A spreadsheet counts days from 1900, and Excel takes that for a leap year: earlier days stay words.
_FIRST_DAY = dt.date(1900, 3, 1)
# What a spreadsheet takes for the beginning of a formula; full-width and small signs count as plain ones there.
_SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫"
# Inside a text too: a program that parts cells at ";" begins a new one there. Only the plain line of an enumeration
# ("- Hiệu trưởng các trường") stays as it is, for nothing in it could be run.
_BEGINS_FORMULA = re.compile(
    rf"\A(?=[{_SIGNS}])|(?<=[;\n])(?=\s*[{_SIGNS}])(?!\s*[-+] [^|(!=@;\n]*(?:[;\n]|\Z))",
)

Value = str | int | dt.date


@dataclass(frozen=True)
class Column:
    """One column: its key for programs, its heading for people, its width in characters, and what stands in it."""

    key: str
    heading: str
    width: int
    value: Callable[[ListRow], Value]


def _rooms(row: ListRow) -> Value:
    return int(row.rooms) if row.rooms.isdecimal() and len(row.rooms) < 10 else row.rooms


def _since(row: ListRow) -> Value:
    day = full_date(row.since)
    return day if day and day >= _FIRST_DAY else row.since


COLUMNS = (
    Column("number", "STT", 6, lambda row: row.number),
    Column("section", "Mục", 18, lambda row: row.section),
    Column("code", "Mã số", 14, lambda row: row.code),
    Column("name", "Tên nhóm", 44, lambda row: row.name),
    Column("platform", "Ứng dụng", 12, lambda row: row.platform),
    Column("rooms", "Số nhóm", 9, _rooms),
    Column("level", "Cấp học", 18, lambda row: row.level),
    Column("members", "Thành viên", 46, lambda row: row.members),
    Column("lead", "Trưởng nhóm, phụ trách", 28, lambda row: row.lead),
    Column("directive", "Hướng xử lý", 36, lambda row: row.directive),
    Column("since", "Công nhận từ", 15, _since),
    Column("document", "Theo văn bản", 18, lambda row: row.document),
    Column("source", "Dòng của văn bản gốc", 22, lambda row: row.source),
)


def shown_columns(document: AttachedList) -> tuple[Column, ...]:
    """The columns that people are shown: "Mục" only where the list is parted into sections."""
    parted = any(row.section for row in document.rows)
    return tuple(column for column in COLUMNS if parted or column.key != "section")


def lines_above(document: AttachedList) -> list[tuple[str, str]]:
    """(style, text) of each line: who issues it, as the letterhead says; what it is, with which document, of when."""
    heading, covering = document.heading, document.covering
    lines = [
        ("issuer", heading.superior.upper()),
        ("issuer", heading.issuer.upper()),
        ("title", "DANH SÁCH"),
        ("title", document.title_subject),
    ]
    if covering:
        going_with = f"(Kèm theo {covering.kind} số {covering.reference} {covering.date_text} của {covering.issuer})"
        lines.append(("subtitle", going_with))
    return [(style, text) for style, text in (*lines, ("subtitle", document.as_of_text)) if text]


def closing_lines(document: AttachedList) -> list[str]:
    """What stands below the table: how many lines it has, the remarks, where to see whether it still holds."""
    imprint = document.imprint
    published = (
        [f"{imprint.label}, sổ đăng ký đến sự kiện số {imprint.event_number}: {imprint.address}"] if imprint else []
    )
    proved = [f"Đầu sổ: {imprint.head}"] if imprint and imprint.root else []
    return [document.closing, *document.remarks, *published, *proved]


def could_run(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula when a person types or edits it."""
    return _BEGINS_FORMULA.match(text) is not None


def render_csv(document: AttachedList) -> bytes:
    """One header, one record a row (RFC 4180), in UTF-8 with the byte order mark that Excel needs for Vietnamese.

    Days are written as ISO 8601, which every spreadsheet reads alike. An apostrophe stands before each sign with
    which a formula could begin: who needs the bare text takes the JSON.
    """
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([column.heading for column in COLUMNS])
    for row in legible(document).rows:
        writer.writerow([_BEGINS_FORMULA.sub("'", str(column.value(row))) for column in COLUMNS])
    return ("\ufeff" + table.getvalue()).encode()


def render_json(document: AttachedList) -> bytes:
    """The faithful copy for programs, in UTF-8. Within one `schema` no key goes or changes its meaning.

    `as_of` is an ISO day or null. In a row `rooms` is a number and `since` an ISO day where they are certain;
    otherwise both are the list's own words ("3 [?]", "tháng 11/2021"). What is not known is "".
    """
    document = legible(document)
    content = {
        "schema": SCHEMA,
        "title": document.document_title,
        "subject": document.title_subject,
        "language": document.language,
        "as_of": document.as_of or None,
        "as_of_text": document.as_of_text,
        "heading": asdict(document.heading),
        "covering": asdict(document.covering) if document.covering else None,
        "imprint": document.imprint.as_data() if document.imprint else None,
        "recipients": document.recipients,
        "remarks": document.remarks,
        "rows": [{column.key: column.value(row) for column in COLUMNS} for row in document.rows],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, default=dt.date.isoformat) + "\n").encode()
