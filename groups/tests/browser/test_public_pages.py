"""The public pages as a principal sees them, on a phone and on a desk."""

import re

import pytest
from playwright.sync_api import expect

from groups.domain.status import Status
from groups.models import WorkGroup
from groups.tests import factories

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def register():
    """One public group in every state, one with a very long name, and thirty more for a second page."""
    document = factories.make_document()
    for status in (Status.RECOGNISED, Status.SUSPENDED, Status.DISSOLVED, Status.MERGED, Status.PROPOSED):
        factories.make_group(name=f"Kế toán {status.value}", status=status)
    factories.make_group(
        name="Hiệu trưởng, phó hiệu trưởng và người phụ trách tuyển sinh đầu cấp các trường trung học cơ sở công lập",
        members_text="- Hiệu trưởng [?];\n- Người phụ trách tuyển sinh",
        uncertain=["lead"],
        source_document=document,
        source_row="02",
        room_count=3,
    )
    for number in range(26):
        factories.make_group(name=f"Chuyên môn cụm {number:02d}")


PATHS = [
    "/",
    "/nhom/",
    "/nhom/?page=2",
    "/nhom/?state=suspended",
    "/nhom/?state=ended",
    "/nhom/?q=khong+co+nhom+nay",
    "/nhom/?q=https://zalo.me/g/abcdef123",
    "/nhom/?app=xyz&page=abc",
    "/nhom/?q=bm0001",
    "/nhom/khong-phai-ma/",
    "/so-dang-ky/",
    "/so-dang-ky/?ma=zz&tu=abc",
    "/khong-co-trang-nay/",
]


def look_at_all(page, axe) -> None:
    groups = WorkGroup.objects.public().order_by("pk")[:6]
    for path in [*PATHS, *(f"/nhom/{group.code}/" for group in groups)]:
        page.goto(path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{path} is wider than the screen by {wider} px"
        axe(page)


def test_every_page_fits_a_phone_and_suits_every_reader(phone, axe):
    look_at_all(phone, axe)


def test_every_page_suits_every_reader_on_a_desk(desk, axe):
    look_at_all(desk, axe)


def test_every_page_suits_every_reader_in_the_dark(phone, axe):
    phone.emulate_media(color_scheme="dark")

    look_at_all(phone, axe)


def test_a_principal_finds_a_group_and_learns_what_to_compare(phone):
    phone.goto("/nhom/")
    phone.get_by_label("Tên nhóm hoặc mã số").fill("tuyen sinh")
    phone.get_by_role("button", name="Tra cứu").click()
    expect(phone.get_by_role("heading", name="1 nhóm khớp với “tuyen sinh”")).to_be_visible()

    phone.get_by_role("link", name=re.compile("người phụ trách tuyển sinh")).click()

    expect(phone.get_by_role("heading", level=1)).to_contain_text("tuyển sinh đầu cấp")
    expect(phone.get_by_role("heading", name="Chính thức", exact=True)).to_be_visible()
    expect(phone.get_by_role("heading", name="Hãy so sánh")).to_be_visible()
    expect(phone.get_by_text("Đọc từ văn bản cũ")).to_be_visible()


def test_filters_and_tabs_work_together(desk):
    desk.goto("/nhom/")
    desk.get_by_label("Ứng dụng").select_option("Viber")
    desk.get_by_role("button", name="Tra cứu").click()
    expect(desk.get_by_role("heading", name="Không có nhóm nào khớp với bộ lọc")).to_be_visible()

    desk.get_by_label("Ứng dụng").select_option("Zalo")
    desk.get_by_role("button", name="Tra cứu").click()
    desk.get_by_role("link", name="Đã kết thúc").click()

    expect(desk.get_by_role("heading", name="2 nhóm")).to_be_visible()
    expect(desk.get_by_label("Ứng dụng")).to_have_value("zalo")


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(desk):
    desk.goto("/nhom/")
    desk.keyboard.press("Tab")
    skip = desk.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()

    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")

    field = desk.get_by_label("Tên nhóm hoặc mã số")
    expect(field).to_be_focused()
    assert field.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_paper_carries_the_facts_and_not_the_controls(desk):
    desk.goto(f"/nhom/{WorkGroup.objects.official().earliest('pk').code}/")
    desk.emulate_media(media="print")

    expect(desk.get_by_role("navigation", name="Chính")).to_be_hidden()
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    expect(desk.get_by_text("Trưởng phòng GD-ĐT").first).to_be_visible()


def test_the_ways_of_the_site_stand_in_one_line_on_a_phone_and_whole_on_a_narrow_one(phone):
    phone.goto("/")
    ways = phone.get_by_role("navigation", name="Chính").get_by_role("link")
    assert len({round(way.bounding_box()["y"]) for way in ways.all()}) == 1

    phone.set_viewport_size({"width": 320, "height": 640})
    assert all(way.bounding_box()["x"] + way.bounding_box()["width"] <= 320 for way in ways.all())
