"""A sheet as somebody brings it: titles above, merged cells, dates, old fonts; and what is no sheet."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from groups.documents.table_reading import UnreadableTable, read_table


def book(*lines, merge=(), **sheets):
    made = openpyxl.Workbook()
    made.active.title = "Danh sách"
    for line in lines:
        made.active.append(line)
    for area in merge:
        made.active.merge_cells(area)
    for name, state in sheets.items():
        made.create_sheet(name).sheet_state = state
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "không có dòng nào"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, ".xlsx"),
        (b"PK\x03\x04" + b"rubbish" * 20, "bị hỏng"),
        (b"a\x00b", "Không đọc được"),
        (book(), "không có dòng nào"),
    ],
)
def test_what_is_no_sheet_says_what_was_expected(content, says):
    with pytest.raises(UnreadableTable, match=says):
        read_table(content, "tep.xlsx")


def test_a_file_that_unpacks_to_too_much_is_refused_unread():
    with pytest.raises(UnreadableTable, match="quá lớn"):
        read_table(bomb(), "tep.xlsx")


def test_titles_above_are_passed_over_and_rows_keep_their_numbers():
    table = read_table(
        book(["DANH SÁCH NHÓM"], [], ["Tên nhóm", "Ứng dụng"], ["Nhóm A", "Zalo"], [], ["Nhóm B", "Viber"]), "tep.xlsx"
    )
    assert table.headings == ["Tên nhóm", "Ứng dụng"]
    assert [(row.number, row.cells) for row in table.rows] == [(4, ["Nhóm A", "Zalo"]), (6, ["Nhóm B", "Viber"])]
    assert table.notes == ["Bỏ qua 1 dòng trống."]


def test_a_merged_cell_speaks_for_every_row_it_covers():
    lines = (["Tên nhóm", "Ứng dụng"], ["Nhóm A", "Zalo"], ["Nhóm B", None], ["Nhóm C", "Viber"])
    table = read_table(book(*lines, merge=["B2:B3"]), "tep.xlsx")
    assert [row.cells[1] for row in table.rows] == ["Zalo", "Zalo", "Viber"]
    assert table.notes == ["Có 1 ô gộp: nội dung được hiểu là của mọi dòng mà ô ấy trải qua."]


def test_dates_and_numbers_read_as_people_write_them():
    line = [dt.date(2021, 11, 5), 3.0, 2.5, True, None]
    table = read_table(book(["Tên nhóm", "a", "b", "c", "d"], line), "tep.xlsx")
    assert table.rows[0].cells == ["05/11/2021", "3", "2.5", "có", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_its_usual_forms(encoding, delimiter):
    text = delimiter.join(["Tên nhóm", "Ứng dụng"]) + "\r\n" + delimiter.join(["Tiểu học", "Zalo"]) + "\r\n"
    table = read_table(text.encode(encoding), "tep.csv")
    assert table.headings == ["Tên nhóm", "Ứng dụng"]
    assert [row.cells for row in table.rows] == [["Tiểu học", "Zalo"]]


def test_a_sheet_of_an_old_font_is_told():
    table = read_table("Tªn nhãm;øng dông\r\nHiÖu tr­ëng;Zalo\r\n".encode("latin-1"), "tep.csv")
    assert table.encoding == "tcvn3"
    assert table.headings[0] == "Tªn nhãm"


def test_hidden_sheets_are_not_read_and_others_are_told_of():
    content = book(["Tên nhóm"], ["Nhóm A"], An="hidden", Khac="visible")
    assert read_table(content, "tep.xlsx").notes == [
        "Đã đọc trang tính “Danh sách”; các trang tính khác không được đọc."
    ]


def test_an_empty_sheet_before_the_table_is_passed_over_and_so_are_all_where_none_holds_anything():
    made = openpyxl.load_workbook(io.BytesIO(book()))
    for name, lines in (("Dữ liệu", [["Tên nhóm"], ["Nhóm A"]]), ("Sau", [["Tên nhóm"], ["Nhóm B"]])):
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    made.save(out)
    table = read_table(out.getvalue(), "tep.xlsx")
    assert (table.sheet, [row.cells for row in table.rows]) == ("Dữ liệu", [["Nhóm A"]])
    with pytest.raises(UnreadableTable, match="không có dòng nào"):
        read_table(book(Khac="visible"), "tep.xlsx")


@pytest.mark.parametrize("kept", ["Tổng công ty Giáo dục", "Cộng đồng trường học", "Tổng số hoá trường học"])
def test_a_name_that_begins_like_a_total_is_a_row(kept):
    table = read_table(book(["Tên nhóm", "Ứng dụng"], [kept, "Zalo"]), "tep.xlsx")
    assert [row.cells[0] for row in table.rows] == [kept]
    assert table.notes == []


@pytest.mark.parametrize("total", ["Tổng cộng", "TỔNG CỘNG:", "Tổng số: 2 nhóm", "Cộng", "tổng cộng 2 nhóm"])
@pytest.mark.parametrize("merge", [(), ["A3:B3"]])
def test_a_line_of_totals_is_no_row_and_is_told_of(total, merge):
    lines = (["Tên nhóm", "Ứng dụng"], ["Nhóm A", "Zalo"], [total, None], ["Nhóm B", "Viber"])
    table = read_table(book(*lines, merge=merge), "tep.xlsx")
    assert [row.cells[0] for row in table.rows] == ["Nhóm A", "Nhóm B"]
    assert table.notes == ["Bỏ qua dòng tổng cộng: dòng 3."]


def test_the_totals_of_a_long_sheet_are_named_five():
    lines = [line for number in range(6) for line in ([f"Nhóm {number}"], ["Tổng cộng"])]
    assert read_table(book(["Tên nhóm"], *lines), "tep.xlsx").notes == ["Bỏ qua dòng tổng cộng: dòng 3, 5, 7, 9, 11 …."]
