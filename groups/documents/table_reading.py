"""A sheet that somebody brought, as headings and rows of text."""

import csv
import io
from dataclasses import dataclass, field

import openpyxl


class UnreadableTable(ValueError):
    """The file is no sheet that can be read; the message (Vietnamese) says what was expected."""


@dataclass(frozen=True)
class SheetRow:
    number: int
    cells: list[str]
    section: str = ""


@dataclass(frozen=True)
class SheetTable:
    headings: list[str]
    rows: list[SheetRow]
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    sheet: str = ""


def read_table(content: bytes, file_name: str) -> SheetTable:
    """Return the table in the file. Raise :class:`UnreadableTable`."""
    lines = _csv(content) if file_name.lower().endswith(".csv") else _xlsx(content)
    rows = [(number, cells) for number, cells in enumerate(lines, start=1) if any(cells)]
    if not rows:
        raise UnreadableTable("Tệp không có dòng nào.")
    return SheetTable(rows[0][1], [SheetRow(number, cells) for number, cells in rows[1:]])


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable("Tệp CSV phải ở bảng mã Unicode (UTF-8): hãy lưu lại từ Excel.") from error
    return [list(map(str.strip, row)) for row in csv.reader(io.StringIO(text))]


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).active
    except Exception as error:
        raise UnreadableTable("Không đọc được tệp: cần tệp Excel (.xlsx) hoặc CSV.") from error
    return [["" if cell is None else str(cell).strip() for cell in row] for row in sheet.iter_rows(values_only=True)]
