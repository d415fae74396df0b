"""What was beside what is, in a real browser: on a desk, on a phone and on paper."""

import pytest
from playwright.sync_api import expect

from groups.services import amendments
from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, amended, make_group, make_user, reread

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def group():
    found = make_group(members_text="Hiệu trưởng các trường tiểu học công lập\nTổ trưởng văn phòng")
    text = "Hiệu trưởng, phó hiệu trưởng các trường tiểu học\nTổ trưởng văn phòng"
    amendments.change_members(group=found, members_text=text, **amended())
    amendments.rename(group=reread(found), new_name="Cán bộ quản lý các trường tiểu học", **amended())
    make_user(role=SPECIALIST, username="chuyenvien")
    return found


def open_record(page, site, group):
    page.goto(f"{site.url}/quan-tri/groups/workgroup/{group.pk}/change/")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Quá trình")).to_be_visible()


def told(page, label):
    """The change of that label: its part of the page, and where its two sides stand."""
    change = page.locator(".change", has=page.get_by_text(label, exact=True)).first
    return change, [side.bounding_box() for side in change.locator("dd").all()]


def is_struck(part):
    return part.evaluate("element => getComputedStyle(element).textDecorationLine")


def test_the_words_that_differ_are_marked_by_more_than_colour(desk, live_server, group, axe):
    page = desk
    open_record(page, live_server, group)
    change, (was, now) = told(page, "Thành viên")
    assert (was["y"], was["x"] + was["width"] <= now["x"]) == (now["y"], True)
    assert change.locator("del").all_inner_texts() == [" công lập"]
    assert change.locator("ins").all_inner_texts() == [", phó hiệu trưởng"]
    assert is_struck(change.locator("del")) == "line-through"
    assert is_struck(change.locator("ins")) == "underline"
    axe(page)
    page.emulate_media(media="print")
    _, (was, now) = told(page, "Thành viên")
    assert was["y"] == now["y"]
    assert is_struck(change.locator("del")) == "line-through"
    axe(page, ".timeline")


def test_on_a_phone_what_is_stands_below_what_was(phone, live_server, group, axe):
    page = phone
    open_record(page, live_server, group)
    _, (was, now) = told(page, "Thành viên")
    assert was["y"] + was["height"] <= now["y"]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 1
    axe(page)
