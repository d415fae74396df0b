"""The first page."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.domain.status import Status
from groups.tests import factories

pytestmark = pytest.mark.django_db
HOME = reverse("web:home")


def figures(response) -> tuple[int, int]:
    home = response.context["home"]
    return home.official, home.ended


def test_a_register_without_an_office_says_that_it_answers_nothing(client):
    html = client.get(HOME).content.decode()

    assert "Sổ chưa được mở" in html
    assert "figure__value" not in html


def test_a_register_without_groups_says_so_under_the_name_of_its_office(client):
    factories.make_authority(name="Phòng Giáo dục và Đào tạo Thử Nghiệm")

    html = client.get(HOME).content.decode()

    assert "Phòng Giáo dục và Đào tạo Thử Nghiệm chưa công bố nhóm nào" in html.replace("\n    ", "")


def test_it_says_what_proves_a_chat_and_speaks_of_no_list_that_is_not_there(client):
    factories.make_group()
    html = client.get(HOME).content.decode()

    assert "Liên kết mời và mã QR mới là bằng chứng" in html
    assert "danh sách này" not in html


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED, Status.DECLINED])
def test_what_was_never_recognised_leaves_the_register_empty(client, status):
    factories.make_group(status=status)

    response = client.get(HOME)

    assert figures(response) == (0, 0)
    assert response.context["home"].last_event is None


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_it(client, method):
    assert getattr(client, method)(HOME).status_code == 405


def test_it_counts_official_and_ended_groups(client):
    for number, status in enumerate(Status):
        factories.make_group(status=status, name=f"Nhóm {number}")  # a merged one brings its successor

    assert figures(client.get(HOME)) == (2, 2)


def test_the_last_change_is_the_last_public_event_whatever_was_proposed_since(client):
    factories.make_group(status=Status.DISSOLVED)
    factories.make_proposal(name="Nhóm đề nghị sau đó")

    event = client.get(HOME).context["home"].last_event

    assert event.action == "dissolve"


def test_it_bears_the_letterhead_in_force_today_and_not_one_of_the_future(client):
    authority = factories.make_authority(name="Phòng Giáo dục cũ")
    today = dt.date.today()
    factories.make_letterhead(authority=authority, valid_from=dt.date(2021, 1, 1), name="Phòng Giáo dục hiện nay")
    factories.make_letterhead(authority=authority, valid_from=today + dt.timedelta(30), name="Phòng Giáo dục sau này")

    assert client.get(HOME).context["office"].name == "Phòng Giáo dục hiện nay"


def test_its_box_leads_to_the_check(client):
    html = client.get(HOME).content.decode()

    assert f'action="{reverse("web:check")}"' in html
    assert 'name="q"' in html


def test_it_says_that_a_name_is_no_proof(client):
    assert "Tên nhóm không phải là bằng chứng" in client.get(HOME).content.decode()
