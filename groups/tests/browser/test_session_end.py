"""The end of a session is told before it comes: what was typed and not sent would be lost with it."""

import pytest
from django.conf import settings

from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, make_user

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
SOON, OVER = "Sắp hết phiên làm việc", "Phiên làm việc có lẽ đã kết thúc"
IDLE = settings.SESSION_IDLE_MINUTES * 60


@pytest.fixture
def at_work(phone, live_server):
    """A form of the desk, opened now; time stands still but for what a test lets pass."""
    make_user(role=SPECIALIST, username="chuyenvien")
    phone.clock.install()
    phone.goto(f"{live_server.url}/quan-tri/groups/person/add/")
    phone.get_by_label("Tên đăng nhập").fill("chuyenvien")
    phone.get_by_label("Mật khẩu").fill(PASSWORD)
    phone.get_by_role("button", name="Đăng nhập").click()
    phone.get_by_label("Họ và tên").fill("Trần Thị Mới")
    assert not phone.get_by_text(SOON).is_visible()
    return phone


def test_it_is_told_and_whoever_is_at_work_goes_on_with_what_he_typed(at_work, axe):
    at_work.clock.fast_forward((IDLE - 299) * 1000)
    at_work.get_by_text(SOON).wait_for()
    axe(at_work)
    assert at_work.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with at_work.expect_response("**/jsi18n/") as told:
        at_work.get_by_role("button", name="Tiếp tục làm việc").click()
    assert told.value.status == 200
    at_work.get_by_text(SOON).wait_for(state="hidden")
    at_work.clock.fast_forward((IDLE - 310) * 1000)
    assert not at_work.get_by_text(SOON).is_visible()
    at_work.clock.fast_forward(20_000)
    at_work.get_by_text(SOON).wait_for()
    assert at_work.get_by_label("Họ và tên").input_value() == "Trần Thị Mới"


def test_a_session_that_has_ended_is_not_said_to_go_on(at_work):
    at_work.clock.fast_forward((IDLE - 200) * 1000)
    at_work.get_by_text(SOON).wait_for()
    at_work.context.clear_cookies()
    at_work.get_by_role("button", name="Tiếp tục làm việc").click()
    at_work.get_by_text(OVER).wait_for()
    assert not at_work.get_by_text(SOON).is_visible()
    assert at_work.get_by_label("Họ và tên").input_value() == "Trần Thị Mới"


def test_at_its_end_it_is_said_to_be_over(at_work):
    at_work.clock.fast_forward((IDLE + 1) * 1000)
    at_work.get_by_text(OVER).wait_for()
