"""The lines of an Excel workbook."""

import io
from typing import Any

import openpyxl

from ..domain.importing import MOST_ROWS
from .brought_file import (
    EXPECTED,
    MOST_COLUMNS,
    TOO_LONG,
    Brought,
    Line,
    UnreadableTable,
    across,
    cell_text,
    merged_note,
    opened,
    refuse_bomb,
)

#: What a workbook may come to when it is unpacked, in bytes.
_UNPACKED = 200 * 1024 * 1024


def read_xlsx(content: bytes) -> Brought:
    """Return the lines of the first sheet that is shown and holds something.

    Raise :class:`UnreadableTable` where none can be read.
    """
    merged = _look_inside(content)
    try:
        # Only a book that is read whole tells which of its cells are merged.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=not merged, data_only=True)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        for sheet in shown:
            lines = _lines(sheet, merged)
            if any(map(any, lines)):
                break
    except UnreadableTable:
        raise
    except Exception as error:  # the library raises whatever its parts raise; each means the same to the reader
        raise UnreadableTable(f"Không đọc được tệp. {EXPECTED}") from error
    notes = [f"Đã đọc trang tính “{sheet.title}”; các trang tính khác không được đọc."] if len(shown) > 1 else []
    covers = _wide(sheet, lines) if merged else {}
    if merged:
        notes += merged_note(_spread(sheet, lines))
    found = [Line(number, cells, across(cells, covers.get(number, 0))) for number, cells in enumerate(lines, start=1)]
    return Brought([line for line in found if any(line.cells)], notes, sheet.title)


def _look_inside(content: bytes) -> bool:
    """Return whether a sheet has merged cells. Raise :class:`UnreadableTable` for a bomb."""
    with opened(content) as archive:
        refuse_bomb(archive.infolist(), _UNPACKED)
        sheets = [part for part in archive.infolist() if part.filename.startswith("xl/worksheets/sheet")]
        return any(b"<mergeCell " in archive.read(part) for part in sheets)


def _lines(sheet: Any, merged: bool) -> list[list[str]]:
    if not merged:
        sheet.reset_dimensions()  # what a file says of its size need not be so
    limit = 2 * MOST_ROWS
    if merged and sheet.max_row > limit:
        raise UnreadableTable(f"Trang tính có ô gộp và dài quá {limit} dòng: hãy xoá các dòng thừa ở cuối.")
    lines: list[list[str]] = []
    kept = 0
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        lines.append([cell_text(cell) for cell in row])
        kept += any(lines[-1])
        if kept > limit:
            raise UnreadableTable(TOO_LONG)
    width = max((index for line in lines for index, text in enumerate(line, start=1) if text), default=0)
    return [line[:width] for line in lines]


def _wide(sheet: Any, lines: list[list[str]]) -> dict[int, int]:
    """Return, by the number of a line, how many columns a cell of it that holds a text covers."""
    found = {}
    for area in sheet.merged_cells.ranges:
        line = lines[area.min_row - 1] if area.min_row <= len(lines) else []
        if area.min_row == area.max_row and area.min_col <= len(line) and line[area.min_col - 1]:
            found[area.min_row] = area.max_col - area.min_col + 1
    return found


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
