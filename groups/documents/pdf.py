"""The attached list as an archival PDF (PDF/A-3a, PDF/UA-1), for signing outside and for reading.

Layout: Nghị định 30/2020/NĐ-CP, Phụ lục I and III. This file decides the words, and
`attached_list.typ` where they stand; `compile_pdf.py` runs Typst in a child process.
"""

import csv
import io
import json
import struct
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from .rows import AttachedList, UnprintableText, cleaned

__all__ = ["CompileFailed", "UnprintableText", "Variant", "render_attached_list"]

TIME_LIMIT = 30  # seconds; 2,000 rows need 4 to 6
MEMORY_LIMIT = 2 * 1024**3  # bytes of address space; 2,000 rows need about a third
CHILD = Path(__file__).resolve().with_name("compile_pdf.py")
FONTS = CHILD.parents[2] / "static" / "fonts"
# Nothing of the parent's environment: it holds the secret key and the database password.
# Two threads, so that the limit on address space means the same on a machine of any size.
CHILD_ENVIRONMENT = {"LANG": "C.UTF-8", "RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
# How Python, Rust and the loader say it; the kernel's killer says it with signal 9.
OUT_OF_MEMORY = ("MemoryError", "memory allocation of", "failed to map segment")
DOTS = "……"
BLANK = None  # the template leaves room there and prints nothing


class Variant(StrEnum):
    """Electronic leaves number and date blank; paper fills them in (Phụ lục I, phần III)."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


class CompileFailed(RuntimeError):
    """The PDF could not be made; the message is for staff, `detail` for the log."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(f"Không tạo được tệp PDF của danh sách: {reason}")
        self.detail = detail


def render_attached_list(document: AttachedList, *, variant: Variant, timestamp: datetime) -> bytes:
    """The list as PDF bytes: the same list, variant and timestamp always give the same bytes.

    `timestamp` needs a time zone; it becomes the date in the metadata, to the second.
    Raises UnprintableText before any compile, CompileFailed after one, ValueError for a
    timestamp without a zone.
    """
    if timestamp.utcoffset() is None:
        raise ValueError("timestamp cần có múi giờ.")
    document = cleaned(document, printable_code_points())
    request = {
        "data": _template_data(document, variant),
        "timestamp": int(timestamp.timestamp()),
        "memory_limit": MEMORY_LIMIT,
    }
    return _compile(json.dumps(request, ensure_ascii=False).encode())


def _compile(request: bytes) -> bytes:
    command = [sys.executable, "-I", str(CHILD)]
    try:
        child = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter, no shell
            command, input=request, capture_output=True, env=CHILD_ENVIRONMENT, timeout=TIME_LIMIT
        )
    except subprocess.TimeoutExpired as late:
        raise CompileFailed(f"quá {TIME_LIMIT} giây; hãy chia nhỏ danh sách.") from late
    except OSError as error:
        raise CompileFailed("không chạy được tiến trình dàn trang.", str(error)) from error
    if child.returncode == 0 and child.stdout.startswith(b"%PDF-"):
        return child.stdout
    detail = child.stderr.decode(errors="replace")
    if child.returncode == -9 or any(sign in detail for sign in OUT_OF_MEMORY):
        limit = MEMORY_LIMIT // 1024**2
        raise CompileFailed(f"cần quá {limit} MiB bộ nhớ; hãy chia nhỏ danh sách.", detail)
    raise CompileFailed("trình dàn trang báo lỗi; xem nhật ký hệ thống.", detail)


def _template_data(document: AttachedList, variant: Variant) -> dict:
    """Every word of the page, in reading order; None in a line stands for a blank."""
    heading = document.heading
    number_line, date_line, attached_line = _reference_lines(document, variant)
    return {
        "title": document.document_title,
        "language": document.language,
        "superior": heading.superior.upper(),
        "issuer": heading.issuer.upper(),
        "number_line": number_line,
        "date_line": date_line,
        "subject": document.title_subject,
        "attached_line": attached_line,
        "as_of": document.as_of_text,
        "rows": [asdict(row) for row in document.rows],
        "closing": f"Danh sách này có {len(document.rows)} mục.",
        "remarks": list(document.remarks),
        "recipients": _recipient_lines(document.recipients),
        "signer_title": heading.signer_title.upper(),
        "signer_name": heading.signer_name,
        "files": _data_files(document, variant),
    }


def _reference_lines(document: AttachedList, variant: Variant) -> tuple[list, list, list]:
    """The number, the place and date, and "Kèm theo": filled in, dotted, or left blank.

    The number comes from the covering document alone: Văn thư gives it, the registry never does.
    """
    heading, covering = document.heading, document.covering
    kind = covering.kind if covering else "Văn bản"
    issuer = covering.issuer if covering else heading.issuer
    if covering and variant is Variant.PAPER:
        number, date = [covering.reference], [covering.date_text]
        own_number = number
    else:
        gap = DOTS if variant is Variant.PAPER else BLANK
        number, date = [gap, "/", gap], ["ngày ", gap, " tháng ", gap, " năm ", gap]
        own_number = [gap, f"/{heading.symbol}-" if heading.symbol else "/", gap]
    attached = [f"(Kèm theo {kind} số ", *number, " ", *date, f" của {issuer})"]
    return ["Số: ", *own_number], [f"{heading.place}, ", *date], attached


def _recipient_lines(recipients: tuple[str, ...]) -> list[str]:
    """Each with its dash and ";", the last with "." (Phụ lục I, mục "Nơi nhận")."""
    bare = [line.lstrip("-– ").rstrip(";. ") for line in recipients]
    return [f"- {line};" for line in bare[:-1]] + [f"- {line}." for line in bare[-1:]]


def _data_files(document: AttachedList, variant: Variant) -> dict[str, str]:
    """The list for programs: JSON is the faithful copy, CSV the one that opens in a spreadsheet."""
    if variant is Variant.ELECTRONIC:
        document = replace(document, covering=None)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["STT", "Tên nhóm", "Ghi chú", "Thành viên", "Trưởng nhóm, phụ trách", "Hướng xử lý"])
    for row in document.rows:
        texts = (row.name, "\n".join(row.notes), row.members, row.lead, row.directive)
        writer.writerow([row.number, *map(_not_a_formula, texts)])
    data = json.dumps(asdict(document), ensure_ascii=False, indent=1)
    return {"json": data, "csv": "\ufeff" + table.getvalue()}


def _not_a_formula(text: str) -> str:
    # A spreadsheet runs what begins with these; "- BLĐ" would show as an error even when harmless.
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text


@cache
def printable_code_points() -> frozenset[int]:
    """The code points that all four faces of the shipped typeface have."""
    return frozenset.intersection(*(_code_points(path) for path in sorted(FONTS.glob("*.ttf"))))


def _code_points(path: Path) -> frozenset[int]:
    """The characters in a TrueType file's Unicode map (table "cmap", format 4: OpenType 1.9).

    Read here, for it is twenty lines: a font library would be one more thing to install.
    """
    font = path.read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    records = (struct.unpack_from(">HHI", font, start + 4 + 8 * i) for i in range(maps))
    table = start + next(offset for *kind, offset in records if kind == [3, 1])
    form, _, _, double = struct.unpack_from(">4H", font, table)
    if form != 4:
        raise ValueError(f"{path.name}: cmap format {form}, expected 4")

    def column(at):
        return struct.unpack_from(f">{double // 2}H", font, table + at)

    ends, starts = column(14), column(16 + double)
    deltas, offsets = column(16 + 2 * double), column(16 + 3 * double)
    found = set()
    for i, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = table + 16 + 3 * double + 2 * i + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, at)
            if glyph and (glyph + delta) % 65536:
                found.add(code)
    return frozenset(found)
