"""The lines of an OpenDocument sheet (ISO/IEC 26300), read as a stream: a program writes a million empty rows as one.

Not by odfpy, which writes our own: it builds a tree of slow objects of the whole file, and expands entities.
"""

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element  # nosec B405: only the name of the type; defusedxml reads

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from .brought_file import (
    BROKEN,
    MOST_COLUMNS,
    MOST_LINES,
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

#: What the part with the cells may come to when it is unpacked, in bytes.
_UNPACKED = 50 * 1024 * 1024
_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _TEXT, _OFFICE, _STYLE = (_NAMESPACE % name for name in ("table", "text", "office", "style"))
_ROW, _CELL, _COVERED = f"{_TABLE}table-row", f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_SPACES = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
#: What stands in a cell beside its text: the remark of a reader, a note, a picture with words of its own.
_BESIDE = (f"{_OFFICE}annotation", f"{_TEXT}note", _NAMESPACE % "drawing")


def read_ods(content: bytes) -> Brought:
    """Return the lines of the first sheet that is shown and holds something.

    Raise :class:`UnreadableTable` where none can be read.
    """
    with opened(content) as archive:
        part = archive.getinfo("content.xml")
        refuse_bomb([part], _UNPACKED)
        try:
            with archive.open(part) as stream:
                return _read(stream)
        except (ParseError, DefusedXmlException, RecursionError) as error:
            raise UnreadableTable(BROKEN) from error


def _read(stream) -> Brought:
    book, path = _Book(), []
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            if element.tag == f"{_TABLE}table":
                if any(above.tag == _CELL for above in path):
                    raise UnreadableTable("Bảng tính có bảng khác nằm trong ô: hãy bỏ bảng con rồi lưu lại.")
                book.begin(element)
            continue
        path.pop()
        if element.tag == f"{_STYLE}style":
            book.take_style(element)
        elif element.tag == _ROW and book.sheets:
            book.take_row(element)
            path[-1].remove(element)  # or a million empty rows would be kept
    return book.brought()


class _Book:
    """The sheets of a book as far as they were read: the first that is shown and holds something is kept.

    The others are only counted.
    """

    def __init__(self) -> None:
        self.sheets = 0
        self._shown = 0
        self._hidden: set[str] = set()
        self._kept = self._now = _Sheet("")

    def take_style(self, style: Element) -> None:
        """Note a style that hides a sheet; styles stand before the sheets."""
        look = style.find(f"{_STYLE}table-properties")
        if look is not None and look.get(f"{_TABLE}display") == "false":
            self._hidden.add(style.get(f"{_STYLE}name", ""))

    def begin(self, table: Element) -> None:
        """Note that a sheet begins. The first is kept until one comes that is shown, an empty one until the next."""
        is_shown = table.get(f"{_TABLE}style-name") not in self._hidden
        self._now = _Sheet(table.get(f"{_TABLE}name", ""))
        if not self.sheets or (is_shown and not (self._shown and self._kept.lines)):
            self._kept = self._now
        self.sheets += 1
        self._shown += is_shown

    def take_row(self, row: Element) -> None:
        """Read a row of the sheet that is kept."""
        if self._now is self._kept:
            self._kept.take(row)

    def brought(self) -> Brought:
        """Return what was read. Raise :class:`UnreadableTable` where there was no sheet, or too long a one."""
        if not self.sheets:
            raise UnreadableTable(BROKEN)
        kept = self._kept
        if len(kept.lines) > MOST_LINES:
            raise UnreadableTable(TOO_LONG)
        others = [f"Đã đọc trang tính “{kept.name}”; các trang tính khác không được đọc."] if self._shown > 1 else []
        return Brought(kept.lines, others + merged_note(kept.merged), kept.name)


class _Sheet:
    """The lines of one sheet as far as it was read. Cells that cover lines below speak for these too."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self.merged = 0
        self._number = 0
        self._above: dict[int, tuple[int, str]] = {}  # by column: for how many more lines, what

    def take(self, row: Element) -> None:
        """Read a row, as often as it says it repeats."""
        times = max(1, int(row.get(f"{_TABLE}number-rows-repeated", "1")))
        if not self._above and not any(_text(cell) for cell in row):
            self._number += times
            return
        for _ in range(times):
            self._number += 1
            cells, covers = self._cells(row)
            if any(cells):
                self.lines.append(Line(self._number, cells, across(cells, covers)))
            elif not self._above:
                self._number += times - 1
                return
            if len(self.lines) > MOST_LINES:
                return

    def _cells(self, row: Element) -> tuple[list[str], int]:
        cells: list[str] = []
        covers, above = 0, self._above
        self._above = {column: (left - 1, text) for column, (left, text) in above.items() if left > 1}
        for cell, count in _places(row):
            text = "" if cell.tag == _COVERED else _text(cell)
            wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
            tall = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            for _ in range(min(count, MOST_COLUMNS - len(cells))):
                column = len(cells)
                if text and tall > 1:
                    self._above[column] = (tall - 1, text)
                    self.merged += 1
                elif text and wide > 1:
                    covers = wide
                cells.append(text or above.get(column, (0, ""))[1])
        while cells and not cells[-1]:
            cells.pop()
        return cells, covers


def _places(row: Element) -> Iterator[tuple[Element, int]]:
    for cell in row:
        if cell.tag in (_CELL, _COVERED):
            yield cell, max(1, int(cell.get(f"{_TABLE}number-columns-repeated", "1")))


def _text(cell: Element) -> str:
    """Return a cell as a person reads it: the value of a number or day, whatever its format, else its paragraphs."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    value = _value(kind, cell)
    if value is not None:
        return cell_text(value)
    lines = ("".join(_words(part)) for part in cell if part.tag in (f"{_TEXT}p", f"{_TEXT}h"))
    return "\n".join(lines).strip()


def _value(kind: str, cell: Element) -> Any:
    try:
        if kind in ("float", "currency"):
            number = float(cell.get(f"{_OFFICE}value", ""))
            return number if math.isfinite(number) else None
        if kind == "date":
            return dt.date.fromisoformat(cell.get(f"{_OFFICE}date-value", "")[:10])
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
    except ValueError:
        pass  # a value that is none: what is shown counts
    return None


def _words(part: Element) -> Iterator[str]:
    yield part.text or ""
    for inner in part:
        if inner.tag == f"{_TEXT}s":
            yield " " * min(int(inner.get(f"{_TEXT}c", "1")), 100)
        elif inner.tag in _SPACES:
            yield _SPACES[inner.tag]
        elif not inner.tag.startswith(_BESIDE):
            yield from _words(inner)
        yield inner.tail or ""
