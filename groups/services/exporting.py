"""The one path by which a list leaves the register as a file, in whatever form."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from ..documents.open_sheet import render_ods
from ..documents.pdf import CompileFailed, Variant, render_attached_list
from ..documents.rows import AttachedList, UnprintableText
from ..documents.table import render_csv, render_json
from ..documents.workbook import render_xlsx
from ..models import Document, Unit
from ..queries.attached_list import ListUnavailable, attached_list
from .errors import ActRefused


class Form(StrEnum):
    """The forms of a list."""

    ELECTRONIC = "pdf-electronic"
    PAPER = "pdf-paper"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """The ending of the file's name, without the dot."""
        return self.value.partition("-")[0]

    @property
    def content_type(self) -> str:
        """What a browser must know of the bytes."""
        return _CONTENT_TYPES[self.suffix]

    @property
    def label(self) -> str:
        """How a person chooses it."""
        return FORM_LABELS[self]


FORM_LABELS = {
    Form.ELECTRONIC: "PDF, bản điện tử: để trống số, ngày sau “Kèm theo”",
    Form.PAPER: "PDF, bản giấy: điền số, ngày của văn bản kèm theo",
    Form.XLSX: "Excel (XLSX): để đọc, lọc và in",
    Form.ODS: "OpenDocument (ODS): như trên, cho LibreOffice",
    Form.CSV: "CSV: bảng thuần, cho bảng tính khác",
    Form.JSON: "JSON: cho chương trình khác",
}
_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True)
class ExportedFile:
    """A list as bytes, under the name that a person finds it by."""

    name: str
    content_type: str
    content: bytes


def file_of(content: AttachedList, form: Form, timestamp: dt.datetime) -> ExportedFile:
    """Return ``content`` in one form; the same list, form and time always give the same bytes.

    Raise :class:`ActRefused` with the sentence that says why it cannot be made.
    """
    try:
        made = _made(content, form, timestamp)
    except (UnprintableText, CompileFailed) as error:
        raise ActRefused(str(error)) from error
    name = "-".join(filter(None, ["danh-sach-nhom", content.as_of]))
    return ExportedFile(f"{name}.{form.suffix}", form.content_type, made)


def _made(content: AttachedList, form: Form, timestamp: dt.datetime) -> bytes:
    match form:
        case Form.XLSX:
            return render_xlsx(content, timestamp=timestamp)
        case Form.ODS:
            return render_ods(content, timestamp=timestamp)
        case Form.CSV:
            return render_csv(content)
        case Form.JSON:
            return render_json(content)
    variant = Variant.PAPER if form == Form.PAPER else Variant.ELECTRONIC
    return render_attached_list(content, variant=variant, timestamp=timestamp)


def export_list(
    *,
    authority: Unit,
    now: dt.datetime,
    form: Form = Form.ELECTRONIC,
    day: dt.date | None = None,
    grouping: str = "",
    covering: Document | None = None,
) -> ExportedFile:
    """Return the list as it stood at the end of ``day`` (today where none is given), in one form.

    ``grouping`` is a key of ``GROUPING_LABELS``. Raise :class:`ActRefused` with the sentence that says why no list
    can be made.
    """
    today = timezone.localdate(now)
    try:
        content = attached_list(
            authority=authority, day=day or today, today=today, covering=covering, grouping=grouping
        )
    except ListUnavailable as error:
        raise ActRefused(str(error)) from error
    return file_of(content, form, now)
