"""A sheet that somebody brought, as headings and rows of text: Excel workbooks and CSV files."""

import csv
import datetime as dt
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from ..domain.headings import match_headings
from ..domain.importing import MOST_ROWS, Kind
from ..domain.old_encodings import convert, detect

#: What a workbook may come to when it is unpacked, in bytes; how many columns are read; where headings are looked for.
_UNPACKED, _COLUMNS, _HEAD = 200 * 1024 * 1024, 60, 30
_EXPECTED = "Cần tệp Excel (.xlsx) hoặc CSV."


class UnreadableTable(ValueError):
    """The file is no sheet that can be read; the message (Vietnamese) says what was expected."""


@dataclass(frozen=True)
class SheetRow:
    """A row: its number in the file, and the text of each cell."""

    number: int
    cells: list[str]
    section: str = ""


@dataclass(frozen=True)
class SheetTable:
    """The table of a file. ``encoding`` is that of old Vietnamese fonts where the texts are in one, else empty."""

    headings: list[str]
    rows: list[SheetRow]
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    sheet: str = ""


def read_table(content: bytes, file_name: str) -> SheetTable:
    """Return the table in the file, without the titles above it and without empty rows.

    Raise :class:`UnreadableTable` where it is no such file or holds too much.
    """
    if content[:4] == b"PK\x03\x04":
        sheet, lines, notes = _xlsx(content)
    elif content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableTable("Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu: hãy bỏ mật khẩu và lưu lại thành .xlsx.")
    elif file_name.lower().endswith(".xlsx") and content:
        raise UnreadableTable(f"Không đọc được tệp. {_EXPECTED}")
    else:
        sheet, lines, notes = "", _csv(content), []
    found = [(number, cells) for number, cells in enumerate(lines, start=1) if any(cells)]
    if not found:
        raise UnreadableTable(f"Tệp không có dòng nào. {_EXPECTED}")
    if len(found) > MOST_ROWS + _HEAD:
        raise UnreadableTable(f"Tệp có hơn {MOST_ROWS} dòng: hãy chia thành nhiều tệp.")
    encoding = detect(text for _, cells in found for text in cells)
    place = _heading_place(found[:_HEAD], encoding)
    empty = found[-1][0] - found[place][0] + 1 - len(found[place:])
    if empty:
        notes.append(f"Bỏ qua {empty} dòng trống.")
    rows = [SheetRow(number, cells) for number, cells in found[place + 1 :] if cells != found[place][1]]
    return SheetTable(found[place][1], rows, notes, encoding, sheet)


def _heading_place(lines: list[tuple[int, list[str]]], encoding: str) -> int:
    """Return which line holds the headings: the first of those with the most that are understood."""

    def understood(line: tuple[int, list[str]]) -> int:
        texts = [convert(text, encoding) for text in line[1]]
        return max(len(match_headings(kind, texts)) for kind in Kind)

    return max(range(len(lines)), key=lambda index: (understood(lines[index]), -index))


# --- CSV ------------------------------------------------------------------------------------------------------------
def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    if "\x00" in text:
        raise UnreadableTable(f"Không đọc được tệp. {_EXPECTED}")
    head = text[:4096].splitlines()[:5]
    delimiter = max(";\t,", key=lambda each: sum(line.count(each) for line in head))
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableTable(f"Không đọc được tệp CSV. {_EXPECTED}") from error
    return [[_text(cell) for cell in line[:_COLUMNS]] for line in lines]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = content.decode("latin-1")  # takes any byte, so it counts only where the words are those of an old font
        if detect(text.splitlines()):
            return text
        raise UnreadableTable("Tệp CSV phải ở bảng mã Unicode (UTF-8): hãy lưu lại từ Excel.") from error


# --- Excel ----------------------------------------------------------------------------------------------------------
def _xlsx(content: bytes) -> tuple[str, list[list[str]], list[str]]:
    merged = _look_inside(content)
    try:
        # Only a book that is read whole tells which of its cells are merged.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=not merged, data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        sheet = shown[0]
        lines = _lines(sheet, merged)
    except UnreadableTable:
        raise
    except Exception as error:  # the library raises whatever its parts raise; each means the same to the reader
        raise UnreadableTable(f"Không đọc được tệp. {_EXPECTED}") from error
    notes = [f"Đã đọc trang tính “{sheet.title}”; các trang tính khác không được đọc."] if len(shown) > 1 else []
    if merged and (count := _spread(sheet, lines)):
        notes.append(f"Có {count} ô gộp: nội dung được hiểu là của mọi dòng mà ô ấy trải qua.")
    return sheet.title, lines, notes


def _look_inside(content: bytes) -> bool:
    """Return whether a sheet has merged cells. Raise :class:`UnreadableTable` for what is no workbook or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise UnreadableTable(f"Tệp không phải bảng tính Excel (.xlsx). {_EXPECTED}")
            if sum(part.file_size for part in parts) > _UNPACKED:
                raise UnreadableTable("Tệp mở ra quá lớn: hãy bỏ hình ảnh, định dạng thừa, hoặc chia thành nhiều tệp.")
            sheets = [part for part in parts if part.filename.startswith("xl/worksheets/sheet")]
            return any(b"<mergeCell " in archive.read(part) for part in sheets)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise UnreadableTable(f"Tệp bị hỏng hoặc có mật khẩu. {_EXPECTED}") from error


def _lines(sheet: Any, merged: bool) -> list[list[str]]:
    if not merged:
        sheet.reset_dimensions()  # what a file says of its size need not be so
    limit = 2 * MOST_ROWS
    if merged and sheet.max_row > limit:
        raise UnreadableTable(f"Trang tính có ô gộp và dài quá {limit} dòng: hãy xoá các dòng thừa ở cuối.")
    lines: list[list[str]] = []
    kept = 0
    for row in sheet.iter_rows(max_col=_COLUMNS, values_only=True):
        lines.append([_text(cell) for cell in row])
        kept += any(lines[-1])
        if kept > limit:
            raise UnreadableTable(f"Tệp có hơn {MOST_ROWS} dòng: hãy chia thành nhiều tệp.")
    width = max((index for line in lines for index, text in enumerate(line, start=1) if text), default=0)
    return [line[:width] for line in lines]


def _spread(sheet: Any, lines: list[list[str]]) -> int:
    """Give the value of each merged cell to the rows that it covers; beside it, in its first column alone."""
    count = 0
    for area in sheet.merged_cells.ranges:
        first, column = area.min_row - 1, area.min_col - 1
        if area.max_row > area.min_row and first < len(lines) and column < len(lines[first]) and lines[first][column]:
            count += 1
            for line in lines[first + 1 : area.max_row]:
                line[column] = line[column] or lines[first][column]
    return count


def _text(value: Any) -> str:
    """Return a cell as a person reads it: a date as 05/11/2021, a whole number without ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
