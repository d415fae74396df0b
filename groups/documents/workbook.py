"""The attached list as a workbook for Excel and LibreOffice. The same list and time always give the same bytes."""

import io
import zipfile
from datetime import datetime

from odf import style, table, text
from odf.opendocument import OpenDocumentSpreadsheet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .rows import AttachedList
from .table import COLUMNS, cell_text, cells, titles

SHEET = "Danh sách"
_FACE = "Times New Roman"
_WRAP = Alignment(vertical="top", wrap_text=True)
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="DCE9EA")


def render_xlsx(document: AttachedList, *, timestamp: datetime) -> bytes:
    """A styled sheet: the header stays in sight and is repeated in print, each column can be filtered."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    above = titles(document)
    for number, line in enumerate(above, start=1):
        _put(sheet, number, 1, cell_text(line)).font = Font(name=_FACE, size=13, bold=number <= 2)
    head = len(above) + 2
    for index, column in enumerate(COLUMNS, start=1):
        cell = _put(sheet, head, index, column.heading)
        cell.font, cell.fill, cell.border = Font(name=_FACE, size=12, bold=True), _HEAD, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    body = Font(name=_FACE, size=12)
    for line, row in enumerate(document.rows, start=head + 1):
        for index, value in enumerate(cells(row), start=1):
            cell = _put(sheet, line, index, value)
            cell.font, cell.border, cell.alignment = body, _BOX, _WRAP
    _set_up(sheet, head, head + len(document.rows))
    book.properties.title, book.properties.creator = document.document_title, document.heading.issuer
    book.properties.language = document.language
    book.properties.created = book.properties.modified = timestamp.replace(tzinfo=None, microsecond=0)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), timestamp)


def _put(sheet: Worksheet, line: int, index: int, value: str | int) -> WriteOnlyCell:
    cell = sheet.cell(line, index)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text stays a text, whatever sign it begins with
        cell.quotePrefix = value[:1] in tuple("=+-@")
    return cell


def _set_up(sheet: Worksheet, head: int, last: int) -> None:
    sheet.freeze_panes = sheet.cell(head + 1, 4)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(COLUMNS))}{last}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "Trang &P/&N"


def render_ods(document: AttachedList, *, timestamp: datetime) -> bytes:
    """The same table as an OpenDocument sheet."""
    book = OpenDocumentSpreadsheet()
    bold = style.Style(name="dam", family="table-cell")
    bold.addElement(style.TextProperties(fontweight="bold", fontfamily=_FACE))
    wrap = style.Style(name="thuong", family="table-cell")
    wrap.addElement(style.TableCellProperties(wrapoption="wrap", verticalalign="top"))
    for each in (bold, wrap):
        book.automaticstyles.addElement(each)
    sheet = table.Table(name=SHEET)
    for column in COLUMNS:
        width = style.Style(name=f"cot-{column.key}", family="table-column")
        width.addElement(style.TableColumnProperties(columnwidth=f"{column.width * 2.2:.0f}mm"))
        book.automaticstyles.addElement(width)
        sheet.addElement(table.TableColumn(stylename=width))
    for line in titles(document):
        sheet.addElement(_line([cell_text(line)], bold))
    sheet.addElement(_line([], bold))
    sheet.addElement(_line([column.heading for column in COLUMNS], bold))
    for row in document.rows:
        sheet.addElement(_line(cells(row), wrap))
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    return _settled(out.getvalue(), timestamp)


def _line(values: list[str | int], kind: style.Style) -> table.TableRow:
    line = table.TableRow()
    for value in values:
        if isinstance(value, int):
            cell = table.TableCell(stylename=kind, valuetype="float", value=str(value))
        else:
            cell = table.TableCell(stylename=kind, valuetype="string")
        for part in str(value).split("\n"):
            cell.addElement(text.P(text=part))
        line.addElement(cell)
    return line


def _settled(content: bytes, timestamp: datetime) -> bytes:
    """The same archive with one time for all its parts: a workbook notes the moment of writing in each."""
    moment = timestamp.timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in given.infolist():
            info = zipfile.ZipInfo(part.filename, moment)
            # An OpenDocument file begins with its type, uncompressed.
            info.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            kept.writestr(info, _without_the_moment(part.filename, given.read(part), timestamp))
    return out.getvalue()


def _without_the_moment(name: str, content: bytes, timestamp: datetime) -> bytes:
    # openpyxl notes the time of saving over the one it was given.
    if name != "docProps/core.xml":
        return content
    stamp = timestamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    begin = content.index(b"<dcterms:modified")
    start, end = content.index(b">", begin) + 1, content.index(b"</dcterms:modified>")
    return content[:start] + stamp + content[end:]
