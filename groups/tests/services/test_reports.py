"""Confirming that a chat is not the office's, and taking it back."""

import datetime as dt

import pytest

from groups.domain.status import Status
from groups.models import InviteLink, ReportedChat
from groups.services import amendments, lifecycle
from groups.services.errors import ActRefused
from groups.services.reports import confirm_report, withdraw_report
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import NOW, amended, decided, make_document, make_draft, make_group, make_proposal, make_user, reread

pytestmark = pytest.mark.django_db
NAME = "Hiệu trưởng các trường tiểu học"
URL, KEY = "https://zalo.me/g/abcdef123", "zalo:abcdef123"
NEW_URL = "https://zalo.me/g/ghijkl456"


def report(**more):
    return confirm_report(**{"by": make_user(), "now": NOW, **more})


def test_what_is_confirmed_stands_with_all_it_rests_on():
    document = make_document()
    made = report(
        name=" Nhóm  giả\u200b ", url=f"{URL}?utm_source=x", document=document, note=" Cô An báo. \n\n Đã gọi. "
    )
    found = ReportedChat.objects.get()
    assert found == made
    assert (found.name, found.url, found.key) == ("Nhóm giả", URL, KEY)
    assert (found.document, found.note) == (document, "Cô An báo.\nĐã gọi.")
    assert (found.confirmed_by, found.confirmed_at, found.withdrawn_at) == (make_user(), NOW, None)
    assert list(ReportedChat.objects.standing()) == [found]


@pytest.mark.parametrize("role", [SPECIALIST, LEADER])
def test_specialists_and_leaders_confirm_and_withdraw(role):
    user = make_user(role=role)
    made = report(by=user, name="Nhóm giả")
    later = NOW + dt.timedelta(hours=1)
    gone = withdraw_report(report=made, by=user, now=later, reason=" Nhầm\u200b  với nhóm khác ")
    assert (gone.withdrawn_by, gone.withdrawn_at, gone.withdrawn_reason) == (user, later, "Nhầm với nhóm khác")
    assert not ReportedChat.objects.standing().exists()


@pytest.mark.parametrize("role", [CLERK, ADMINISTRATOR, None])
def test_nobody_else_does(role):
    made = report(name="Nhóm giả")
    with pytest.raises(ActRefused, match="không có quyền"):
        report(by=make_user(role=role), name="Nhóm khác")
    with pytest.raises(ActRefused, match="không có quyền"):
        withdraw_report(report=made, by=make_user(role=role), now=NOW, reason="Nhầm")
    assert ReportedChat.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "Cần ghi tên nhóm, liên kết mời"),
        ({"name": " \u200b "}, "Cần ghi tên nhóm, liên kết mời"),
        ({"name": "🙂"}, "Cần ghi tên nhóm, liên kết mời"),
        ({"name": "Nhóm giả 0912345678"}, "số điện thoại"),
        ({"name": "x" * 201}, "200"),
        ({"url": "https://zalo.me/0912345678"}, "tài khoản Zalo"),
        ({"url": "https://evil.example/g/abc"}, "Không nhận ra"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(wrong, says):
    with pytest.raises(ActRefused, match=says):
        report(**wrong)
    assert not ReportedChat.objects.exists()


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DECLINED])
def test_a_link_that_is_or_was_ours_is_no_strangers(status):
    make_group(status=status, url=URL)
    with pytest.raises(ActRefused, match="không báo là nhóm lạ được"):
        report(name="Nhóm giả", url="http://zalo.me/g/ABCDEF123")
    assert not ReportedChat.objects.exists()


def test_a_revoked_link_of_ours_is_no_strangers():
    group = make_group(url=URL)
    amendments.rotate_link(group=group, url=NEW_URL, revoked=group.links.get(), **amended())
    with pytest.raises(ActRefused, match="không báo là nhóm lạ được"):
        report(url=URL)


def test_the_link_of_a_declined_proposal_may_well_be_a_strangers():
    make_group(status=Status.DECLINED, url=URL)
    assert report(url=URL).key == KEY


@pytest.mark.parametrize(
    "name", [NAME, "HT các trường TiH", "hieu truong cac truong tieu hoc", "Ηiệu trưởng các trường tiểu học"]
)
def test_a_name_that_an_official_group_bears_is_reported_with_its_link_only(name):
    make_group(name=NAME)
    with pytest.raises(ActRefused, match="tên của một nhóm chính thức"):
        report(name=name)
    assert not ReportedChat.objects.exists()
    assert report(name=name, url=URL).key == KEY


@pytest.mark.parametrize("status", [Status.DISSOLVED, Status.DRAFT, Status.DECLINED])
def test_a_name_that_no_official_group_bears_may_be_reported(status):
    make_group(name=NAME, status=status)
    assert report(name=NAME).name == NAME


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"url": URL}, {"name": "Nhóm giả", "url": URL}),
        ({"name": "Nhóm giả"}, {"name": "NHÓM GIẢ"}),
    ],
)
def test_the_same_chat_is_not_confirmed_twice_while_it_stands(first, second):
    made = report(**first)
    with pytest.raises(ActRefused, match="từ trước"):
        report(**second)
    withdraw_report(report=made, by=make_user(), now=NOW, reason="Nhầm")
    assert report(**second)


def test_two_chats_of_one_name_are_two_reports():
    report(name="Nhóm giả", url=URL)
    report(name="Nhóm giả", url=NEW_URL)
    report(name="Nhóm giả")
    assert ReportedChat.objects.standing().count() == 3


@pytest.mark.parametrize(("reason", "says"), [("", "ghi lý do"), (" \u200b\n", "ghi lý do"), ("x" * 301, "300 ký tự")])
def test_a_report_is_not_withdrawn_without_a_reason(reason, says):
    made = report(name="Nhóm giả")
    with pytest.raises(ActRefused, match=says):
        withdraw_report(report=made, by=make_user(), now=NOW, reason=reason)
    assert ReportedChat.objects.standing().exists()


def test_a_report_is_withdrawn_once():
    made = report(name="Nhóm giả")
    withdraw_report(report=made, by=make_user(), now=NOW, reason="Nhầm")
    with pytest.raises(ActRefused, match="từ trước"):
        withdraw_report(report=made, by=make_user(role=LEADER), now=NOW, reason="Nhầm nữa")
    assert ReportedChat.objects.get().withdrawn_reason == "Nhầm"


def test_a_reported_link_becomes_nobodys_until_the_report_is_withdrawn():
    made = report(url=URL)
    group = make_group()
    with pytest.raises(ActRefused, match="xác nhận là của một nhóm lạ"):
        amendments.rotate_link(group=group, url=URL, **amended())
    withdraw_report(report=made, by=make_user(), now=NOW, reason="Nhầm")
    amendments.rotate_link(group=reread(group), url=URL, **amended())
    assert group.links.get().key == KEY


def test_a_proposal_whose_link_was_reported_meanwhile_is_not_recognised():
    report(url=URL)
    group = make_proposal()
    # As a draft saved at the very moment of the report would leave it.
    InviteLink.objects.create(group=group, url=URL, key=KEY, platform="zalo")
    with pytest.raises(ActRefused, match="nhóm lạ"):
        lifecycle.recognise(group=group, **decided())
    assert reread(group).status == Status.PROPOSED
    other = make_proposal(name="Nhóm khác", url=NEW_URL)
    assert lifecycle.recognise(group=other, **decided()).number


def test_a_report_hides_its_link():
    made = report(url=URL)
    assert "abcdef123" not in f"{made} {made!r}"
    assert str(make_draft(url=NEW_URL).links.get()).endswith("(được giữ kín)")
