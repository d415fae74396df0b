"""A note is added on the page of a group, in a real browser."""

import pytest
from playwright.sync_api import expect

from groups.services.notes import add_note
from groups.services.roles import SPECIALIST

from ..factories import NOW, PASSWORD, make_draft, make_group, make_user

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server):
    """The site, with one account whose holder has a name."""
    user = make_user(role=SPECIALIST, username="chuyenvien")
    user.last_name, user.first_name = "Nguyễn Thị", "An"
    user.save()
    return f"{live_server.url}/quan-tri/groups/workgroup/"


def sign_in(page, path):
    page.goto(path)
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Ghi chú (chỉ cán bộ thấy)")).to_be_visible()


def fits(page):
    """Nothing is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 1


def test_a_note_is_added_to_those_that_are_there(phone, site, axe):
    page, group = phone, make_group()
    add_note(
        group=group, text="Đã nhắc bổ sung liên kết mời.", by=make_user(role=SPECIALIST, username="chuyenvien"), now=NOW
    )
    sign_in(page, f"{site}{group.pk}/change/")
    notes = page.locator("#notes")
    expect(notes.get_by_text("Nguyễn Thị An, 09:00 23/11/2026")).to_be_visible()
    notes.get_by_label("Ghi chú mới").fill("Gọi 0912345678")
    notes.get_by_role("button", name="Thêm ghi chú").click()
    expect(page.get_by_text("không được chứa số điện thoại")).to_be_visible()
    expect(notes.get_by_label("Ghi chú mới")).to_have_value("Gọi 0912345678")
    fits(page)
    axe(page)
    notes.get_by_label("Ghi chú mới").fill("Trưởng nhóm sẽ nghỉ hưu trong năm tới;\nđang chờ văn bản.")
    notes.get_by_role("button", name="Thêm ghi chú").click()
    expect(notes.locator("li").first).to_contain_text("Trưởng nhóm sẽ nghỉ hưu")
    assert notes.locator("li").count() == 2
    fits(page)
    axe(page)


def test_a_draft_has_notes_beside_its_own_form(desk, site, axe):
    page, group = desk, make_draft()
    sign_in(page, f"{site}{group.pk}/change/")
    page.locator("#notes").get_by_label("Ghi chú mới").fill("Chờ trường xác nhận tên.")
    page.get_by_role("button", name="Thêm ghi chú").click()
    expect(page.locator("#notes li")).to_have_count(1)
    axe(page, "#notes")
