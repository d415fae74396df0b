"""The box of the desk and an invite link: it comes into no address, and is checked by one press."""

import pytest
from playwright.sync_api import expect

from groups.services.roles import SPECIALIST

from ..factories import make_group, make_user
from .conftest import at_both_sizes
from .test_imports import picture
from .test_staff_walk import fits, sign_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("about a script and addresses; what is found is tried on both in admin"),
]
CODE = "bimat12345"


@at_both_sizes
def test_a_link_typed_into_the_box_is_checked_and_stays_out_of_every_address(size, request, live_server, axe):
    page, site = request.getfixturevalue(size), live_server.url
    group = make_group(name="Nhóm zalo về văn - thể - mỹ", url=f"https://zalo.me/g/{CODE}")
    make_user(role=SPECIALIST, username="chuyenvien")
    sign_in(page, site, "chuyenvien")
    addresses = []
    page.on("request", lambda sent: addresses.append(sent.url))

    page.locator("#find-box").fill("nhom zalo ve van")
    page.locator(".find button").click()
    expect(page.get_by_role("link", name=group.name)).to_be_visible()
    assert page.url.endswith("?q=nhom+zalo+ve+van")  # words may be kept as a bookmark

    page.locator("#find-box").fill(f"zalo.me/g/{CODE}")
    page.locator(".find button").click()
    expect(page.get_by_role("heading", name="Đây là một liên kết")).to_be_visible()
    assert page.url.endswith("/tim/")
    assert CODE not in page.locator("body").inner_text()
    expect(page.locator("#find-box")).to_have_value("")
    fits(page)
    axe(page)
    picture(page, f"{size}-find-link")
    page.get_by_role("button", name="Kiểm tra liên kết này").click()
    expect(page.locator(".verdict--official")).to_be_visible()
    assert CODE not in page.content()
    assert [address for address in addresses if CODE in address] == []

    # Where no script was, the link came in the address: it does not stay there.
    page.goto(f"{site}/quan-tri/tim/?q=zalo.me/g/{CODE}")
    expect(page.get_by_role("heading", name="Đây là một liên kết")).to_be_visible()
    assert page.url.endswith("/tim/")
