"""The attached list as an Excel workbook (ISO/IEC 29500). The same list and time always give the same bytes."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from .archive import cell_text, moment_of, settled
from .rows import AttachedList, legible, legible_text
from .table import Value, closing_lines, could_run, lines_above, shown_columns

SHEET = "Danh sách"
_FACE = "Times New Roman"  # the decree's
# An escape of the format: a text that has it by chance would be read as the character it stands for (22.4.2.4).
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def render_xlsx(document: AttachedList, *, timestamp: dt.datetime) -> bytes:
    """A sheet to read, filter and print: the header stays in sight and stands on every printed page.

    Every text is a text, whatever sign it begins with. Raises ValueError for a timestamp without a time zone.
    """
    document, moment = legible(document), moment_of(timestamp)
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for style in _styles():
        book.add_named_style(style)
    columns = shown_columns(document)
    above = lines_above(document)
    for line, (style, text) in enumerate(above, start=1):
        _put(sheet.cell(line, 1), text, style)
        if style != "issuer":
            sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(columns))
            # No program fits the height of merged cells by itself: 150 characters go into a line, 20 points to each.
            sheet.row_dimensions[line].height = 20 * (1 + len(text) // 150)
    header = len(above) + 1
    for index, column in enumerate(columns, start=1):
        _put(sheet.cell(header, index), column.heading, "header")
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for line, row in enumerate(document.rows, start=header + 1):
        for index, column in enumerate(columns, start=1):
            _put(sheet.cell(line, index), column.value(row), "body")
    last = header + len(document.rows)
    for line, text in enumerate(closing_lines(document), start=last + 2):
        _put(sheet.cell(line, 1), text, "note")
    names = [column.key for column in columns]
    sheet.freeze_panes = sheet.cell(header + 1, names.index("name") + 2)  # who a line is about stays in sight
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(columns))}{last}"
    _set_up_print(sheet, header)
    about = book.properties
    about.title, about.creator, about.language = document.document_title, document.heading.issuer, document.language
    about.created = about.modified = moment
    out = io.BytesIO()
    # Not book.save(): that one writes the present hour into the properties.
    ExcelWriter(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return settled(out.getvalue(), moment)


def render_rows(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, timestamp: dt.datetime
) -> bytes:
    """A plain sheet of any rows under one header, to filter and count; written row by row, for there may be many.

    Texts are texts here too. Raises ValueError for a timestamp without a time zone.
    """
    moment = moment_of(timestamp)
    book = Workbook(write_only=True)
    styles = {style.name: style for style in _styles() if style.name in ("header", "body")}
    for style in styles.values():
        book.add_named_style(style)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "C2"
    for index, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(max(len(heading) + 4, 14), 44)
    count = 0

    def line(values: Sequence[Value], style: str) -> list[WriteOnlyCell]:
        cells = [WriteOnlyCell(sheet) for _ in values]
        for cell, value in zip(cells, values, strict=True):
            _put(cell, legible_text(value) if isinstance(value, str) else value, style)
        return cells

    sheet.append(line(headings, "header"))
    for row in rows:
        sheet.append(line(row, "body"))
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count + 1}"
    about = book.properties
    about.title, about.creator = title, ""
    about.created = about.modified = moment
    out = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)).save()
    return settled(out.getvalue(), moment)


def _styles() -> list[NamedStyle]:
    line = Side(style="thin", color="808080")
    box = Border(left=line, right=line, top=line, bottom=line)
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return [
        NamedStyle("issuer", font=Font(name=_FACE, size=12), alignment=Alignment(horizontal="left")),
        NamedStyle("title", font=Font(name=_FACE, size=14, bold=True), alignment=centre),
        NamedStyle("subtitle", font=Font(name=_FACE, size=12, italic=True), alignment=centre),
        NamedStyle(
            "header",
            font=Font(name=_FACE, size=12, bold=True),
            alignment=centre,
            border=box,
            fill=PatternFill("solid", fgColor="DCE9EA"),
        ),
        NamedStyle(
            "body",
            font=Font(name=_FACE, size=12),
            alignment=Alignment(vertical="top", wrap_text=True),
            border=box,
        ),
        NamedStyle("note", font=Font(name=_FACE, size=12, italic=True)),
    ]


def _put(cell: Cell, value: Value, style: str) -> None:
    cell.style = style
    if isinstance(value, str):
        # Set as a text by force: openpyxl would take "=1" for a formula and "#N/A" for an error.
        cell.value = _ESCAPE.sub("_x005F_", cell_text(value)) or None
        cell.data_type = "s" if value else "n"
        cell.quotePrefix = could_run(value)  # and so it stays when a person edits it
    else:
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"


def _set_up_print(sheet: Worksheet, header: int) -> None:
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.top = margins.bottom = margins.right = 20 / 25.4
    margins.left = 30 / 25.4
    sheet.oddFooter.center.text = "Trang &P/&N"
