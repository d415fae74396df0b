"""Files as somebody brings them, made in code: an OpenDocument sheet, Word documents with tables, the letter's list."""

import io
import json
import zipfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "tan-binh-2021.json"
LETTER = ["STT", "Tên nhóm", "Thành viên", "Trưởng nhóm/phụ trách/quản trị", "Hướng xử lý/ghi chú"]
#: In the scan of the letter these rows cannot be read; their numbers stand there.
LOST = ["01", "04", "05", "12"]


def ods(*sheets, hidden=()):
    """Return a book of (name, lines); a cell is a text, or (text, how it is further)."""
    book = OpenDocumentSpreadsheet()
    unseen = Style(name="unseen", family="table")
    unseen.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(unseen)
    for name, lines in sheets:
        table = Table(name=name, **({"stylename": unseen} if name in hidden else {}))
        for line in lines:
            row = TableRow()
            for cell in line:
                row.addElement(_ods_cell(cell))
            table.addElement(row)
        book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _ods_cell(cell):
    text, how = cell if isinstance(cell, tuple) else (cell, {})
    if text is None:
        return CoveredTableCell()
    made = TableCell(**({"valuetype": "string"} | how))
    for part in text.split("\n"):
        made.addElement(P(text=part))
    return made


def word(*tables, before=()):
    """Return a Word document with titles and tables of lines of texts; each line of a cell is a paragraph."""
    made = docx.Document()
    for text in before:
        made.add_paragraph(text)
    for lines in tables:
        fill(made.add_table(rows=len(lines), cols=max(map(len, lines))), lines)
        made.add_paragraph()
    return saved(made)


def fill(table, lines):
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=False):
            first, *others = text.split("\n")
            cell.paragraphs[0].add_run(first)
            for other in others:
                cell.add_paragraph(other)


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def part(tag, **attributes):
    """Return an element of WordprocessingML."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def replaced(content, name, change):
    """Return an archive with ``change`` made to the bytes of one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for each in given.infolist():
            data = given.read(each)
            made.writestr(each.filename, change(data) if each.filename == name else data)
    return out.getvalue()


def letters_list():
    """Return the list of the letter of 2021 as a Word document: its five columns, several paragraphs in a cell."""
    content = json.loads(FIXTURE.read_text(encoding="utf-8"))
    lines = {row["source_row"]: _letters_line(row) for row in content["rows"]}
    lines |= {number: [number, "", "", "", ""] for number in LOST}
    rows = [LETTER, *(lines[number] for number in sorted(lines))]
    made = docx.Document()
    head = made.add_table(rows=1, cols=2)
    fill(head, [["UBND QUẬN TÂN BÌNH\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập"]])
    made.add_paragraph("DANH SÁCH CÁC NHÓM")
    table = made.add_table(rows=len(rows), cols=5)
    fill(table, rows)
    made.add_paragraph("Danh sách này có 15 nhóm.")
    return saved(made)


def _letters_line(row):
    lead = row["lead"]
    who = f"Bà: {lead['person']}." if lead.get("person") else lead["post"]
    name = f"Nhóm {row['platform'].capitalize()}: “{row['name']}”"
    return [row["source_row"], name, row["members_text"], who, row.get("directive_text", "")]
