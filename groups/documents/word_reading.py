"""The lines of a table in a Word document (ISO/IEC 29500), as letters have it.

python-docx opens the document: it resolves no entity, fetches nothing that lies outside, and gives the tree. Cells are
read from the tree, because its texts leave out what stands in a content control or was entered under watch.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any

import docx
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import qn

from .brought_file import (
    BROKEN,
    EXPECTED,
    MOST_COLUMNS,
    MOST_LINES,
    TOO_LARGE,
    TOO_LONG,
    Brought,
    Line,
    UnreadableTable,
    across,
    merged_note,
    opened,
    refuse_bomb,
)

#: What the document, and its parts that become a tree, may come to when they are unpacked, in bytes; how many tables
#: and cells.
_UNPACKED, _TREES, _TABLES, _CELLS = 100 * 1024 * 1024, 20 * 1024 * 1024, 200, 200_000
_TBL, _TR, _TC, _P, _T = (qn(f"w:{name}") for name in ("tbl", "tr", "tc", "p", "t"))
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
#: What is no text of the cell: drawings with boxes of words, and their twins for older programs.
_TWINS = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_BESIDE = {_TWINS, *(qn(f"w:{name}") for name in ("drawing", "pict", "object", "pPr", "tcPr"))}
_WATCHED = [qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")]

Score = Callable[[list[str]], int]


def read_docx(content: bytes, score: Score) -> Brought:
    """Return the lines of the table whose headings ``score`` counts most of, and of those that go on with it.

    Raise :class:`UnreadableTable` where there is no table, or one that cannot be read without a guess.
    """
    with opened(content) as archive:
        parts = archive.infolist()
        refuse_bomb(parts, _UNPACKED)
        refuse_bomb((part for part in parts if part.filename.endswith((".xml", ".rels"))), _TREES)
    try:
        body = docx.Document(io.BytesIO(content)).element.body
    except Exception as error:  # the library raises whatever its parts raise; each means the same to the reader
        raise UnreadableTable(BROKEN) from error
    if body.getroottree().docinfo.doctype:
        raise UnreadableTable(BROKEN)
    tables = [table for table in body.iter(_TBL) if next(table.iterancestors(_TBL), None) is None]
    if not tables:
        raise UnreadableTable(f"Văn bản Word này không có bảng nào. {EXPECTED}")
    if len(tables) > _TABLES or sum(1 for _ in body.iter(_TC)) > _CELLS:
        raise UnreadableTable(TOO_LARGE)
    try:
        return _chosen([_Table(table, score) for table in tables])
    except (
        ValueError,
        RecursionError,
        InvalidXmlError,
    ) as error:  # a width that is no number, a cell without its parts
        if isinstance(error, UnreadableTable):
            raise
        raise UnreadableTable(BROKEN) from error


def _chosen(tables: list["_Table"]) -> Brought:
    best = max(tables, key=lambda table: table.score)
    lines, notes, count = [], [], 0
    for place, table in enumerate(tables, start=1):
        if table is best or (best.score and table.headings == best.headings):
            table.refuse_unclear()
            lines += [Line(line.number + count, line.cells, line.across) for line in table.read()]
            count += table.length
            notes += merged_note(table.merged)
        elif table.length:
            notes.append(f"Bảng thứ {place} trong văn bản ({table.length} dòng) không được đọc.")
        if len(lines) > MOST_LINES:
            raise UnreadableTable(TOO_LONG)
    if any(table.is_numbered for table in tables if table.headings == best.headings):
        notes.append("Số thứ tự và dấu đầu dòng do Word tự đánh không được đọc.")
    return Brought(lines, notes)


class _Table:
    """One table. Its columns are the cells of the row of headings: other rows are laid under these by width."""

    def __init__(self, element: Any, score: Score) -> None:
        self._element = element
        rows = [row for row in element.iter(_TR) if next(row.iterancestors(_TBL)) is element]
        if len(rows) > MOST_LINES:
            raise UnreadableTable(TOO_LONG)
        edges = [0]
        for column in element.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"):
            edges.append(edges[-1] + max(_number(column, "w:w"), 1))
        self._rows = [list(_cells_of(row, edges)) for row in rows]
        self.length, self.merged = len(rows), 0
        texts = [[cell.text for cell in row] for row in self._rows[:30]]
        scores = [score(row) for row in texts] or [0]
        self.score = max(scores)
        self._head = scores.index(self.score)
        self.headings = texts[self._head] if texts else []

    def refuse_unclear(self) -> None:
        """Raise :class:`UnreadableTable` for what would have to be guessed: changes not yet taken, tables in cells."""
        if next(self._element.iter(*_WATCHED), None) is not None:
            raise UnreadableTable("Bảng còn thay đổi đang theo dõi: hãy chấp nhận hoặc từ chối hết rồi lưu lại.")
        inner = next((table for table in self._element.iter(_TBL) if table is not self._element), None)
        if inner is not None:
            raise UnreadableTable("Trong một ô của bảng có bảng khác: hãy bỏ bảng con rồi lưu lại.")

    @property
    def is_numbered(self) -> bool:
        """Whether Word itself writes numbers or dashes before paragraphs."""
        return next(self._element.iter(qn("w:numPr")), None) is not None

    def read(self) -> list[Line]:
        """Return the lines that hold a text; a cell that covers several lines speaks for each."""
        columns = [(cell.start, cell.end) for cell in self._rows[self._head]][:MOST_COLUMNS] if self._rows else []
        lines, above = [], {}
        for number, row in enumerate(self._rows, start=1):
            cells, covers, below = [""] * (len(columns) + 1), 0, {}
            for cell in row:
                place = _place(cell, columns)
                text = above.get(place, ("", False))[0] if cell.goes_on else cell.text
                # Counted once, at the first line below its own.
                self.merged += bool(text and cell.goes_on and above[place][1])
                cells[place] = "\n".join(filter(None, [cells[place], text]))
                if cell.begins or cell.goes_on:
                    below[place] = (text, cell.begins)
                if text:
                    covers = sum(start < cell.end and end > cell.start for start, end in columns)
            above = below
            if any(cells):
                lines.append(Line(number, cells, across(cells, covers)))
        return lines


class _Cell:
    """A cell: from where to where it reaches, its text, and whether it begins or goes on with one of several lines."""

    def __init__(self, element: Any, start: int, end: int) -> None:
        self.start, self.end = start, end
        merge = element.tcPr.find(qn("w:vMerge")) if element.tcPr is not None else None
        self.begins = merge is not None and merge.get(qn("w:val")) == "restart"
        self.goes_on = merge is not None and not self.begins
        lines = ("".join(_words(paragraph)).strip() for paragraph in _paragraphs(element))
        self.text = "" if self.goes_on else "\n".join(filter(None, lines))


def _cells_of(row: Any, edges: list[int]) -> Iterator[_Cell]:
    def edge(place: int) -> int:
        # A grid that says less than its rows: columns beyond it count one by one.
        return edges[place] if place < len(edges) else edges[-1] + place - len(edges) + 1

    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    place = min(_number(before, "w:val"), MOST_COLUMNS) if before is not None else 0
    for cell in row.iter(_TC):
        if next(cell.iterancestors(_TR)) is row:
            wide = min(max(cell.grid_span, 1), 1_000)
            yield _Cell(cell, edge(place), edge(place + wide))
            place += wide


def _place(cell: _Cell, columns: list[tuple[int, int]]) -> int:
    """Return under which heading a cell stands: the first it covers by half of the narrower of both, or none's."""
    for place, (start, end) in enumerate(columns):
        common = min(cell.end, end) - max(cell.start, start)
        if 2 * common >= min(cell.end - cell.start, end - start):
            return place
    return len(columns)


def _paragraphs(element: Any) -> Iterator[Any]:
    for inner in element:
        if inner.tag == _P:
            yield inner
        elif inner.tag not in _BESIDE:
            yield from _paragraphs(inner)


def _words(element: Any) -> Iterator[str]:
    for inner in element:
        if inner.tag == _T:
            yield inner.text or ""
        elif inner.tag in _SIGNS:
            yield _SIGNS[inner.tag]
        elif inner.tag not in _BESIDE and not _is_hidden(inner):
            yield from _words(inner)


def _is_hidden(run: Any) -> bool:
    look = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") if run.tag == qn("w:r") else None
    return look is not None and look.get(qn("w:val"), "true") not in ("0", "false", "off")


def _number(element: Any, name: str) -> int:
    text = element.get(qn(name), "0")
    return int(text) if text.isdecimal() else 0
