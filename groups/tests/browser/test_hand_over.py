"""A lead has left: from the heap on the home page to the last event, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from groups.models import OutgoingMail
from groups.queries.facts import current_lead
from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, make_document, make_group, make_person, make_user, reread
from .conftest import at_both_sizes

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("the same acts and views are tried on both in admin and services"),
]


@pytest.fixture
def register(live_server):
    """Three groups of one who has left, one group of which she is deputy, and a successor."""
    make_user(role=SPECIALIST, username="chuyenvien")
    leaver = make_person(post="Phó Trưởng phòng", active=False)
    make_person(full_name="Lê Văn Tám", honorific="Ông", post="Trưởng phòng", email="tam@pgd.example")
    names = ("HIỆU TRƯỞNG CÁC TRƯỜNG TIỂU HỌC", "Kế toán các trường", "Tổ chức cán bộ")
    groups = [make_group(name=name, lead=leaver, lead_post="") for name in names]
    make_group(name="Chờ công nhận", lead=leaver, lead_post="", status="proposed")
    make_group(name="Cơ quan PGD", deputy=leaver)
    return live_server.url, leaver, groups


def fits(page):
    """Nothing is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 1


@at_both_sizes
def test_the_groups_of_a_leaver_are_handed_over(size, request, register, axe):
    page, (site, leaver, groups) = request.getfixturevalue(size), register
    page.goto(f"{site}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name="nhóm có trưởng nhóm đã thôi công tác").click()
    expect(page.get_by_role("link", name="bàn giao 3 nhóm")).to_be_visible()
    fits(page)
    axe(page)
    page.get_by_role("link", name="bàn giao 3 nhóm").click()
    expect(page.get_by_role("heading", name="Bàn giao nhóm")).to_be_visible()
    fits(page)
    axe(page)
    page.get_by_label("Người kế nhiệm").fill("Lê Văn Tám")
    page.locator("#id_document").fill(str(make_document()))
    page.get_by_label("Tổ chức cán bộ", exact=False).first.uncheck()
    page.get_by_role("button", name="Xem trước thư").click()
    expect(page.locator("pre.letter").first).to_contain_text("Đã ghi 2 việc vào sổ")
    fits(page)
    axe(page)
    page.get_by_role("button", name="Bàn giao").click()
    expect(page.get_by_role("status")).to_contain_text("3 sự kiện")
    assert [current_lead(reread(group)).person == leaver for group in groups] == [False, False, True]
    assert OutgoingMail.objects.filter(person__full_name="Lê Văn Tám").count() == 1
    page.goto(f"{site}/quan-tri/groups/person/{leaver.pk}/change/")
    expect(page.get_by_role("heading", name="Là trưởng nhóm (2)")).to_be_visible()
    fits(page)
    axe(page)
