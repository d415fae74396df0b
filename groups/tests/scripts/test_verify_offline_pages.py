"""Of a PDF, the program reads the pages too: what they show must be the list that the file carries."""

import json
import shutil

import pytest

from groups.services import publishing
from groups.services.roles import CLERK
from groups.tests.factories import NOW, make_authority, make_group, make_user

from .test_verify_offline import module, run

SCRIPT = module()
ROW = {
    "number": 1, "section": "", "code": "BM-0001-8", "name": "Nhóm A", "platform": "Zalo", "rooms": 1, "source": "",
    "members": "- Bà A;\n- Bà B", "lead": "Trưởng phòng", "directive": "", "level": "Chung", "since": "",
    "document": "",
}  # fmt: skip
ROOT = "ab" * 32
TOLD = {
    "heading": {"issuer": "Phòng Giáo dục"}, "subject": "Các nhóm", "as_of_text": "Đến ngày 23/11/2026",
    "imprint": {"event_number": 7, "root": ROOT},
}  # fmt: skip
HEAD = "STT Tên nhóm Thành viên\nTrưởng nhóm,\nphụ trách\nHướng xử lý\n"
ABOVE = "PHÒNG GIÁO DỤC\nCác nhóm\nĐến ngày\n23/11/2026\n"
ONE = "1 Nhóm A\nMã số: BM-0001-8\nỨng dụng: Zalo\n- Bà A;\n- Bà B\nTrưởng\nphòng\n"
TWO = ONE.replace("1 Nhóm A", "2 Nhóm B").replace("0001-8", "0002-6")
BELOW = f"Danh sách này có 2 mục.\nSổ đăng ký đến sự kiện số 7.\nGốc của sổ: {ROOT[:8]} {ROOT[8:]}\n"


def listed(**more):
    return TOLD | {"rows": [ROW | more, ROW | {"number": 2, "name": "Nhóm B", "code": "BM-0002-6"}]}


def check(*pages, **more):
    SCRIPT.check_pages(list(pages), listed(**more))


@pytest.mark.parametrize(
    "pages",
    [
        [ABOVE + HEAD + ONE.replace("Nhóm A", "Nhóm lạ") + TWO + BELOW],
        [ABOVE + HEAD + ONE.replace("Bà B", "Bà C") + TWO + BELOW],
        [ABOVE + HEAD + ONE.replace("phòng", "khoa") + TWO + BELOW],
        [ABOVE + HEAD + ONE.replace("0001-8", "0009-8") + TWO + BELOW],
        [ABOVE + HEAD + ONE.replace("Zalo", "Viber") + TWO + BELOW],
        [ABOVE + HEAD + ONE + BELOW],
        [ABOVE + HEAD + TWO + ONE + BELOW],
        [ABOVE + HEAD + ONE + TWO + TWO.replace("2 Nhóm", "3 Nhóm") + BELOW],
        [ABOVE + HEAD + ONE + TWO + BELOW + HEAD + ONE],
        [ABOVE + ONE + HEAD + ONE + TWO + BELOW],
        [ABOVE + HEAD + ONE + TWO + BELOW.replace("số 7", "số 8")],
        [ABOVE + HEAD + ONE + TWO + BELOW.replace("abab", "acac")],
        [ABOVE.replace("23/11", "24/11") + HEAD + ONE + TWO + BELOW],
        [ABOVE.replace("GIÁO DỤC", "NỘI VỤ") + HEAD + ONE + TWO + BELOW],
    ],
)
def test_pages_that_say_something_else_are_found(pages):
    with pytest.raises(SCRIPT.Wrong):
        check(*pages)


@pytest.mark.parametrize(
    "pages",
    [
        [""],
        ["quét bằng ảnh"],
        [ABOVE + HEAD + ONE[:30], "2\n" + HEAD + ONE[30:20] + "khác" + TWO + BELOW],
        [ABOVE + HEAD + ONE + "Ký bởi: Trưởng phòng", "2\n" + HEAD + TWO + BELOW],
    ],
)
def test_what_cannot_be_compared_is_no_answer(pages):
    with pytest.raises(SCRIPT.Unknown):
        check(*pages)


def test_pages_that_show_the_list_are_right_however_their_lines_break():
    check(ABOVE + HEAD + ONE + TWO + BELOW)
    check(ABOVE + HEAD + ONE, "2\n" + HEAD + TWO + BELOW, "3\nNơi nhận")
    check(ABOVE + HEAD + ONE.replace("Nhóm A", "Nhóm\u00ad A\u200b") + TWO + BELOW)
    many = ONE.replace("Zalo", "Zalo · 3 [?] nhóm\nDòng 01 của 1496")
    check(ABOVE + HEAD + many + TWO + BELOW, rooms="3 [?]", source="Dòng 01 của 1496")
    parted = ABOVE + HEAD + "Mầm non\n" + ONE.replace("Nhóm A", "Nhóm A")
    SCRIPT.check_pages([parted + TWO + BELOW], listed(section="Mầm non"))


@pytest.fixture
def many(client, tmp_path, db):
    """A published list of several pages, with its log."""
    for number in range(14):
        make_group(name=f"Nhóm {number} - hiệu trưởng các trường trên địa bàn (ﬁ, ½, …)", room_count=1 + number % 3,
                   level=["primary", "preschool"][number % 2], uncertain=["name"] if number == 3 else [],
                   members_text="- Bà: Nguyễn Thị Thanh Xuân - P.TP phụ trách bậc học MN.\n- Hiệu trưởng các trường",
                   directive_text="Tiếp tục duy trì; có thể ghép chung vô nhóm “TCBS-CDCS”.")  # fmt: skip
    asked = {"authority": make_authority(), "now": NOW, "address": "http://testserver", "grouping": "level"}
    publishing.publish_list(by=make_user(role=CLERK), seen=publishing.draft(**asked).digest, **asked)
    for name, path in (
        ("list.pdf", "/cong-bo/BM/1/electronic.pdf"),
        ("log.json", "/api/v1/log/entries?first=1&last=200"),
    ):
        (tmp_path / name).write_bytes(client.get(path).content)
    return tmp_path


def asked(files, *more):
    return run("list", str(files / "list.pdf"), "--log", str(files / "log.json"), *more)


def test_a_list_of_several_pages_in_sections_is_right(many):
    code, said = asked(many)
    assert (code, "14 dòng" in said, "chữ trên trang đúng" in said) == (0, True, True), said


def test_pages_of_another_list_round_the_same_data_are_found(many, client):
    """The data of one list under the pages of another: what every other check lets through."""
    import io

    import pikepdf

    own = json.dumps(SCRIPT.list_in((many / "list.pdf").read_bytes(), "x"), ensure_ascii=False)
    other = own.replace("Nhóm 5 - hiệu trưởng", "Nhóm 5 - giáo viên")
    assert other != own
    out = io.BytesIO()
    with pikepdf.open(many / "list.pdf") as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream) and each.read_bytes().startswith(b"{"):
                each.write(other.encode())
        pdf.save(out)
    (many / "list.pdf").write_bytes(out.getvalue())
    with pytest.raises(SCRIPT.Wrong, match="chữ trên trang khác"):
        SCRIPT.check_pages(SCRIPT.pages_of(str(many / "list.pdf")), json.loads(other))
    assert asked(many)[0] == 1


def test_without_poppler_the_pages_are_not_checked_and_nothing_is_called_right(many, monkeypatch):
    monkeypatch.setenv("PATH", str(many))
    assert shutil.which("pdftotext") is None
    code, said = asked(many)
    assert (code, "ĐÚNG:" in said) == (2, False)
    assert "không có pdftotext" in said
    code, said = asked(many, "--data-only")
    assert (code, "chữ trên trang không được kiểm" in said) == (0, True)
