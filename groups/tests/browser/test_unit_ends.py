"""A school is merged: from its page to the last event, on a desk and on a phone."""

import os

import pytest
from playwright.sync_api import expect

from groups.models import Member, Unit
from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, make_document, make_group, make_user
from .conftest import at_both_sizes

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("the same acts and views are tried on both in admin and services"),
]


@at_both_sizes
def test_a_school_is_merged(size, request, live_server, axe):
    page, site = request.getfixturevalue(size), live_server.url
    make_user(role=SPECIALIST, username="chuyenvien")
    school = Unit.objects.create(name="Trường Tiểu học Đoàn Kết", kind="school")
    heir = Unit.objects.create(name="Trường Tiểu học Hoà Bình", kind="school")
    for name in ("HIỆU TRƯỞNG CÁC TRƯỜNG TIỂU HỌC", "Kế toán các trường"):
        Member.objects.create(group=make_group(name=name), post="Hiệu trưởng", units=school.name)
    page.goto(f"{site}/quan-tri/groups/unit/{school.pk}/change/")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name="Giải thể, sáp nhập đơn vị").click()
    page.get_by_label("Đơn vị kế thừa").fill(heir.name)
    page.locator("#id_document").fill(str(make_document()))
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator(".chosen-row strong").first).to_have_text(f"Hiệu trưởng {heir.name}")
    if where := os.environ.get("SHOTS"):
        page.screenshot(path=f"{where}/{size}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 1
    axe(page)
    page.get_by_role("button", name="Ghi giải thể, sáp nhập").click()
    expect(page.get_by_role("status")).to_contain_text("2 sự kiện")
    assert set(Member.objects.current().values_list("units", flat=True)) == {heir.name}
