"""Thirty groups from a spreadsheet, two of them wrong, imported in a real browser, on a desk and on a phone."""

import io
import os
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups.models import ImportRun, RegisterEvent, WorkGroup
from groups.services.roles import SPECIALIST

from ..brought import LOST, letters_list
from ..factories import make_authority, make_group, make_user
from .conftest import at_both_sizes
from .test_staff_walk import fits, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
HEADINGS = ["TT", "Ten nhom", "Ứng dụng", "Bậc học", "Trưởng nhóm", "Thành viên", "Liên kết mời"]
SUBJECTS = ("toán", "ngữ văn", "vật lý", "hoá học", "sinh học", "lịch sử", "địa lý", "tiếng Anh", "tin học", "âm nhạc")
PLACES = ("phường Hoà Bình", "cụm Đông", "cụm Tây")
SECRET = "bimat"


@pytest.fixture
def register(live_server):
    """The site with one group, and a specialist."""
    make_user(role=SPECIALIST, username="chuyenvien")
    make_group(name="Giáo viên toán phường Hoà Bình cũ")
    make_authority()
    return live_server.url


def sheet(path: Path, *, wrong: bool) -> Path:
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    names = [f"Giáo viên {subject} {place}" for place in PLACES for subject in SUBJECTS]
    for number, name in enumerate(names, start=1):
        lead = "" if wrong and number == 7 else "Tổ trưởng chuyên môn"
        members = "Gọi 0912345678" if wrong and number == 19 else "Giáo viên các trường"
        book.active.append([number, name, "zalo", "Tiểu học", lead, members, f"zalo.me/g/{SECRET}{number:03d}"])
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    return path


def picture(page, name):
    if place := os.environ.get("PICTURES"):
        page.screenshot(path=f"{place}/{name}.png", full_page=True)


@at_both_sizes
def test_thirty_groups_two_of_them_wrong(size, request, register, axe, tmp_path):
    page = request.getfixturevalue(size)
    sign_in(page, register, "chuyenvien")
    page.get_by_role("link", name="Nhập từ tệp").first.click()
    expect(page.get_by_role("link", name="Tải tệp mẫu")).to_be_visible()
    fits(page)
    axe(page)
    picture(page, f"{size}-1")

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp mẫu").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    page.locator("#id_file").set_input_files(sheet(tmp_path / "nhom.xlsx", wrong=True))
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(page.get_by_text("Chưa có gì được ghi. Nếu xác nhận")).to_be_visible()
    expect(page.get_by_text("Thiếu trưởng nhóm").first).to_be_visible()
    assert SECRET not in page.content()
    assert "0912345678" not in page.content()
    fits(page)
    axe(page)
    picture(page, f"{size}-2")

    page.get_by_role("button", name="Ghi thành đề nghị").click()
    expect(page.get_by_role("alert")).to_contain_text("2 dòng bị từ chối")
    assert RegisterEvent.objects.filter(group__name__startswith="Giáo viên", action="propose").count() == 1

    page.goto(f"{register}/quan-tri/groups/importrun/add/")
    page.locator("#id_file").set_input_files(sheet(tmp_path / "nhom-sua.xlsx", wrong=False))
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    page.get_by_label("Tôi đã xem").check()
    page.get_by_role("button", name="Ghi thành đề nghị").click()
    expect(page.get_by_role("status")).to_contain_text("30 đề nghị công nhận")
    fits(page)
    axe(page)
    picture(page, f"{size}-3")

    page.get_by_role("link", name="Xem các đề nghị của tôi").click()
    expect(page.get_by_text("30 nhóm")).to_be_visible()
    assert WorkGroup.objects.filter(status="proposed").count() == 30


@at_both_sizes
def test_the_list_of_the_letter_as_a_word_document(size, request, register, axe, tmp_path):
    page = request.getfixturevalue(size)
    sign_in(page, register, "chuyenvien")
    before = RegisterEvent.objects.count()
    page.goto(f"{register}/quan-tri/groups/importrun/add/?kind=groups")
    (tmp_path / "danh-sach.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(100))
    page.locator("#id_file").set_input_files(tmp_path / "danh-sach.doc")
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(page.get_by_text("hãy bỏ mật khẩu và lưu lại thành .docx")).to_be_visible()
    picture(page, f"{size}-word-1")

    (tmp_path / "danh-sach.docx").write_bytes(letters_list())
    page.locator("#id_file").set_input_files(tmp_path / "danh-sach.docx")
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(page.get_by_text("Chưa có gì được ghi. Nếu xác nhận")).to_be_visible()
    expect(page.get_by_text(f"Bỏ qua {len(LOST)} dòng")).to_be_visible()
    expect(page.get_by_text("Hướng xử lý được ghi nguyên văn.")).to_be_visible()
    fits(page)
    axe(page)
    picture(page, f"{size}-word-2")
    assert RegisterEvent.objects.count() == before

    page.get_by_role("button", name="Ghi thành đề nghị").click()
    expect(page.get_by_role("status")).to_contain_text("11 đề nghị công nhận")
    fits(page)
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải kết quả từng dòng, có mã số").click()
    headings, *rows = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active.values
    told = {name: code for _, name, code, *_ in rows}
    assert headings[1:3] == ("Nội dung", "Mã số")
    assert told == dict(WorkGroup.objects.filter(status="proposed").values_list("name", "code"))
    assert "CBQL trường Mầm non Công lập" in told


def test_the_progress_of_a_large_sheet_is_told_until_it_ends(phone, register, axe):
    page = phone
    sign_in(page, register, "chuyenvien")
    run = ImportRun.objects.create(
        kind="groups", by=make_user(username="chuyenvien"), at=timezone.now(), begun_at=timezone.now(), state="running",
        file_name="lon.xlsx", counts={"new": 5000}, progress=1500, authority=make_authority(),
    )  # fmt: skip
    page.goto(f"{register}/quan-tri/groups/importrun/{run.pk}/change/")
    expect(page.get_by_role("status")).to_contain_text("1500 trên 5000")
    ImportRun.objects.filter(pk=run.pk).update(progress=3000)
    expect(page.get_by_role("status")).to_contain_text("3000 trên 5000")
    fits(page)
    axe(page)
    picture(page, "phone-4")
    page.route("**/tien-do/**", lambda route: route.fulfill(body="Sổ đang bận"))
    expect(page.get_by_role("status")).to_contain_text("Máy chủ chưa trả lời")
    fits(page)
    page.unroute("**/tien-do/**")
    expect(page.get_by_role("status")).to_contain_text("3000 trên 5000")
    ImportRun.objects.filter(pk=run.pk).update(state="done")
    expect(page.get_by_text("Đã ghi xong")).to_be_visible()
