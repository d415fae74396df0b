"""Lists of the desk on a phone and on paper: buttons begin at one edge, and nothing is cut off at the border."""

import pytest

from groups.domain.status import Status
from groups.models import Unit
from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, make_draft, make_group, make_person, make_user

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
    unit = Unit.objects.create(name="Trường Trung học cơ sở Nguyễn Thị Minh Khai", kind="school", ward="Bảy Hiền")
    make_person(full_name="Nguyễn Hoàng Thiên Kim Ngọc", post="Phó Trưởng phòng phụ trách mầm non", unit=unit)
    phone.goto(f"{live_server.url}/quan-tri/groups/{noun}/")
    phone.get_by_label("Tên đăng nhập").fill("chuyenvien")
    phone.get_by_label("Mật khẩu").fill(PASSWORD)
    phone.get_by_role("button", name="Đăng nhập").click()
    phone.locator("#result_list").wait_for()
    assert phone.locator(".results").evaluate("list => list.scrollWidth - list.clientWidth") <= 1


def test_the_list_of_groups_is_whole_on_paper(open_page, live_server):
    post = "Phó Trưởng phòng phụ trách bậc học Mầm non"
    make_group(name="Công tác giáo dục văn - thể - mỹ", status=Status.MERGED, level="lower_secondary", lead_post=post)
    make_user(role=SPECIALIST, username="chuyenvien")
    page = open_page(viewport={"width": 794, "height": 1123})  # a page of A4 without margins, as CSS counts
    page.goto(f"{live_server.url}/quan-tri/groups/workgroup/")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.locator("#result_list").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".results").evaluate("list => list.scrollWidth - list.clientWidth") <= 1
    edge = """words => {
      const all = document.createRange();
      all.selectNodeContents(words);
      return all.getBoundingClientRect().x;
    }"""
    head, cell = page.locator("#result_list .column-lead .text span"), page.locator("#result_list .field-lead").first
    assert head.evaluate(edge) == pytest.approx(cell.evaluate(edge), abs=2)


def test_tasks_on_paper_are_words(open_page, live_server):
    make_user(role=SPECIALIST, username="chuyenvien")
    make_group().directives.create(kind="rename")
    page = open_page(viewport={"width": 794, "height": 1123})
    page.goto(f"{live_server.url}/quan-tri/groups/directive/")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    act = page.locator("#result_list a.act")
    act.wait_for()
    page.emulate_media(media="print")
    assert act.evaluate("act => getComputedStyle(act).borderTopStyle") == "none"
    page.goto(f"{live_server.url}/quan-tri/")
    assert page.locator(".addlink").count()
    assert page.get_by_role("heading", name="Việc đang chờ").is_visible()
    assert not page.locator(":is(.addlink, .changelink, .viewlink):visible").count()
