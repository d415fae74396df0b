"""A day's work without a mouse: only keys are pressed here, and the focus is always seen."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups.models import WorkGroup
from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, make_document, make_group, make_user

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
NEW_NAME = "Hiệu trưởng tiểu học toàn địa bàn"
_FOCUS = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  return {
    id: it.id,
    text: (it.innerText || it.value || it.getAttribute("aria-label") || "").trim(),
    tag: it.tagName.toLowerCase(),
    seen: box.width > 0 && box.height > 0,
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none",
  };
}"""


def tab_to(page, wanted, most=80):
    """Press Tab until what has the focus bears this id or text; every stop on the way is visible and marked."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        if focus["tag"] != "body":
            assert focus["seen"], f"the focus is lost at {focus}"
            assert focus["marked"], f"the focus is not to be seen at {focus}"
        if wanted in (focus["id"], focus["text"]):
            return
    raise AssertionError(f"{wanted} is not reached by Tab on {page.url}")


def test_a_group_is_found_and_renamed_by_keys_alone(desk, live_server):
    group = make_group(name="Hiệu trưởng tiểu học")
    document = make_document(number="300", subject="V/v đổi tên nhóm", issued_on=timezone.localdate())
    user = make_user(role=SPECIALIST)
    page = desk
    page.goto(f"{live_server.url}/quan-tri/")
    keys = page.keyboard

    expect(page.locator("#id_username")).to_be_focused()  # without a key pressed
    keys.type(user.username)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Việc đang chờ")).to_be_visible()

    tab_to(page, "find-box")
    keys.type("hieu truong tieu hoc")
    keys.press("Enter")
    page.wait_for_url("**/tim/**")
    tab_to(page, group.name)
    keys.press("Enter")
    page.wait_for_url(f"**/workgroup/{group.pk}/change/")
    tab_to(page, "Đổi tên")
    keys.press("Enter")
    page.wait_for_url("**/viec/rename/")

    tab_to(page, "id_new_name")
    keys.press("Control+a")
    keys.type(NEW_NAME)
    tab_to(page, "id_document")
    keys.type(f"{document} (số {document.pk})")
    tab_to(page, "Đổi tên")
    keys.press("Enter")
    page.wait_for_url(f"**/workgroup/{group.pk}/change/")

    assert WorkGroup.objects.get(pk=group.pk).name == NEW_NAME


def test_the_first_key_leads_past_the_head_of_the_page(desk, live_server):
    make_group()
    user = make_user(role=SPECIALIST)
    page = desk
    page.goto(f"{live_server.url}/quan-tri/")
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Việc đang chờ")).to_be_visible()

    page.keyboard.press("Tab")
    assert page.evaluate(_FOCUS)["text"] == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content-start"
