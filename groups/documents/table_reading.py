"""A table that somebody brought, as headings and rows of text: Excel, OpenDocument, Word and CSV files."""

import csv
import io
import re
from dataclasses import dataclass, field

from ..domain.headings import match_headings
from ..domain.importing import Kind, shown
from ..domain.old_encodings import convert, detect
from .brought_file import (
    EXPECTED,
    HEAD,
    MOST_COLUMNS,
    MOST_LINES,
    TOO_LONG,
    Brought,
    Line,
    UnreadableTable,
    cell_text,
    kind_of,
    refuse_others,
)
from .excel_reading import read_xlsx
from .open_sheet_reading import read_ods
from .word_reading import read_docx

#: How the line under a table begins that only adds it up; "Tổng công ty" is the name of somebody.
_TOTAL = re.compile(r"(tổng cộng|tổng số|cộng)\s*([:.,(\d]|$)", re.I)

__all__ = ["SheetRow", "SheetTable", "UnreadableTable", "read_table"]


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
    brought = _brought(content, file_name)
    found, notes = brought.lines, list(brought.notes)
    if not found:
        raise UnreadableTable(f"Tệp không có dòng nào. {EXPECTED}")
    if len(found) > MOST_LINES:
        raise UnreadableTable(TOO_LONG)
    encoding = detect(text for line in found for text in line.cells)
    place = _heading_place(found[:HEAD], encoding)
    headings = found[place].cells
    empty = found[-1].number - found[place].number + 1 - len(found[place:])
    if empty:
        notes.append(f"Bỏ qua {empty} dòng trống.")
    below = found[place + 1 :]
    if totals := [line.number for line in below if _is_total(line, encoding)]:
        notes.append(f"Bỏ qua dòng tổng cộng: dòng {', '.join(map(str, totals[:5]))}{' …' if totals[5:] else ''}.")
        below = [line for line in below if not _is_total(line, encoding)]
    rows, sections = _rows(below, headings)
    if sections:
        told = ", ".join(f"“{shown(convert(each, encoding))}”" for each in sections[:5])
        more = f" và {len(sections) - 5} dòng nữa" if len(sections) > 5 else ""
        notes.append(f"Dòng chạy ngang cả bảng được hiểu là tên mục: {told}{more}.")
    return SheetTable(headings, rows, notes, encoding, brought.sheet)


def _brought(content: bytes, file_name: str) -> Brought:
    refuse_others(content, file_name)
    if content[:4] == b"PK\x03\x04":
        kind = kind_of(content)
        if kind == "docx":
            return read_docx(content, understood)
        return read_ods(content) if kind == "ods" else read_xlsx(content)
    if content and file_name.lower().endswith((".xlsx", ".ods", ".docx")):
        raise UnreadableTable(f"Không đọc được tệp. {EXPECTED}")
    return Brought([Line(number, cells) for number, cells in enumerate(_csv(content), start=1) if any(cells)])


def _rows(lines: list[Line], headings: list[str]) -> tuple[list[SheetRow], list[str]]:
    """Return the rows, each with the line across the table above it, and those lines."""
    rows: list[SheetRow] = []
    sections: list[str] = []
    width = sum(map(bool, headings))
    for line in lines:
        if line.across >= width > 1:
            sections.append(next(filter(None, line.cells)))
        elif line.cells != headings and not _is_count(line.cells):  # many a printed list repeats its headings
            rows.append(SheetRow(line.number, line.cells, sections[-1] if sections else ""))
    return rows, sections


def _is_total(line: Line, encoding: str) -> bool:
    """Whether a line only says how many rows there are, or their sum: nobody is called so."""
    first = next(filter(None, line.cells), "")
    return bool(_TOTAL.match(convert(first, encoding).strip()))


def _is_count(cells: list[str]) -> bool:
    """Whether a line only counts the columns: (1), (2), (3)."""
    texts = list(filter(None, cells))
    return len(texts) > 2 and [text.strip("()[] ") for text in texts] == [str(n) for n in range(1, len(texts) + 1)]


def understood(headings: list[str]) -> int:
    """Return how many of ``headings`` name a column of the kind that has most of them."""
    return max(len(match_headings(kind, headings)) for kind in Kind)


def _heading_place(lines: list[Line], encoding: str) -> int:
    """Return which line holds the headings: the first of those with the most that are understood."""

    def score(line: Line) -> int:
        return understood([convert(text, encoding) for text in line.cells])

    return max(range(len(lines)), key=lambda index: (score(lines[index]), -index))


# --- CSV ------------------------------------------------------------------------------------------------------------
def _csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    if "\x00" in text:
        raise UnreadableTable(f"Không đọc được tệp. {EXPECTED}")
    head = text[:4096].splitlines()[:5]
    delimiter = max(";\t,", key=lambda each: sum(line.count(each) for line in head))
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableTable(f"Không đọc được tệp CSV. {EXPECTED}") from error
    return [[cell_text(cell) for cell in line[:MOST_COLUMNS]] for line in lines]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        text = content.decode("latin-1")  # takes any byte, so it counts only where the words are those of an old font
        if detect(text.splitlines()):
            return text
        raise UnreadableTable(
            "Tệp CSV phải ở bảng mã Unicode: hãy mở tệp gốc trong Excel, lưu kiểu “CSV UTF-8” hoặc “.xlsx” rồi tải lên."
        ) from error
