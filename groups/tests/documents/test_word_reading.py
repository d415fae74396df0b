"""A table in a Word document as letters have it; and what is refused rather than guessed."""

import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE

from groups.documents.table_reading import UnreadableTable, read_table

from ..brought import LETTER, fill, letters_list, part, replaced, saved, word

HEADINGS = ["STT", "Tên nhóm", "Thành viên", "Trưởng nhóm", "Hướng xử lý"]
DOCUMENT = "word/document.xml"


def document(*lines):
    made = docx.Document()
    table = made.add_table(rows=len(lines), cols=len(lines[0]))
    fill(table, lines)
    return made, table


def rows_of(content):
    return [row.cells[: len(HEADINGS)] for row in read_table(content, "tep.docx").rows]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "tep.doc", "lưu lại thành .docx"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "tep.xls", "lưu lại thành .xlsx"),
        (b"%PDF-1.7", "tep.pdf", "Tệp PDF"),
        (b"{\\rtf1 x", "tep.doc", "RTF"),
        (b"\xef\xbb\xbf <html><table>", "tep.xls", "trang web"),
        (b"\x89PNG\r\n", "tep.png", "hình ảnh"),
        (b"khong phai", "tep.docx", "Không đọc được"),
    ],
)
def test_other_kinds_of_file_are_refused_with_what_to_do(content, name, says):
    with pytest.raises(UnreadableTable, match=says):
        read_table(content, name)


def test_a_document_without_a_table_is_refused():
    with pytest.raises(UnreadableTable, match="không có bảng nào"):
        read_table(word(before=["Kính gửi"]), "tep.docx")


@pytest.mark.parametrize("inside", [b"", b"<x", b"<x/>"])
def test_a_broken_document_is_refused(inside):
    with pytest.raises(UnreadableTable, match=r"hỏng|không có bảng"):
        read_table(replaced(word([HEADINGS]), DOCUMENT, lambda _: inside), "tep.docx")


@pytest.mark.parametrize(
    ("mark", "instead"),
    [
        (b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="abc"/>'),
        (b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="' + b"9" * 5000 + b'"/>'),
        (b"<w:tcPr>", b"<w:tcPr><w:gridSpan/>"),
        (b"<w:gridCol ", b'<w:gridCol w:w="' + b"9" * 5000 + b'"/><w:gridCol '),
    ],
)
def test_widths_that_are_no_numbers_are_refused(mark, instead):
    content = word([HEADINGS, ["1", "Nhóm A", "", "", ""]])
    with pytest.raises(UnreadableTable, match="hỏng"):
        read_table(replaced(content, DOCUMENT, lambda data: data.replace(mark, instead, 1)), "tep.docx")


def test_more_cells_than_a_list_has_are_refused_before_they_are_read():
    many = b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 200_001 + b"</w:tr><w:tr>"
    content = replaced(word([HEADINGS]), DOCUMENT, lambda data: data.replace(b"<w:tr>", many, 1))
    with pytest.raises(UnreadableTable, match="quá lớn"):
        read_table(content, "tep.docx")


@pytest.mark.parametrize("entity", ['<!ENTITY a "&#65;">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
def test_entities_are_refused_not_expanded(entity):
    def declare(data):
        head, rest = data.split(b"<w:document", 1)
        return head + f"<!DOCTYPE w [{entity}]>".encode() + b"<w:document" + rest.replace(b"STT", b"&a;")

    with pytest.raises(UnreadableTable, match="hỏng"):
        read_table(replaced(word([HEADINGS, ["1", "Nhóm A", "", "", ""]]), DOCUMENT, declare), "tep.docx")


@pytest.mark.parametrize(("name", "most"), [("word/document.xml", 21), ("word/media/anh.png", 101)])
def test_what_unpacks_to_too_much_is_refused_unread(name, most):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * (most * 1024 * 1024))
        if name != DOCUMENT:
            archive.writestr(DOCUMENT, b"")
    with pytest.raises(UnreadableTable, match="quá lớn"):
        read_table(out.getvalue(), "tep.docx")


def test_nothing_outside_the_document_is_fetched(monkeypatch):
    made, _ = document(HEADINGS, ["1", "Nhóm A", "HT", "TP", ""])
    for kind in (RELATIONSHIP_TYPE.IMAGE, RELATIONSHIP_TYPE.HYPERLINK):
        made.part.relate_to("http://127.0.0.1:9/ngoai", kind, is_external=True)

    def refuse(*_, **__):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert rows_of(saved(made)) == [["1", "Nhóm A", "HT", "TP", ""]]


def test_a_table_in_a_cell_is_refused():
    made, table = document(HEADINGS, ["1", "Nhóm A", "HT", "TP", ""])
    table.cell(1, 2).add_table(rows=1, cols=1).cell(0, 0).text = "trong"
    with pytest.raises(UnreadableTable, match="có bảng khác"):
        read_table(saved(made), "tep.docx")


@pytest.mark.parametrize("tag", ["ins", "del", "moveFrom"])
def test_changes_under_watch_are_refused(tag):
    made, table = document(HEADINGS, ["1", "Nhóm A", "HT", "TP", ""])
    run = table.cell(1, 1).paragraphs[0].runs[0]._r
    watched = part(tag, id="1", author="x")
    run.addprevious(watched)
    watched.append(run)
    with pytest.raises(UnreadableTable, match="đang theo dõi"):
        read_table(saved(made), "tep.docx")


def test_paragraphs_of_a_cell_are_lines_and_what_is_hidden_or_drawn_is_no_text():
    made, table = document(HEADINGS, ["1", "Nhóm A", "- Bà A\n- Bà B", "TP", ""])
    hidden = table.cell(1, 1).paragraphs[0].add_run(" bí mật")
    hidden.font.hidden = True
    run = table.cell(1, 3).paragraphs[0].add_run(" GD-ĐT")
    control, inside = part("sdt"), part("sdtContent")
    run._r.addprevious(control)
    control.append(inside)
    inside.append(run._r)
    drawn = table.cell(1, 3).paragraphs[0].add_run()._r
    box = part("pict")
    drawn.append(box)
    words, paragraph = part("txbxContent"), part("p")
    box.append(words)
    words.append(paragraph)
    paragraph.append(part("r"))
    text = part("t")
    text.text = "hộp chữ"
    paragraph[0].append(text)
    assert rows_of(saved(made)) == [["1", "Nhóm A", "- Bà A\n- Bà B", "TP GD-ĐT", ""]]


def test_merged_cells_speak_for_the_lines_they_cover_and_a_line_across_for_those_below():
    made, table = document(
        HEADINGS,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["I. Cấp mầm non", "", "", "", ""],
        ["1", "Nhóm A", "HT", "Trưởng phòng", ""],
        ["2", "Nhóm B", "HT", "", ""],
        HEADINGS,
        ["3", "Nhóm C", "HT", "Phó", ""],
    )
    table.cell(2, 0).merge(table.cell(2, 4))
    table.cell(3, 3).merge(table.cell(4, 3))
    read = read_table(saved(made), "tep.docx")
    assert [(row.number, row.cells[1], row.cells[3], row.section) for row in read.rows] == [
        (4, "Nhóm A", "Trưởng phòng", "I. Cấp mầm non"),
        (5, "Nhóm B", "Trưởng phòng", "I. Cấp mầm non"),
        (7, "Nhóm C", "Phó", "I. Cấp mầm non"),
    ]
    assert "Có 1 ô gộp: nội dung được hiểu là của mọi dòng mà ô ấy trải qua." in read.notes


def test_cells_are_laid_under_the_headings_by_width_where_the_edges_differ():
    made, table = document(["STT", "Tên nhóm", "", "Thành viên"], ["1", "Nhóm A", "HT", "thừa"])
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, (500, 3000, 60, 3000), strict=True):
        column.w = width * 635
    table.cell(0, 1).merge(table.cell(0, 2))
    last = table.rows[1].cells
    last[2].merge(last[3])
    assert [row.cells[:3] for row in read_table(saved(made), "tep.docx").rows] == [["1", "Nhóm A", "HT\nthừa"]]


def test_the_table_with_the_headings_is_read_with_those_that_go_on_with_it():
    listed = [HEADINGS, ["1", "Nhóm A", "HT", "TP", ""]]
    more = [HEADINGS, ["2", "Nhóm B", "HT", "TP", ""]]
    read = read_table(word([["UBND", "CỘNG HÒA"]], listed, [["Nơi nhận", "Ký"]], more), "tep.docx")
    assert [(row.number, row.cells[1]) for row in read.rows] == [(2, "Nhóm A"), (4, "Nhóm B")]
    assert read.notes == [
        "Bảng thứ 1 trong văn bản (1 dòng) không được đọc.",
        "Bảng thứ 3 trong văn bản (1 dòng) không được đọc.",
    ]


def test_the_list_of_the_letter_is_read_as_it_stands():
    read = read_table(letters_list(), "danh-sach.docx")
    assert read.headings[:5] == LETTER
    assert [row.cells[0] for row in read.rows] == [f"{number:02d}" for number in range(1, 16)]
    assert read.rows[1].cells[1] == "Nhóm Viber: “CBQL trường Mầm non Công lập”"
    assert read.rows[1].cells[2].count("\n") == 3
