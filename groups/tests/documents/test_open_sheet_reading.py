"""An OpenDocument sheet as somebody brings it: what is no sheet, what is too much, and what each cell says."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.documents import open_sheet_reading
from groups.documents.brought_file import MOST_LINES
from groups.documents.open_sheet import render_ods
from groups.documents.table_reading import UnreadableTable, read_table
from groups.documents.workbook import render_xlsx

from ..brought import ods, replaced
from .test_pdf import NOW, listing
from .test_table import full

HEADINGS = ["Tên nhóm", "Ứng dụng", "Cấp học"]
BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>"""


def book(*lines, **more):
    return ods(("Danh sách", lines), **more)


def swapped(content, old, new):
    return replaced(content, "content.xml", lambda data: data.replace(old, new))


@pytest.mark.parametrize("inside", [BOMB, OUTSIDE, b"<x", b"", b"<x/>"])
def test_what_is_no_sheet_inside_or_declares_entities_is_refused(inside):
    with pytest.raises(UnreadableTable, match=r"hỏng|không có dòng"):
        read_table(replaced(book(HEADINGS), "content.xml", lambda _: inside), "tep.ods")


def test_what_unpacks_to_too_much_is_refused_unread():
    with pytest.raises(UnreadableTable, match="quá lớn"):
        read_table(replaced(book(HEADINGS), "content.xml", lambda _: b" " * (51 * 1024 * 1024)), "tep.ods")


def test_a_text_document_and_another_archive_are_refused_in_words():
    text = replaced(book(HEADINGS), "mimetype", lambda _: b"application/vnd.oasis.opendocument.text")
    with pytest.raises(UnreadableTable, match="không phải bảng tính"):
        read_table(text, "tep.odt")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("anh.jpg", b"x")
    with pytest.raises(UnreadableTable, match="Tệp nén này"):
        read_table(out.getvalue(), "tep.zip")


@pytest.mark.parametrize("attribute", ["table:table-row table:number-rows-repeated",
                                       "table:table-cell table:number-columns-repeated"])  # fmt: skip
def test_a_number_of_repetitions_that_is_none_is_refused_or_counts_as_one(attribute):
    content, tag = book(["Tên nhóm"], ["Nhóm A"]), attribute.split()[0]
    for times in ("x", "9" * 5000):
        with pytest.raises(UnreadableTable, match="hỏng"):
            read_table(swapped(content, f"<{tag}".encode(), f'<{attribute}="{times}"'.encode()), "tep.ods")
    once = swapped(content, f"<{tag}".encode(), f'<{attribute}="-1"'.encode())
    assert [row.cells for row in read_table(once, "tep.ods").rows] == [["Nhóm A"]]


def test_a_million_empty_rows_are_passed_over_and_as_many_filled_ones_refused():
    lines = (["Tên nhóm"], [("", {})], ["Nhóm A"])
    empty = swapped(book(*lines), b"<table:table-row><table:table-cell office:value-type=\"string\"><text:p/>",
                    b"<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell><text:p/>")  # fmt: skip
    assert [row.number for row in read_table(empty, "tep.ods").rows] == [1_000_002]
    full_rows = swapped(book(["Nhóm A"]), b"<table:table-row", b'<table:table-row table:number-rows-repeated="1000000"')
    with pytest.raises(UnreadableTable, match="hơn 10000 dòng"):
        read_table(full_rows, "tep.ods")


def test_a_table_in_a_cell_is_refused():
    cell = b'<table:table-cell office:value-type="string">'
    inner = cell + b"<table:table><table:table-row/></table:table>"
    with pytest.raises(UnreadableTable, match="bảng khác nằm trong ô"):
        read_table(swapped(book(HEADINGS), cell, inner), "tep.ods")


def test_cells_read_as_people_write_them():
    line = [
        ("5/11/21", {"valuetype": "date", "datevalue": "2021-11-05"}),
        ("3,00", {"valuetype": "float", "value": "3.0"}),
        ("2,5", {"valuetype": "float", "value": "2.5"}),
        ("ĐÚNG", {"valuetype": "boolean", "booleanvalue": "true"}),
        "- Bà A\n- Bà B",
    ]
    table = read_table(book(["Tên nhóm", "a", "b", "c", "d"], line), "tep.ods")
    assert table.rows[0].cells == ["05/11/2021", "3", "2.5", "có", "- Bà A\n- Bà B"]


def test_a_remark_on_a_cell_is_no_part_of_it_and_spaces_written_as_signs_are():
    said = b'<office:annotation><text:p>xem lai</text:p></office:annotation><text:p>A<text:s text:c="2"/>B</text:p>'
    content = swapped(book(["Tên nhóm"], ["Nhom"]), b"<text:p>Nhom</text:p>", said)
    assert read_table(content, "tep.ods").rows[0].cells == ["A  B"]


def test_merged_cells_speak_for_the_lines_they_cover_and_a_line_across_for_those_below():
    tall = ("Zalo", {"numberrowsspanned": "2"})
    wide = ("II. Cấp tiểu học", {"numbercolumnsspanned": "3"})
    content = book(HEADINGS, ["Nhóm A", tall, ""], ["Nhóm B", None, ""], [wide, None, None], ["Nhóm C", "Viber", ""])
    table = read_table(content, "tep.ods")
    assert [(row.cells[:2], row.section) for row in table.rows] == [
        (["Nhóm A", "Zalo"], ""),
        (["Nhóm B", "Zalo"], ""),
        (["Nhóm C", "Viber"], "II. Cấp tiểu học"),
    ]
    assert table.notes == [
        "Có 1 ô gộp: nội dung được hiểu là của mọi dòng mà ô ấy trải qua.",
        "Dòng chạy ngang cả bảng được hiểu là tên mục: “II. Cấp tiểu học”.",
    ]


def test_hidden_sheets_are_not_read_and_others_are_told_of():
    content = ods(
        ("Ẩn", [["Tên nhóm"], ["Nhóm ẩn"]]),
        ("Danh sách", [["Tên nhóm"], ["Nhóm A"]]),
        ("Khác", [["Tên nhóm"], ["Nhóm khác"]]),
        hidden=("Ẩn",),
    )
    table = read_table(content, "tep.ods")
    assert (table.sheet, [row.cells for row in table.rows]) == ("Danh sách", [["Nhóm A"]])
    assert table.notes == ["Đã đọc trang tính “Danh sách”; các trang tính khác không được đọc."]


def test_an_empty_sheet_before_the_table_is_passed_over():
    content = ods(("Trống", []), ("Dữ liệu", [["Tên nhóm"], ["Nhóm A"]]), ("Khác", [["Tên nhóm"], ["Nhóm khác"]]))
    table = read_table(content, "tep.ods")
    assert (table.sheet, [row.cells for row in table.rows]) == ("Dữ liệu", [["Nhóm A"]])


@given(
    st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=0x1EF9, exclude_categories=("C", "Z"))), max_size=9)
)
def test_what_a_book_of_odfpy_holds_is_what_is_read(texts):
    found = read_table(book(["Tên nhóm", "Ứng dụng"], *([text, "Zalo"] for text in texts)), "tep.ods")
    assert [row.cells for row in found.rows] == [[text, "Zalo"] for text in texts]


def test_our_own_sheets_are_read_alike_in_both_forms():
    document = listing(full(), full(name="Nhóm khác", since="tháng 11/2021", rooms="3 [?]"))
    tables = [read_table(render(document, timestamp=NOW), "tep") for render in (render_ods, render_xlsx)]
    assert tables[0].headings == tables[1].headings
    assert [row.cells for row in tables[0].rows[:2]] == [row.cells for row in tables[1].rows[:2]]
    assert tables[0].rows[0].number == tables[1].rows[0].number


def test_no_more_lines_are_kept_than_may_be_read(monkeypatch):
    monkeypatch.setattr(open_sheet_reading, "MOST_LINES", 3)
    with pytest.raises(UnreadableTable, match="chia thành nhiều tệp"):
        read_table(book(["Tên nhóm"], *([f"Nhóm {n}"] for n in range(4))), "tep.ods")
    assert MOST_LINES > 10_000
