"""The list as a workbook: read back with other code than the one that wrote it."""

import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import namespaces, teletype
from odf.opendocument import load
from odf.table import CoveredTableCell, DatabaseRange, TableCell, TableHeaderRows, TableRow
from odf.text import P

from groups.documents.archive import MAX_CELL, cell_text
from groups.documents.open_sheet import render_ods
from groups.documents.rows import Imprint
from groups.documents.table import COLUMNS, render_csv, render_json
from groups.documents.workbook import render_xlsx

from .test_pdf import NOW, listing
from .test_table import FORMULAS, ILLEGIBLE, full

HEADINGS = [column.heading for column in COLUMNS if column.key != "section"]
RENDER = {"xlsx": render_xlsx, "ods": render_ods}
both = pytest.mark.parametrize("form", RENDER)


def sheet_of(document):
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(document, timestamp=NOW))).active


def xlsx_lines(document):
    return [[cell.value for cell in line] for line in sheet_of(document).iter_rows()]


def ods_lines(document):
    book = load(io.BytesIO(render_ods(document, timestamp=NOW)))
    return [[_ods_value(cell) for cell in line.childNodes] for line in book.getElementsByType(TableRow)]


def _ods_value(cell):
    assert cell.qname in (TableCell().qname, CoveredTableCell().qname)
    assert cell.getAttribute("formula") is None
    kind = cell.getAttribute("valuetype")
    if kind == "float":
        return int(cell.getAttribute("value"))
    if kind == "date":
        return dt.datetime.fromisoformat(cell.getAttribute("datevalue"))
    return "\n".join(teletype.extractText(each) for each in cell.getElementsByType(P)) or None


READ = {"xlsx": xlsx_lines, "ods": ods_lines}


def table(document, form="xlsx"):
    """The rows of the table as {heading: value}."""
    lines = READ[form](document)
    start = next(index for index, line in enumerate(lines) if line[0] == "STT")
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :] if isinstance(line[0], int)]


def all_text(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@both
def test_the_table_comes_back_as_it_was(form):
    (found,) = table(listing(full(3)), form)
    given = full(3)
    assert list(found) == HEADINGS
    assert found == {
        "STT": 3,
        "Mã số": "TB-0003-K",
        "Tên nhóm": given.name,
        "Ứng dụng": "Zalo",
        "Số nhóm": 1,
        "Cấp học": "Tiểu học",
        "Thành viên": given.members,
        "Trưởng nhóm, phụ trách": given.lead,
        "Hướng xử lý": given.directive,
        "Công nhận từ": dt.datetime(2021, 11, 5),
        "Theo văn bản": "1496/GDĐT-PC",
        "Dòng của văn bản gốc": "Dòng 13 [?] của 1496/GDĐT-PC",
    }


@both
@pytest.mark.parametrize("since", ["tháng 11/2021", "không rõ ngày", "28/02/1900"])
def test_a_day_known_in_part_is_written_as_words(form, since):
    assert table(listing(full(since=since)), form)[0]["Công nhận từ"] == since


@both
def test_the_lines_around_the_table_say_whose_list_it_is(form):
    imprint = Imprint("https://nhom.example.vn/cong-bo/TB/1/", "Danh sách công bố lần 1", 7)
    first = [line[0] for line in READ[form](listing(full(), imprint=imprint))]
    assert first == [
        "UBND QUẬN TÂN BÌNH",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
        "DANH SÁCH",
        "Các nhóm chính thức trong điều hành, trao đổi, xử lý công việc",
        "(Kèm theo Công văn số 1496/GDĐT-PC ngày 05 tháng 11 năm 2021 của Phòng Giáo dục và Đào tạo)",
        "Tính đến hết ngày 30 tháng 11 năm 2021",
        "STT",
        1,
        None,
        "Danh sách này có 1 mục.",
        "Dòng 01, 04, 05 và 12 không còn chữ trong bản gốc.",
        "Danh sách công bố lần 1, sổ đăng ký đến sự kiện số 7: https://nhom.example.vn/cong-bo/TB/1/",
    ]


@both
def test_a_list_without_a_document_names_none(form):
    assert not any("Kèm theo" in str(line[0]) for line in READ[form](listing(full(), covering=None)))


@both
def test_an_empty_list_has_its_header_and_says_that_it_is_empty(form):
    first = [line[0] for line in READ[form](listing())]
    assert {"STT", "Danh sách này có 0 mục."} <= set(first)


@both
def test_a_column_of_sections_stands_only_where_there_are_sections(form):
    document = listing(full(1, section="Mầm non"), full(2, section="Tiểu học"))
    assert [each["Mục"] for each in table(document, form)] == ["Mầm non", "Tiểu học"]


@both
@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_a_text_whatever_it_begins_with(form, text):
    document = listing(
        full(name=text, members=text, code=text, rooms=text, since=text),
        title_subject=text, as_of_text=text, remarks=(text,), document_title=text,
    )  # fmt: skip
    found = table(document, form)[0]
    bare = text.lstrip("\t\r\u200b\u00a0")
    assert {found[each] for each in ("Tên nhóm", "Thành viên", "Mã số", "Số nhóm", "Công nhận từ")} == {bare}
    assert [line[0] for line in READ[form](document)].count(bare) == 3


@pytest.mark.parametrize("text", [*FORMULAS, "#N/A", "#REF!", "TRUE", "1e5", "05/11/2021", "{=1}"])
def test_excel_keeps_it_a_text_when_a_person_edits_it(text):
    document = listing(full(name=text, members="- a", lead="b"))
    sheet = sheet_of(document)
    cells = {cell.column: cell for cell in sheet[8]}
    assert {cells[3].data_type, cells[7].data_type} == {"s"}
    assert bool(cells[3].quotePrefix) is (text in FORMULAS)
    assert (bool(cells[7].quotePrefix), bool(cells[8].quotePrefix)) == (True, False)
    for part in all_text(render_xlsx(document, timestamp=NOW)).values():
        assert b"<f>" not in part
        assert b'"e"' not in part


@both
def test_what_no_xml_may_hold_is_marked_and_never_fails(form):
    text = f"A{ILLEGIBLE}B🎉"
    document = listing(full(name=text, members=text), document_title=text, remarks=(text,), as_of_text=text)
    shown = f"A{chr(0xFFFD) * len(ILLEGIBLE)}B🎉"
    assert table(document, form)[0]["Tên nhóm"] == shown
    assert [line[0] for line in READ[form](document)].count(shown) == 2


@both
@pytest.mark.parametrize("letter", ["ấ", "🎉"])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(form, letter):
    found = table(listing(full(members=letter * 40_000)), form)[0]["Thành viên"]
    assert MAX_CELL - 2 < len(found.encode("utf-16-le")) // 2 <= MAX_CELL
    assert found.startswith(letter * 16_000)
    assert found.endswith("… [phần sau không vừa một ô; xem bản JSON]")


def test_a_text_that_just_fits_is_whole():
    assert cell_text("ấ" * MAX_CELL) == "ấ" * MAX_CELL
    assert cell_text("🎉" * (MAX_CELL // 2)) == "🎉" * (MAX_CELL // 2)


def test_a_text_that_looks_like_an_escape_of_the_format_is_escaped():
    parts = all_text(render_xlsx(listing(full(name="a_x0041_b")), timestamp=NOW))
    assert b"a_x005F_x0041_b" in parts["xl/worksheets/sheet1.xml"]


@both
@pytest.mark.parametrize("text", ["<b>&amp;</b>", "]]>", "\"'", "<!ENTITY x>"])
def test_markup_is_text(form, text):
    assert table(listing(full(name=text)), form)[0]["Tên nhóm"] == text


def test_the_sheet_is_set_up_for_reading_and_for_print():
    document = listing(full(1), full(2))
    sheet = sheet_of(document)
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Danh sách", "D8", "A7:L9")
    assert sheet.print_title_rows == "$7:$7"
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize), page.fitToWidth, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["C7"].font.b
    assert sheet["G8"].alignment.wrap_text
    assert sheet["J8"].number_format == "dd/mm/yyyy"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width


def test_the_open_sheet_repeats_its_header_filters_and_is_landscape():
    content = render_ods(listing(full(1), full(2)), timestamp=NOW)
    book = load(io.BytesIO(content))
    (header,) = book.getElementsByType(TableHeaderRows)
    assert [teletype.extractText(cell) for cell in header.firstChild.childNodes] == HEADINGS
    (found,) = book.getElementsByType(DatabaseRange)
    assert found.getAttribute("targetrangeaddress") == "'Danh sách'.A7:'Danh sách'.L9"
    parts = all_text(content)
    assert b'style:print-orientation="landscape"' in parts["styles.xml"]
    assert b'style:scale-to-X="1"' in parts["styles.xml"]
    assert namespaces.STYLENS.encode() in parts["styles.xml"]
    assert b'"VerticalSplitPosition" config:type="int">7<' in parts["settings.xml"]


def test_an_open_document_begins_with_its_type():
    content = render_ods(listing(), timestamp=NOW)
    assert content[30:84] == b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


@both
def test_the_only_time_in_the_file_is_the_one_given(form):
    here = NOW.astimezone(dt.timezone(dt.timedelta(hours=7)))
    content = RENDER[form](listing(full()), timestamp=here)
    assert content == RENDER[form](listing(full()), timestamp=NOW.replace(microsecond=5))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2021, 11, 30, 17, 5, 6)}
    times = {time for part in all_text(content).values() for time in re.findall(rb"20\d\d-\d\d-\d\dT[\d:]+Z?", part)}
    assert times == {b"2021-11-30T17:05:06Z"}


@both
def test_a_time_without_a_zone_is_refused(form):
    with pytest.raises(ValueError, match="múi giờ"):
        RENDER[form](listing(full()), timestamp=dt.datetime(2021, 11, 30))


@both
def test_the_file_says_its_title_and_whose_it_is(form):
    about = all_text(RENDER[form](listing(), timestamp=NOW))["docProps/core.xml" if form == "xlsx" else "meta.xml"]
    assert "Danh sách các nhóm chính thức" in about.decode()
    assert "Phòng Giáo dục và Đào tạo" in about.decode()


_AGAIN = """
import hashlib
from groups.tests.documents.test_workbook import NOW, full, listing, render_ods, render_xlsx
document = listing(full(1), full(2, name="=1"))
for render in (render_xlsx, render_ods):
    print(hashlib.sha256(render(document, timestamp=NOW)).hexdigest())
"""


def test_another_process_in_another_time_zone_makes_the_same_bytes():
    made = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        made.add(
            subprocess.run([sys.executable, "-c", _AGAIN], env=environment, capture_output=True, check=True).stdout
        )
    assert len(made) == 1


def test_another_list_gives_other_bytes():
    document = listing(full())
    for render in RENDER.values():
        assert render(document, timestamp=NOW) != render(replace(document, as_of_text="khác"), timestamp=NOW)


def test_what_else_this_process_reads_leaves_no_trace():
    """odfpy keeps one table of namespaces for all documents of a process."""
    before = render_ods(listing(full()), timestamp=NOW)
    foreign = namespaces.__name__ + ":foreign"
    TableCell().get_nsprefix(foreign)
    load(io.BytesIO(before))
    assert render_ods(listing(full()), timestamp=NOW) == before
    assert foreign.encode() not in b"".join(all_text(before).values())


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_any_text_makes_a_workbook_that_opens(text):
    document = listing(full(name=text, members=text), document_title=text, title_subject=text)
    assert table(document, "xlsx")[0]["Tên nhóm"] == table(document, "ods")[0]["Tên nhóm"]
    assert json.loads(render_json(document))["rows"][0]["name"] == (table(document)[0]["Tên nhóm"] or "")
    render_csv(document).decode()
