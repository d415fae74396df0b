"""Back in the browser to a form that was saved, and saved once more: nothing is written twice, nothing typed lost."""

import pytest
from playwright.sync_api import expect

from groups.models import Person
from groups.services.roles import SPECIALIST

from ..factories import make_user
from .test_staff_walk import sign_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("what the browser fills in is the same; the token is tried on both in admin"),
]


@pytest.fixture
def page(desk, live_server):
    make_user(role=SPECIALIST, username="chuyenvien")
    sign_in(desk, live_server.url, "chuyenvien")
    desk.goto(f"{live_server.url}/quan-tri/groups/person/add/")
    return desk


def save(page, name, button="_save"):
    page.locator("#id_full_name").fill(name)
    page.locator("#id_post").fill("Giáo viên")
    page.locator(f"[name={button}]").click()


def names():
    return sorted(Person.objects.values_list("full_name", flat=True))


def test_back_to_what_was_saved_and_saved_again(page):
    save(page, "Lê Thị Hoa")
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.go_back()
    expect(page.locator("#id_full_name")).to_have_value("Lê Thị Hoa")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .warning")).to_contain_text("Đã được ghi ở lần gửi trước")
    assert names() == ["Lê Thị Hoa"]


def test_back_and_another_name_typed_over_the_first(page):
    save(page, "Lê Thị Hoa")
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.go_back()
    save(page, "Lê Thị Mai")
    expect(page.get_by_text("Lần gửi này có nội dung khác nên chưa có gì được ghi")).to_be_visible()
    assert names() == ["Lê Thị Hoa"]
    save(page, "Lê Thị Mai")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert names() == ["Lê Thị Hoa", "Lê Thị Mai"]


def test_one_after_another_and_back_between_them(page):
    for name in ("Lê Thị Hoa", "Lê Thị Mai"):
        save(page, name, "_addanother")
        expect(page.locator(".messagelist .success")).to_contain_text(name)
        expect(page.locator("#id_full_name")).to_have_value("")
    page.go_back()
    expect(page.locator("#id_full_name")).to_have_value("Lê Thị Mai")
    page.locator("[name=_addanother]").click()
    expect(page.locator(".messagelist .warning")).to_contain_text("Đã được ghi ở lần gửi trước")
    assert names() == ["Lê Thị Hoa", "Lê Thị Mai"]
