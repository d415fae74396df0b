"""The attached list as an OpenDocument sheet (ISO/IEC 26300). The same list and time always give the same bytes."""

import datetime as dt
import io
import re

from odf import config, dc, meta, style
from odf import number as formats
from odf.namespaces import STYLENS, nsdict
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import (
    CoveredTableCell,
    DatabaseRange,
    DatabaseRanges,
    Table,
    TableCell,
    TableColumn,
    TableHeaderRows,
    TableRow,
)
from odf.text import P, PageNumber

from .archive import cell_text, moment_of, settled
from .rows import AttachedList, legible
from .table import Column, Value, closing_lines, lines_above, shown_columns

SHEET = "Danh sách"
_FACE = "Times New Roman"  # the decree's
_BOX = {"border": "0.5pt solid #808080", "padding": "1mm"}
#: Name of the style: properties of the cell, of the paragraph, of the text.
_STYLES = {
    "issuer": ({}, {}, {}),
    "title": ({"wrapoption": "wrap"}, {"textalign": "center"}, {"fontweight": "bold", "fontsize": "14pt"}),
    "subtitle": ({"wrapoption": "wrap"}, {"textalign": "center"}, {"fontstyle": "italic"}),
    "header": (
        {"wrapoption": "wrap", "verticalalign": "middle", "backgroundcolor": "#DCE9EA"} | _BOX,
        {"textalign": "center"},
        {"fontweight": "bold"},
    ),
    "body": ({"wrapoption": "wrap", "verticalalign": "top"} | _BOX, {}, {}),
    "day": ({"verticalalign": "top"} | _BOX, {}, {}),
    "note": ({}, {}, {"fontstyle": "italic"}),
}
_ROOT = re.compile(rb"<\w[^>]*>")
_DECLARATION = re.compile(rb' xmlns:\w+="[^"]*"')
_DECLARATIONS = "".join(f' xmlns:{prefix}="{name}"' for name, prefix in sorted(nsdict.items())).encode()
_CELL_MM = 2.2  # the width of one character of 12 points


def render_ods(document: AttachedList, *, timestamp: dt.datetime) -> bytes:
    """The same sheet as :func:`workbook.render_xlsx` makes, for LibreOffice and other free programs.

    Raises ValueError for a timestamp without a time zone.
    """
    document, moment = legible(document), moment_of(timestamp)
    book = OpenDocumentSpreadsheet()
    _add_styles(book)
    columns = shown_columns(document)
    sheet = Table(name=SHEET, stylename="sheet")
    for column in columns:
        sheet.addElement(TableColumn(stylename=_add_width(book, column)))
    above = lines_above(document)
    for kind, text in above:
        sheet.addElement(_line([_cell(text, kind)]) if kind == "issuer" else _across(text, kind, len(columns)))
    header = TableHeaderRows()
    header.addElement(_line([_cell(column.heading, "header") for column in columns]))
    sheet.addElement(header)
    for row in document.rows:
        sheet.addElement(_line([_cell(column.value(row), "body") for column in columns]))
    sheet.addElement(_line([]))
    for text in closing_lines(document):
        sheet.addElement(_line([_cell(text, "note")]))
    book.spreadsheet.addElement(sheet)
    top = len(above) + 1
    _add_filter(book, columns, top, top + len(document.rows))
    _freeze(book, [column.key for column in columns].index("name") + 1, top)
    book.meta.addElement(dc.Title(text=document.document_title))
    book.meta.addElement(dc.Creator(text=document.heading.issuer))
    book.meta.addElement(dc.Language(text=document.language))
    book.meta.addElement(meta.CreationDate(text=f"{moment.isoformat()}Z"))
    book.meta.addElement(dc.Date(text=f"{moment.isoformat()}Z"))
    out = io.BytesIO()
    book.write(out)
    return settled(out.getvalue(), moment, _with_constant_namespaces)


def _with_constant_namespaces(part: bytes) -> bytes:
    """The part with the same declarations always: odfpy declares what its process has met with until then."""
    root = _ROOT.search(part)
    if root is None:
        return part
    bare = _DECLARATION.sub(b"", root.group())
    return b"%s%s%s%s" % (part[: root.start()], bare[:-1], _DECLARATIONS, part[root.end() - 1 :])


def _line(cells: list[TableCell]) -> TableRow:
    line = TableRow()
    for cell in cells or [TableCell()]:
        line.addElement(cell)
    return line


def _across(text: str, kind: str, width: int) -> TableRow:
    first = _cell(text, kind)
    first.setAttribute("numbercolumnsspanned", width)
    return _line([first, *(CoveredTableCell() for _ in range(width - 1))])


def _cell(value: Value, kind: str) -> TableCell:
    if isinstance(value, dt.date):
        cell = TableCell(stylename="day", valuetype="date", datevalue=value.isoformat())
        cell.addElement(P(text=f"{value:%d/%m/%Y}"))
        return cell
    if isinstance(value, int):
        cell = TableCell(stylename=kind, valuetype="float", value=value)
        cell.addElement(P(text=str(value)))
        return cell
    # A text is never a formula here: that would be an attribute of its own.
    cell = TableCell(stylename=kind, valuetype="string")
    for part in cell_text(value).split("\n"):
        cell.addElement(P(text=part))
    return cell


def _add_styles(book: OpenDocumentSpreadsheet) -> None:
    day = formats.DateStyle(name="day-of-month", automaticorder="false")
    for index, part in enumerate((formats.Day, formats.Month, formats.Year)):
        if index:
            day.addElement(formats.Text(text="/"))
        day.addElement(part(style="long"))
    book.automaticstyles.addElement(day)
    for name, (cell, paragraph, text) in _STYLES.items():
        more = {"datastylename": "day-of-month"} if name == "day" else {}
        made = style.Style(name=name, family="table-cell", **more)
        made.addElement(style.TableCellProperties(**cell))
        made.addElement(style.ParagraphProperties(**paragraph))
        made.addElement(style.TextProperties(**{"fontfamily": _FACE, "fontsize": "12pt"} | text))
        book.automaticstyles.addElement(made)
    page = style.PageLayout(name="page")
    paper = style.PageLayoutProperties(
        pagewidth="297mm",
        pageheight="210mm",
        printorientation="landscape",
        margintop="20mm",
        marginbottom="20mm",
        marginleft="30mm",
        marginright="20mm",
    )
    # As wide as one page and as long as need be (ODF 1.3; odfpy knows 1.2).
    paper.setAttrNS(STYLENS, "scale-to-X", "1")
    paper.setAttrNS(STYLENS, "scale-to-Y", "0")
    page.addElement(paper)
    book.automaticstyles.addElement(page)
    master = style.MasterPage(name="Default", pagelayoutname="page")
    footer, number = style.Footer(), P(text="Trang ")
    number.addElement(PageNumber())
    footer.addElement(number)
    master.addElement(footer)
    book.masterstyles.addElement(master)
    sheet = style.Style(name="sheet", family="table", masterpagename="Default")
    sheet.addElement(style.TableProperties(display="true"))
    book.automaticstyles.addElement(sheet)


def _add_width(book: OpenDocumentSpreadsheet, column: Column) -> str:
    name = f"width-{column.key}"
    width = style.Style(name=name, family="table-column")
    width.addElement(style.TableColumnProperties(columnwidth=f"{column.width * _CELL_MM:.0f}mm"))
    book.automaticstyles.addElement(width)
    return name


def _add_filter(book: OpenDocumentSpreadsheet, columns: tuple[Column, ...], first: int, last: int) -> None:
    ranges = DatabaseRanges()
    end = chr(ord("A") + len(columns) - 1)
    address = f"'{SHEET}'.A{first}:'{SHEET}'.{end}{last}"
    ranges.addElement(DatabaseRange(name="rows", targetrangeaddress=address, displayfilterbuttons="true"))
    book.spreadsheet.addElement(ranges)


def _freeze(book: OpenDocumentSpreadsheet, columns: int, rows: int) -> None:
    """Keep the header in sight: a setting of the program's view, which the format leaves to each program."""
    settings = {
        "HorizontalSplitMode": ("short", "2"),
        "HorizontalSplitPosition": ("int", str(columns)),
        "VerticalSplitMode": ("short", "2"),
        "VerticalSplitPosition": ("int", str(rows)),
        "PositionRight": ("int", str(columns)),
        "PositionBottom": ("int", str(rows)),
    }
    of_sheet = config.ConfigItemMapEntry(name=SHEET)
    for name, (kind, value) in settings.items():
        of_sheet.addElement(config.ConfigItem(name=name, type=kind, text=value))
    sheets = config.ConfigItemMapNamed(name="Tables")
    sheets.addElement(of_sheet)
    view = config.ConfigItemMapEntry()
    view.addElement(config.ConfigItem(name="ViewId", type="string", text="view1"))
    view.addElement(sheets)
    views = config.ConfigItemMapIndexed(name="Views")
    views.addElement(view)
    all_views = config.ConfigItemSet(name="ooo:view-settings")
    all_views.addElement(views)
    book.settings.addElement(all_views)
