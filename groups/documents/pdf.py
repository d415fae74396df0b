"""The attached list as an archival PDF (PDF/A-3a, PDF/UA-1), for signing outside and for reading.

Layout: Nghị định 30/2020/NĐ-CP, Phụ lục I and III. This file decides the words, and
`attached_list.typ` where they stand; `typesetting.py` runs Typst in a child process.
"""

from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum

from .letter import BLANK, DOTS, imprint_data, recipient_lines
from .rows import AttachedList, UnprintableText, cleaned
from .table import render_csv, render_json
from .typeface import printable_code_points
from .typesetting import CompileFailed, typeset

__all__ = ["CompileFailed", "UnprintableText", "Variant", "render_attached_list"]


class Variant(StrEnum):
    """Electronic leaves number and date blank; paper fills them in (Phụ lục I, phần III)."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


def render_attached_list(document: AttachedList, *, variant: Variant, timestamp: datetime) -> bytes:
    """The list as PDF bytes: the same list, variant and timestamp always give the same bytes.

    `timestamp` needs a time zone; it becomes the date in the metadata, to the second.
    Raises UnprintableText before any compile, CompileFailed after one, ValueError for a
    timestamp without a zone.
    """
    document = cleaned(document, printable_code_points())
    return typeset("attached_list", template_data(document, variant), timestamp=timestamp)


def template_data(document: AttachedList, variant: Variant) -> dict:
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
        "closing": document.closing,
        "remarks": list(document.remarks),
        "recipients": recipient_lines(document.recipients),
        "signer_title": heading.signer_title.upper(),
        "signer_name": heading.signer_name,
        "imprint": imprint_data(document.imprint, "danh sách này còn hiệu lực hay đã được thay thế"),
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


def _data_files(document: AttachedList, variant: Variant) -> dict[str, str]:
    """The list for programs: JSON is the faithful copy, CSV the one that opens in a spreadsheet."""
    if variant is Variant.ELECTRONIC:
        document = replace(document, covering=None)
    return {"json": render_json(document).decode(), "csv": render_csv(document).decode()}
