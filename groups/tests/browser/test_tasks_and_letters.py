"""A directive carried out, a proposal given back, a letter read before it is sent: on a desk and on a phone."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups.domain.reasons import REASONS
from groups.models import Directive, OutgoingMail, WorkGroup
from groups.services import lifecycle
from groups.services.roles import LEADER, SPECIALIST

from ..factories import PASSWORD, decided, make_document, make_group, make_person, make_proposal, make_user, reread

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.once("the same acts and views are tried on both in admin and services"),
]
SITE = "https://nhom.example.vn"


@pytest.fixture
def register(live_server):
    """Groups with tasks, a proposal, a letter that failed, and one account a role."""
    for role, username in ((SPECIALIST, "chuyenvien"), (LEADER, "lanhdao")):
        user = make_user(role=role, username=username)
        user.last_name, user.first_name, user.email = "Nguyễn", username.title(), f"{username}@pgd.example"
        user.save()
    today = timezone.localdate()
    person = make_person(email="khai@truong.example")
    groups = [make_group(name=name, lead=person, lead_post="", platform=platform) for name, platform in (
        ("THỰC HIỆN NGHỊ QUYẾT 03 CÁC TRƯỜNG", "zalo"), ("HIỆU TRƯỞNG - CV.P.GD-ĐT.", "viber"), ("Cơ quan PGD", "zalo"),
        ("Tổ chức cán bộ, chính trị tư tưởng", "zalo"))]  # fmt: skip
    tasks = [("may_merge", {"target_text": "TCBS-CDCS"}, -20), ("migrate", {"target_platform": "zalo"}, 5),
             ("rename", {}, None), ("may_merge", {"target_text": "nhóm CƠ QUAN PGD"}, 40)]  # fmt: skip
    for group, (kind, more, days) in zip(groups, tasks, strict=True):
        due_on = None if days is None else today + dt.timedelta(days=days)
        Directive.objects.create(group=group, kind=kind, due_on=due_on, **more)
    make_proposal(name="Kế toán các trường", proposed_by=make_user(role=SPECIALIST, username="chuyenvien"),
                  recorded_by=make_user(role=SPECIALIST, username="chuyenvien"))  # fmt: skip
    lifecycle.suspend(group=make_group(name="Tạm nghỉ", lead=person, lead_post=""), **decided(letters_at=SITE))
    failed = {"state": "failed", "sent_at": None, "attempts": 6, "trouble": "Không nối được với máy chủ thư."}
    OutgoingMail.objects.filter(person=person).update(**failed)
    return live_server.url


def sign_in(page, site, username):
    page.context.clear_cookies()
    page.goto(f"{site}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Việc đang chờ")).to_be_visible()


def fits(page):
    """Nothing is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 1


@pytest.mark.looks
@pytest.mark.parametrize(
    "path",
    [
        "directive/",
        "directive/?due=overdue",
        "directive/?due=none&done=yes",
        "directive/dat-han/?ids={tasks}",
        "outgoingmail/",
        "outgoingmail/{letter}/change/",
        "workgroup/{proposal}/viec/return/",
        "workgroup/{group}/viec/suspend/",
    ],
)
def test_the_pages_are_accessible_and_fit_a_phone(phone, register, axe, path):
    sign_in(phone, register, "lanhdao" if "workgroup" in path else "chuyenvien")
    tasks = list(Directive.objects.values_list("pk", "group"))
    known = {
        "tasks": ",".join(str(pk) for pk, _ in tasks),
        "group": tasks[0][1],
        "proposal": WorkGroup.objects.get(status="proposed").pk,
        "letter": OutgoingMail.objects.get(state="failed").pk,
    }
    phone.goto(f"{register}/quan-tri/groups/{path.format(**known)}")
    fits(phone)
    axe(phone)


def test_an_overdue_task_is_closed_by_its_act(desk, register):
    page, row = desk, Directive.objects.get(kind="migrate")
    sign_in(page, register, "chuyenvien")
    page.get_by_role("link", name="hướng xử lý đến hạn trong 14 ngày").click()
    page.get_by_role("link", name="Chuyển ứng dụng HIỆU TRƯỞNG").click()
    expect(page.locator("#id_platform")).to_have_value("zalo")
    page.locator("#id_document").fill(str(make_document()))
    page.get_by_role("button", name="Chuyển ứng dụng").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    row.refresh_from_db()
    assert row.done_event == reread(row.group).last_event


def test_a_reason_fills_the_box_and_never_overwrites_what_was_written(phone, register, axe):
    page = phone
    sign_in(page, register, "lanhdao")
    page.get_by_role("link", name="đề nghị chờ quyết định").click()
    page.get_by_role("link", name="Kế toán các trường").click()
    page.get_by_role("link", name="Trả lại để bổ sung").click()
    box = page.locator("#id_reason")
    for code in ("members", "no_lead"):
        page.locator("#id_reason_code").select_option(code)
        expect(box).to_have_value(REASONS[code].sentence)
    box.fill("Xin bổ sung trưởng nhóm.")
    page.locator("#id_reason_code").select_option("name")
    expect(box).to_have_value("Xin bổ sung trưởng nhóm.")
    page.locator("#id_reason_code").select_option("no_lead")
    page.get_by_role("button", name="Xem trước thư").click()
    expect(page.locator("pre.letter")).to_contain_text("Xin bổ sung trưởng nhóm.")
    expect(page.locator("pre.letter")).to_contain_text(REASONS["no_lead"].todo)
    fits(page)
    axe(page)
    page.get_by_role("button", name="Trả lại để bổ sung").click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    sign_in(page, register, "chuyenvien")
    page.get_by_role("link", name="đề nghị bị trả lại cho bạn").click()
    page.get_by_role("link", name="Kế toán các trường").click()
    told = page.locator(".draft-head [role=note]")
    expect(told).to_contain_text("thiếu hoặc chưa rõ trưởng nhóm")
    expect(told).to_contain_text("bởi Nguyễn Lanhdao")
    fits(page)
    axe(page, ".draft-head")
