"""Two groups merged side by side in a real browser, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from groups.models import Member
from groups.services.roles import LEADER

from ..factories import PASSWORD, make_document, make_group, make_person, make_user, reread

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("the same acts and views are tried on both in admin and services"),
]


@pytest.fixture
def pair(live_server):
    """A small group and the one that is to receive it: the lead of the first is a deputy of the other."""
    lead = make_person(full_name="Lê Văn Tám", honorific="Ông", email="tam@truong.example")
    small = make_group(
        name="Tổ trưởng chuyên môn tiểu học", lead=lead, lead_post="", deputy=make_person(full_name="Mai Thị Phó"),
        members_text="Tổ trưởng chuyên môn các trường tiểu học", url="https://zalo.me/g/bimat12345",
        purpose="Trao đổi chuyên môn",
    )  # fmt: skip
    large = make_group(name="Chuyên môn tiểu học", deputy=lead, members_text="Phó hiệu trưởng các trường tiểu học")
    small.administrators.create(role="administrator", person=make_person(full_name="Đã Nghỉ Hưu", active=False))
    lines = [(small, "posts", {"post": "Tổ trưởng chuyên môn", "units": "các trường tiểu học"}),
             (small, "text", {"text": "Chuyên viên phụ trách"}), (large, "text", {"text": "Chuyên viên phụ trách"}),
             (large, "posts", {"post": "Phó hiệu trưởng", "units": "các trường tiểu học"})]  # fmt: skip
    for group, kind, said in lines:
        Member.objects.create(group=group, kind=kind, started_on=group.recognised_on, **said)
    make_user(role=LEADER, username="lanhdao")
    return small, large, f"{live_server.url}/quan-tri/"


def sign_in(page, site):
    page.goto(site)
    page.get_by_label("Tên đăng nhập").fill("lanhdao")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Việc đang chờ")).to_be_visible()


def fits(page):
    """Nothing is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 1


def choose(page, small, large, site):
    """From the page of the small group to the page with both."""
    page.goto(f"{site}groups/workgroup/{small.pk}/change/")
    page.get_by_role("link", name="Ghép vào nhóm khác").click()
    page.locator("#id_successor").fill(large.code)
    page.get_by_role("button", name="Xem hai nhóm cạnh nhau").click()
    expect(page.get_by_text("Nhóm nhận", exact=True)).to_be_visible()


def tops(page):
    """Where the two sides begin, from above and from the left."""
    return [side.bounding_box() for side in page.locator(".side").all()]


def test_two_groups_are_merged_side_by_side(desk, pair, axe):
    page, (small, large, site) = desk, pair
    sign_in(page, site)
    choose(page, small, large, site)
    first, second = tops(page)
    assert (first["y"], first["height"]) == (second["y"], second["height"])
    assert first["x"] + first["width"] <= second["x"]
    axe(page)
    expect(page.get_by_label("Mai Thị Phó")).to_be_checked()
    expect(page.get_by_label("Đã Nghỉ Hưu")).not_to_be_checked()
    expect(page.get_by_text("đã có ở nhóm nhận (phó nhóm)")).to_be_visible()
    page.locator("#id_document").fill(str(make_document()))
    page.locator("#id_reason").fill("Hai nhóm trùng nội dung")
    page.get_by_role("button", name="Xem trước thư").click()
    expect(page.locator("pre.letter").first).to_contain_text("Chuyên môn tiểu học")
    page.get_by_role("button", name="Ghép vào nhóm khác").click()
    expect(page.get_by_role("status")).to_contain_text("3 sự kiện")
    axe(page, "#content-main")
    small, large = reread(small), reread(large)
    assert small.successor == large
    assert large.members_text == "Phó hiệu trưởng các trường tiểu học\nTổ trưởng chuyên môn các trường tiểu học"
    assert {row.shown for row in large.members.current()} == {
        "Chuyên viên phụ trách", "Phó hiệu trưởng các trường tiểu học", "Tổ trưởng chuyên môn các trường tiểu học"
    }  # fmt: skip


@pytest.mark.looks
def test_on_a_phone_one_follows_the_other(phone, pair, axe):
    page, (small, large, site) = phone, pair
    sign_in(page, site)
    page.goto(f"{site}groups/workgroup/{small.pk}/viec/merge/")
    fits(page)
    axe(page)
    choose(page, small, large, site)
    first, second = tops(page)
    assert first["y"] + first["height"] <= second["y"]
    fits(page)
    axe(page)
