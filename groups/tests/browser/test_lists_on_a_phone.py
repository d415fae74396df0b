"""Lists of the desk on a phone: buttons begin at one edge, and nothing touches the border."""

import pytest

from groups.models import Unit
from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, make_draft, make_person, make_user

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


@pytest.mark.parametrize("noun", ["person", "unit"])
def test_people_and_units_do_not_run_out_of_the_list(phone, live_server, noun):
    make_user(role=SPECIALIST, username="chuyenvien")
    unit = Unit.objects.create(
        name="Trường Trung học cơ sở Nguyễn Thị Minh Khai", kind="school", ward="Bảy Hiền"
    )
    make_person(full_name="Nguyễn Hoàng Thiên Kim Ngọc", post="Phó Trưởng phòng phụ trách mầm non", unit=unit)
    phone.goto(f"{live_server.url}/quan-tri/groups/{noun}/")
    phone.get_by_label("Tên đăng nhập").fill("chuyenvien")
    phone.get_by_label("Mật khẩu").fill(PASSWORD)
    phone.get_by_role("button", name="Đăng nhập").click()
    phone.locator("#result_list").wait_for()
    assert phone.locator(".results").evaluate("list => list.scrollWidth - list.clientWidth") <= 1
