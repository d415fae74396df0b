"""A whole day of the office in a real browser, on a desk and on a phone: what came in is decided, merged, handed over,
carried out and published; a principal then asks. ``PICTURES=<directory>`` keeps what each page looked like."""

import json
import os

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from groups.domain.status import Action, Status
from groups.models import Directive, Person, Publication, RegisterEvent, Unit, WorkGroup
from groups.queries.facts import current_lead
from groups.queries.register_check import check_register
from groups.services.accounts import loader
from groups.services.importing import load_published_list
from groups.services.roles import CLERK, LEADER, SPECIALIST

from ..factories import make_document, make_user
from .conftest import at_both_sizes
from .test_imports import sheet
from .test_staff_walk import LIST, fits, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
LEAVER = "Mai Minh Nghĩa"


class Day:
    """The people of one day at one screen, and what they saw of it."""

    def __init__(self, page, site, size, axe):
        self.page, self.site, self.size, self.axe, self.seen = page, site, size, axe, 0

    def is_seen(self, name):
        """The page fits its screen and suits every reader."""
        fits(self.page)
        self.axe(self.page)
        self.seen += 1
        if place := os.environ.get("PICTURES"):
            path = f"{place}/{connection.vendor}-{self.size}-{self.seen:02d}-{name}.png"
            self.page.screenshot(path=path, full_page=True)

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def rest_on(self, document, reason=""):
        self.page.locator("#id_document").fill(str(document))
        if reason:
            self.page.locator("#id_reason").fill(reason)

    def proposals_come_in(self, folder):
        sign_in(self.page, self.site, "chuyenvien")
        self.is_seen("home")
        self.follow("Nhập từ tệp")
        self.page.locator("#id_file").set_input_files(sheet(folder / "nhom.xlsx", wrong=True))
        self.press("Đọc tệp và xem trước")
        expect(self.page.get_by_text("Thiếu trưởng nhóm").first).to_be_visible()
        self.page.get_by_role("button", name="Ghi thành đề nghị").click()
        expect(self.page.get_by_role("alert")).to_contain_text("2 dòng bị từ chối")
        self.is_seen("two-are-wrong")
        assert not WorkGroup.objects.filter(status=Status.PROPOSED).exists()
        self.page.goto(f"{self.site}/quan-tri/groups/importrun/add/")
        self.page.locator("#id_file").set_input_files(sheet(folder / "sua.xlsx", wrong=False))
        self.press("Đọc tệp và xem trước")
        if (seen := self.page.get_by_label("Tôi đã xem")).count():
            seen.check()
        self.page.get_by_role("button", name="Ghi thành đề nghị").click()
        expect(self.page.get_by_role("status")).to_contain_text("30 đề nghị công nhận")
        self.is_seen("thirty-proposals")

    def they_are_decided(self, document):
        sign_in(self.page, self.site, "lanhdao")
        self.follow("đề nghị chờ quyết định")
        self.is_seen("to-decide")
        for label, reason_code in (("Trả lại để bổ sung", "name"), ("Không công nhận", "duplicate")):
            self.page.get_by_role("link", name="Giáo viên").first.click()
            self.follow(label)
            self.page.locator("#id_reason_code").select_option(reason_code)
            self.press(label)
            expect(self.page.locator(".messagelist .success")).to_be_visible()
            self.page.goto(f"{self.site}/quan-tri/groups/workgroup/?status__exact=proposed")
        self.page.locator("#action-toggle").check()
        self.page.locator("select[name=action]").select_option(label="Công nhận các đề nghị đã chọn")
        self.page.locator(".actions button").first.click()
        self.rest_on(document, "Cần cho công tác chuyên môn")
        self.is_seen("twenty-eight-at-once")
        self.press("Công nhận")
        expect(self.page.get_by_role("status")).to_contain_text("28 sự kiện")
        self.is_seen("recognised")

    def two_are_merged(self, document):
        small, large = (WorkGroup.objects.get(source_row=row) for row in ("10", "11"))
        self.page.goto(f"{self.site}/quan-tri/groups/workgroup/{small.pk}/change/")
        self.follow("Ghép vào nhóm khác")
        self.page.locator("#id_successor").fill(large.code)
        self.press("Xem hai nhóm cạnh nhau")
        self.rest_on(document, "Hai nhóm cùng nội dung")
        self.is_seen("side-by-side")
        self.press("Ghép vào nhóm khác")
        expect(self.page.get_by_role("status").first).to_be_visible()
        small.refresh_from_db()
        assert small.successor == large

    def a_leaver_hands_over(self, document):
        sign_in(self.page, self.site, "chuyenvien")
        leaver = Person.objects.get(full_name=LEAVER)
        self.page.goto(f"{self.site}/quan-tri/groups/person/{leaver.pk}/change/")
        self.page.locator("#id_active").uncheck()
        self.is_seen("a-person")
        self.press("Lưu và tiếp tục chỉnh sửa")
        self.page.goto(f"{self.site}/quan-tri/")
        self.follow("nhóm có trưởng nhóm đã thôi công tác")
        self.follow("bàn giao 3 nhóm")
        self.page.get_by_label("Người kế nhiệm").fill("Nguyễn Đình Tuấn")
        self.rest_on(document)
        self.is_seen("hand-over")
        self.press("Bàn giao")
        expect(self.page.get_by_role("status").first).to_contain_text("3 sự kiện")
        for row in ("06", "07", "08"):
            assert "Nguyễn Đình Tuấn" in current_lead(WorkGroup.objects.get(source_row=row)).shown

    def a_directive_is_carried_out(self, document):
        row = Directive.objects.get(kind="rename")
        self.page.goto(f"{self.site}/quan-tri/groups/workgroup/{row.group_id}/change/")
        self.follow("Đổi tên")
        self.page.locator("#id_new_name").fill("Cơ quan Phòng Giáo dục và Đào tạo Tân Bình")
        self.rest_on(document)
        self.is_seen("rename")
        self.press("Đổi tên")
        expect(self.page.locator(".messagelist .success")).to_be_visible()
        row.refresh_from_db()
        assert row.done_event.action == Action.RENAME
        self.page.goto(f"{self.site}/quan-tri/groups/workgroup/{row.group_id}/change/")
        expect(self.page.locator("del").first).to_be_visible()
        self.is_seen("before-and-after")

    def the_list_is_published(self):
        sign_in(self.page, self.site, "vanthu")
        self.page.goto(f"{self.site}/quan-tri/groups/publication/")
        self.follow("Công bố danh sách")
        self.is_seen("draft-of-the-list")
        self.press("Công bố danh sách này")
        expect(self.page.get_by_text("đã công bố, 38 mục")).to_be_visible()
        self.is_seen("published")

    def a_principal_asks(self):
        self.page.context.clear_cookies()
        self.page.goto(f"{self.site}/kiem-tra/?q=https://zalo.me/g/bimat005")
        expect(self.page.locator(".verdict--official")).to_be_visible()
        self.is_seen("official")
        self.page.goto(f"{self.site}/kiem-tra/?q=thuc+hien+nghi+quyet+03+cac+truong")
        expect(self.page.locator(".verdict--official")).to_have_count(0)
        expect(self.page.get_by_text("PHÁP CHẾ - TTVPL GIÁO DỤC TB.").first).to_be_visible()
        self.is_seen("merged")
        self.page.goto(f"{self.site}/cong-bo/TB/{Publication.objects.get().number}/")
        expect(self.page.get_by_role("heading", name="Danh sách này còn đúng với sổ")).to_be_visible()
        self.is_seen("list-still-true")


@at_both_sizes
def test_a_day_of_the_office(size, request, live_server, axe, tmp_path):
    load_published_list(content=json.loads(LIST.read_text(encoding="utf-8")), by=loader(), now=timezone.now())
    for role, username in ((SPECIALIST, "chuyenvien"), (LEADER, "lanhdao"), (CLERK, "vanthu")):
        make_user(role=role, username=username)
    day = Day(request.getfixturevalue(size), live_server.url, size, axe)
    document = make_document(authority=Unit.objects.get(code="TB"))

    day.proposals_come_in(tmp_path)
    day.they_are_decided(document)
    day.two_are_merged(document)
    day.a_leaver_hands_over(document)
    day.a_directive_is_carried_out(document)
    day.the_list_is_published()
    day.a_principal_asks()

    assert WorkGroup.objects.official().count() == 38
    assert RegisterEvent.objects.filter(action=Action.RECOGNISE).count() >= 28
    check_register()  # raises where anything does not hold
