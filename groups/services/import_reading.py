"""From the file that was uploaded to rows whose columns are understood; old Vietnamese encodings once agreed to."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..documents.import_template import import_template
from ..documents.table_reading import SheetRow, SheetTable, UnreadableTable, read_table
from ..domain.headings import Headings, read_headings
from ..domain.importing import KIND_LABELS, Kind, Row, shown
from ..domain.old_encodings import convert
from ..models import ImportRun
from ..queries.import_cells import level_in
from ..queries.permissions import may_import
from .errors import ActRefused
from .import_judging import rows_of
from .import_runs import open_run, take_rows

#: The largest sheet that is read, in bytes.
MAX_BYTES = 10 * 1024 * 1024
#: Without these columns a sheet is of another kind, or its headings are not where they were looked for.
_NEEDED = {Kind.GROUPS: "name", Kind.UNITS: "name", Kind.PEOPLE: "full_name", Kind.MEMBERS: "group"}
_SAMPLES = 5
DIRECTIVES_TOLD = (
    "Hướng xử lý được ghi nguyên văn. Với nhóm mới, phần hiểu được còn được lập thành hướng xử lý, như ghi ở từng "
    "dòng. Hạn không lập từ tệp: hãy ghi sau khi nhóm được công nhận."
)


def upload(*, by, now: dt.datetime, kind: str, file_name: str, content: bytes, **basis: Any) -> ImportRun:
    """Read a sheet and open its run. Raise :class:`ActRefused` where it cannot be read or is of another kind."""
    if not may_import(by, kind):
        raise ActRefused("Tài khoản của bạn không có quyền nhập loại dữ liệu này.")
    if len(content) > MAX_BYTES:
        raise ActRefused("Tệp lớn quá 10 MB: hãy bỏ hình ảnh và định dạng thừa, hoặc chia thành nhiều tệp.")
    try:
        table = read_table(content, file_name)
    except UnreadableTable as error:
        raise ActRefused(str(error)) from error
    found = read_headings(kind, [shown(heading) for heading in _readable(table)])
    if found.unclear:
        raise ActRefused(" ".join(found.unclear))
    if _NEEDED[kind] not in found.columns.values():
        seen = ", ".join(f"“{shown(heading)}”" for heading in _readable(table) if heading)[:300] or "không có"
        raise ActRefused(
            f"Không thấy cột bắt buộc của loại “{KIND_LABELS[kind]}”. Các cột đọc được: {seen}. "
            "Hãy chọn đúng loại dữ liệu hoặc dùng tệp mẫu."
        )
    rows, left = _rows(table, found.columns, kind)
    return open_run(
        by=by,
        now=now,
        kind=kind,
        file_name=file_name,
        content=content,
        rows=rows,
        about=_about(table, found, left),
        **basis,
    )


def template(*, kind: str, by) -> bytes:
    """Return the sheet to fill in."""
    if not may_import(by, kind):
        raise ActRefused("Tài khoản của bạn không có quyền nhập loại dữ liệu này.")
    return import_template(kind)


def convert_run(*, run: ImportRun, by) -> None:
    """Take the texts of an old encoding over as Unicode, once the uploader has looked at samples and agreed."""
    encoding = run.about.get("encoding")
    if run.by_id != by.pk or not run.is_open or not encoding or run.about.get("converted"):
        raise ActRefused("Lần nhập này không còn chờ chuyển bảng mã.")
    rows = [
        Row(row.number, {key: text if key == "link" else convert(text, encoding) for key, text in row.cells.items()})
        for row in rows_of(run)
    ]
    take_rows(run=run, rows=rows, about=run.about | {"converted": True})


def _readable(table: SheetTable) -> list[str]:
    """Return the headings as they are to be understood, whatever their encoding."""
    return [convert(heading, table.encoding) if table.encoding else heading for heading in table.headings]


def _rows(table: SheetTable, columns: dict[int, str], kind: str) -> tuple[list[Row], list[SheetRow]]:
    """Return the rows to judge, and those that say nothing but a number or what stands in no column understood."""
    rows, left = [], []
    for row in table.rows:
        cells = _cells(row, columns, kind)
        if any(row.cells[index] for index, key in columns.items() if key != "source_row" and index < len(row.cells)):
            rows.append(Row(row.number, cells))
        else:
            left.append(row)
    return rows, left


def _cells(row: SheetRow, columns: dict[int, str], kind: str) -> dict[str, str]:
    cells = {key: row.cells[index] for index, key in columns.items() if index < len(row.cells)}
    # A line across the sheet, "II. Cấp tiểu học", speaks for the rows under it.
    if kind == Kind.GROUPS and not cells.get("level") and (level := level_in(row.section)):
        cells["level"] = level
    return cells


def _about(table: SheetTable, found: Headings, left: list[SheetRow]) -> dict[str, Any]:
    columns = found.columns
    headings = [shown(heading) for heading in _readable(table)]
    directives = [DIRECTIVES_TOLD] if "directive_text" in columns.values() else []
    about = {
        "understood": [heading for index, heading in enumerate(headings) if index in columns],
        "unknown": [heading for index, heading in enumerate(headings) if index not in columns and heading],
        "notes": [*table.notes, *found.told, *_left_note(left), *directives],
        "sheet": table.sheet,
    }
    if table.encoding:
        about |= {"encoding": table.encoding, "converted": False, "samples": list(_samples(table))}
    return about


def _left_note(left: list[SheetRow]) -> list[str]:
    if not left:
        return []
    numbers = ", ".join(str(row.number) for row in left[:10]) + (", …" if len(left) > 10 else "")
    return [f"Bỏ qua {len(left)} dòng không ghi gì ở các cột hiểu được, trừ số thứ tự (dòng {numbers})."]


def _samples(table: SheetTable) -> Iterator[tuple[str, str]]:
    """Yield the first texts that would change, before and after, none of them private."""
    texts = (text for row in table.rows for text in row.cells)
    changed = ((text, convert(text, table.encoding)) for text in texts)
    return islice(((shown(old), shown(new)) for old, new in changed if old != new), _SAMPLES)
