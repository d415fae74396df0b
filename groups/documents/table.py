"""The attached list as a table: its columns, said once for Excel, OpenDocument, CSV and JSON."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass

from .rows import AttachedList, ListRow

#: Bump when a key of the JSON changes its meaning.
SCHEMA = 1
#: The longest text that a cell of Excel holds.
MAX_CELL = 32_767
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: its key for programs, its heading for people, its width in characters, and what stands in it."""

    key: str
    heading: str
    width: int
    value: Callable[[ListRow], str | int]


COLUMNS = (
    Column("number", "STT", 6, lambda row: row.number),
    Column("code", "Mã số", 14, lambda row: row.code),
    Column("name", "Tên nhóm", 44, lambda row: row.name),
    Column("platform", "Ứng dụng", 10, lambda row: row.platform),
    Column("rooms", "Số nhóm", 9, lambda row: row.rooms),
    Column("level", "Cấp học", 16, lambda row: row.level),
    Column("members", "Thành viên", 44, lambda row: row.members),
    Column("lead", "Trưởng nhóm, phụ trách", 28, lambda row: row.lead),
    Column("directive", "Hướng xử lý", 34, lambda row: row.directive),
    Column("since", "Công nhận từ", 16, lambda row: row.since),
    Column("document", "Theo văn bản", 18, lambda row: row.document),
    Column("notes", "Ghi chú", 24, lambda row: "\n".join(row.notes)),
)


def cells(row: ListRow) -> list[str | int]:
    """The values of one line, each fit for a cell of any spreadsheet program."""
    return [cell_text(value) if isinstance(value, str) else value for value in (c.value(row) for c in COLUMNS)]


def cell_text(text: str) -> str:
    """The text without characters that no XML may hold, and no longer than a cell is."""
    kept = "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    return kept if len(kept) <= MAX_CELL else kept[: MAX_CELL - 1] + "…"


def titles(document: AttachedList) -> list[str]:
    """The lines above the table: who issues it, what it is, of which day, to which document it belongs."""
    covering = document.covering
    return [
        line
        for line in (
            document.heading.issuer,
            f"DANH SÁCH {document.title_subject.upper()}",
            document.as_of_text,
            f"Kèm theo {covering.kind} số {covering.reference} {covering.date_text}" if covering else "",
            f"{document.imprint.label}: {document.imprint.address}" if document.imprint else "",
        )
        if line
    ]


def render_csv(document: AttachedList) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to read Vietnamese (RFC 4180)."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([column.heading for column in COLUMNS])
    for row in document.rows:
        writer.writerow([_not_a_formula(value) for value in cells(row)])
    return ("\ufeff" + table.getvalue()).encode()


def _not_a_formula(value: str | int) -> str | int:
    # A spreadsheet runs what begins with these; "- BLĐ" would show as an error even when harmless. Full-width signs
    # count as plain ones there.
    begins = unicodedata.normalize("NFKC", value.lstrip(" \u00a0\u3000")[:1]) if isinstance(value, str) else ""
    return f"'{value}" if begins in _RUNS and begins else value


def render_json(document: AttachedList) -> bytes:
    """The faithful copy: every word of the list, and its columns by their keys."""
    content = asdict(document) | {"schema": SCHEMA, "rows": [asdict(row) for row in document.rows]}
    return json.dumps(content, ensure_ascii=False, indent=1).encode(errors="replace")
