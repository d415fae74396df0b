"""A group's whole life, walked in a real browser by the people who live it."""

import json
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups.models import RegisterEvent, SecretLook, WorkGroup
from groups.services.accounts import loader
from groups.services.importing import load_published_list
from groups.services.reports import confirm_report
from groups.services.roles import LEADER, SPECIALIST

from ..factories import PASSWORD, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("the same acts and views are tried on both in admin and services"),
]
LIST = Path(__file__).resolve().parents[3] / "fixtures" / "tan-binh-2021.json"
NAME = "Hiệu trưởng THCS công lập"
NEW_NAME = "Hiệu trưởng trường trung học cơ sở công lập"
SECRET = "bimat12345"
FAKE = "https://zalo.me/g/giagia123"


@pytest.fixture
def register(live_server):
    """The site, with the list of 2021 in it and one account a role."""
    load_published_list(content=json.loads(LIST.read_text(encoding="utf-8")), by=loader(), now=timezone.now())
    for role, username in ((SPECIALIST, "chuyenvien"), (LEADER, "lanhdao")):
        make_user(role=role, username=username)
    return live_server.url


def sign_in(page, site, username):
    page.context.clear_cookies()
    page.goto(f"{site}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Việc đang chờ")).to_be_visible()


def act(page, label, *, number="", reason="", **fields):
    """Press the button of an act, fill its form and send it."""
    page.get_by_role("link", name=label, exact=True).click()
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)
    if number:
        page.get_by_text("Văn bản chưa có trong sổ?").click()
        page.locator("#id_new_number").fill(number)
        page.locator("#id_new_symbol").fill("GDĐT")
        page.locator("#id_new_issued_on").fill(f"{timezone.localdate():%d/%m/%Y}")
        page.locator("#id_new_subject").fill("Về việc các nhóm chính thức")
    if reason:
        page.locator("#id_reason").fill(reason)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_the_life_of_a_group_from_draft_to_dissolution(desk, register):
    page = desk
    sign_in(page, register, "chuyenvien")
    page.goto(f"{register}/quan-tri/groups/workgroup/add/")
    page.locator("#id_name").fill(NAME)
    page.locator("#id_platform").select_option("zalo")
    page.locator("#id_members_text").fill("Hiệu trưởng các trường trung học cơ sở công lập")
    page.locator("#id_administrators-0-post").fill("Trưởng phòng GD-ĐT")
    page.get_by_text("Thêm một Liên kết mời").click()
    page.locator("#id_links-0-url").fill(f"zalo.me/g/{SECRET}")
    page.get_by_role("button", name="Lưu và tiếp tục chỉnh sửa").click()
    expect(page.get_by_text("Có thể sửa tiếp bên dưới.")).to_be_visible()
    assert SECRET not in page.content()
    act(page, "Đề nghị công nhận")

    group = WorkGroup.objects.get(name=NAME)
    public = f"{register}/nhom/{group.code}/"
    assert page.goto(public).status == 404
    assert NAME not in page.content()

    sign_in(page, register, "lanhdao")
    page.get_by_role("link", name="đề nghị chờ quyết định").click()
    page.get_by_role("link", name=NAME).click()
    act(page, "Công nhận", number="215", reason="Cần cho công tác điều hành")
    page.goto(public)
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    expect(page.get_by_text("215/GDĐT").first).to_be_visible()
    assert SECRET not in page.content()

    sign_in(page, register, "chuyenvien")
    page.goto(f"{register}/quan-tri/groups/workgroup/{group.pk}/change/")
    act(page, "Đổi tên", number="216", new_name=NEW_NAME)
    page.goto(public)
    expect(page.get_by_role("heading", level=1)).to_contain_text(NEW_NAME)
    expect(page.get_by_text(NAME).first).to_be_visible()

    sign_in(page, register, "lanhdao")
    page.goto(f"{register}/quan-tri/groups/workgroup/{group.pk}/change/")
    page.get_by_role("button", name=re.compile("Xem liên kết")).click()
    expect(page.get_by_text(SECRET)).to_be_visible()
    assert SecretLook.objects.count() == 1
    act(page, "Giải tán", number="217", reason="Hoàn thành nhiệm vụ")
    page.goto(public)
    today = f"{timezone.localdate():%d/%m/%Y}"
    expect(page.get_by_text("Đã giải tán").first).to_be_visible()
    expect(page.get_by_text(NEW_NAME).first).to_be_visible()
    expect(page.get_by_text(NAME).first).to_be_visible()
    expect(page.get_by_text(today).first).to_be_visible()
    expect(page.get_by_text("217/GDĐT").first).to_be_visible()
    actions = list(RegisterEvent.objects.filter(group=group).order_by("number").values_list("action", flat=True))
    assert actions == ["propose", "recognise", "rename", "dissolve"]


def test_two_people_deciding_on_one_page_the_second_is_told(desk, register, browser):
    group = WorkGroup.objects.get(source_row="09")
    sign_in(desk, register, "lanhdao")
    desk.goto(f"{register}/quan-tri/groups/workgroup/{group.pk}/viec/dissolve/")
    from groups.services import amendments

    amendments.confirm(
        group=group,
        by=make_user(role=SPECIALIST, username="chuyenvien"),
        effective_on=timezone.localdate(),
        now=timezone.now(),
    )
    desk.get_by_text("Văn bản chưa có trong sổ?").click()
    for name, value in {"number": "9", "symbol": "GDĐT", "issued_on": "05/11/2026", "subject": "Giải tán"}.items():
        desk.locator(f"#id_new_{name}").fill(value)
    desk.locator("#id_reason").fill("Không dùng nữa")
    desk.get_by_role("button", name="Giải tán").click()
    expect(desk.get_by_role("alert")).to_contain_text("người khác cập nhật")
    assert WorkGroup.objects.get(pk=group.pk).status == "recognised"


@pytest.mark.looks
@pytest.mark.parametrize(
    "path",
    [
        "",
        "groups/workgroup/",
        "groups/workgroup/6/change/",
        "groups/workgroup/6/viec/rename/",
        "groups/workgroup/xuat-danh-sach/",
        "groups/workgroup/6/viec/change_members/",
        "groups/reportedchat/",
        "groups/reportedchat/add/",
        "groups/reportedchat/7/change/",
        "groups/reportedchat/7/rut-lai/",
    ],
)
def test_the_staffs_own_pages_are_accessible_and_fit_a_phone(phone, register, axe, path):
    group = WorkGroup.objects.get(source_row="09")
    report = confirm_report(by=make_user(), now=timezone.now(), name="Nhận quà tặng giáo viên", url=FAKE)
    sign_in(phone, register, "chuyenvien")
    path = path.replace("/6/", f"/{group.pk}/").replace("/7/", f"/{report.pk}/")
    phone.goto(f"{register}/quan-tri/{path}")
    fits(phone)
    axe(phone)


def fits(page):
    """Nothing is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 1


def test_a_draft_of_a_like_name_shows_what_it_could_be_mistaken_for(phone, register, axe):
    page = phone
    confirm_report(by=make_user(), now=timezone.now(), name="Quản lý tiểu học mới", url=FAKE)
    sign_in(page, register, "chuyenvien")
    page.goto(f"{register}/quan-tri/groups/workgroup/add/")
    page.locator("#id_name").fill("Quản lý tiểu học 2")
    page.locator("#id_platform").select_option("zalo")
    page.locator("#id_purpose").fill("Trao đổi công việc")
    page.locator("#id_administrators-0-post").fill("Trưởng phòng")
    page.get_by_role("button", name="Lưu lại").click()
    told = page.locator(".cautions")
    for words in ("Chưa có gì được ghi", "Chính thức", "Thừa “2”", "Bị báo", "Quản lý tiểu học mới"):
        expect(told).to_contain_text(words)
    expect(page.locator("#id_purpose")).to_have_value("Trao đổi công việc")
    fits(page)
    axe(page, ".cautions")
    expect(page.get_by_role("textbox", name="Chức vụ").first).to_have_value("Trưởng phòng")
    page.get_by_label("Tôi đã xem, tên này đúng").check()
    page.get_by_role("button", name="Lưu lại").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert WorkGroup.objects.filter(name="Quản lý tiểu học 2", status="draft").count() == 1


def test_a_renaming_shows_what_the_name_could_be_mistaken_for(phone, register, axe):
    page, group = phone, WorkGroup.objects.get(source_row="09")
    sign_in(page, register, "chuyenvien")
    page.goto(f"{register}/quan-tri/groups/workgroup/{group.pk}/viec/rename/")
    page.locator("#id_new_name").fill("Quản lý tiểu học")
    page.get_by_role("button", name="Đổi tên").click()
    expect(page.locator(".cautions")).to_contain_text("Trùng tên")
    fits(page)
    axe(page)


def test_a_report_is_confirmed_looked_at_and_taken_back(desk, register):
    page = desk
    sign_in(page, register, "chuyenvien")
    page.get_by_role("link", name="nhóm bị báo, không phải của cơ quan", exact=False).first.click()
    page.get_by_role("link", name="Xác nhận một nhóm lạ").click()
    page.locator("#id_name").fill("Nhận quà tặng giáo viên")
    page.locator("#id_url").fill(FAKE)
    page.get_by_role("button", name="Xác nhận là nhóm lạ").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert FAKE not in page.content()
    page.get_by_role("button", name=re.compile("Xem liên kết")).click()
    expect(page.get_by_text(FAKE)).to_be_visible()
    page.get_by_role("link", name="Rút lại xác nhận").click()
    page.locator("#id_reason").fill("Nhóm của tổ chuyên môn")
    page.get_by_role("button", name="Rút lại xác nhận").click()
    expect(page.get_by_text("Đã rút lại", exact=True)).to_be_visible()
    assert SecretLook.objects.get().report.withdrawn_reason == "Nhóm của tổ chuyên môn"


def test_the_pdf_is_downloaded_from_the_admin(desk, register):
    sign_in(desk, register, "chuyenvien")
    desk.goto(f"{register}/quan-tri/groups/workgroup/")
    desk.get_by_role("link", name="Xuất danh sách").click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Tải tệp").click()
    assert download.value.suggested_filename == f"danh-sach-nhom-{timezone.localdate():%Y-%m-%d}.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
