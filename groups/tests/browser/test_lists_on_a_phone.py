"""Lists of the desk on a phone: buttons begin at one edge, and nothing touches the border."""

import pytest

from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, make_draft, make_user

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


def test_buttons_begin_at_one_edge_and_acts_stand_off_the_border(phone, live_server):
    make_draft(recorded_by=make_user(role=SPECIALIST, username="chuyenvien"))
    phone.goto(f"{live_server.url}/quan-tri/groups/workgroup/")
    phone.get_by_label("Tên đăng nhập").fill("chuyenvien")
    phone.get_by_label("Mật khẩu").fill(PASSWORD)
    phone.get_by_role("button", name="Đăng nhập").click()
    phone.locator("#result_list").wait_for()
    lines = phone.locator(".object-tools li").evaluate_all(
        "items => Object.values(Object.groupBy(items, item => item.offsetTop)).map(line => line[0].offsetLeft)"
    )
    assert len(lines) > 1
    assert len(set(lines)) == 1
    assert phone.locator("#changelist .actions").evaluate("bar => parseFloat(getComputedStyle(bar).paddingLeft)") >= 8
