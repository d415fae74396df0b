"""The staff's pages of reported chats: who may, what is refused, what is recorded."""

import pytest
from django.urls import reverse

from groups.models import ReportedChat, SecretLook
from groups.services.reports import confirm_report, withdraw_report
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import NOW, PASSWORD, make_document, make_group, make_user

pytestmark = pytest.mark.django_db
ROLES = [SPECIALIST, LEADER, CLERK, ADMINISTRATOR]
MAY = [SPECIALIST, LEADER]
URL = "https://zalo.me/g/abcdef123"
LIST, ADD = reverse("admin:groups_reportedchat_changelist"), reverse("admin:groups_reportedchat_add")


def sign_in(client, role=SPECIALIST, **more):
    user = make_user(role=role, **more)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def report(**more):
    return confirm_report(**{"by": make_user(), "now": NOW, "name": "Nhóm giả", "url": URL, **more})


def at(name, made):
    return reverse(f"admin:groups_reportedchat_{name}", args=[made.pk])


@pytest.mark.parametrize("name", ["change", "reveal", "withdraw"])
def test_a_stranger_is_sent_to_sign_in(client, name):
    for url in (LIST, ADD, at(name, report())):
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))


@pytest.mark.parametrize("role", ROLES)
def test_every_role_finds_and_reads_reports_and_sees_no_link(client, role):
    made = report(note="Cô An báo")
    user = sign_in(client, role)
    assert LIST in client.get(reverse("admin:index")).content.decode()
    listed, shown = client.get(LIST).content.decode(), client.get(at("change", made)).content.decode()
    for html in (listed, shown):
        assert "Nhóm giả" in html
        assert "Đang cảnh báo" in html
        assert "abcdef123" not in html
    assert "Cô An báo" in shown
    assert (ADD in listed) == user.has_perm("groups.add_reportedchat")
    assert (at("withdraw", made) in shown) == user.has_perm("groups.add_reportedchat")
    assert (at("reveal", made) in shown) == user.has_perm("groups.reveal_invitelink")


@pytest.mark.parametrize("role", MAY)
def test_a_report_is_confirmed_through_the_form(client, role):
    user = sign_in(client, role)
    assert client.get(ADD).status_code == 200
    document = make_document()
    data = {"name": "Nhóm giả", "url": URL, "document": str(document), "note": "Cô An báo"}
    answer = client.post(ADD, data, follow=True)
    made = ReportedChat.objects.get()
    assert answer.redirect_chain == [(at("change", made), 302)]
    assert (made.name, made.key, made.document, made.note) == ("Nhóm giả", "zalo:abcdef123", document, "Cô An báo")
    assert made.confirmed_by == user
    assert "abcdef123" not in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "", "url": ""}, "Cần ghi tên nhóm"),
        ({"url": "https://zalo.me/0912345678"}, "tài khoản Zalo"),
        ({"url": "https://zalo.me/g/cuatoi123"}, "không báo là nhóm lạ được"),
        ({"name": "Gọi 0912345678"}, "số điện thoại"),
        ({"document": "999/KHÔNG"}, "Không tìm thấy"),
        ({"url": "", "name": "Quản lý tiểu học"}, "tên của một nhóm chính thức"),
    ],
)
def test_a_report_that_is_refused_loses_nothing_that_was_typed(client, wrong, says):
    make_group(name="Quản lý tiểu học", url="https://zalo.me/g/cuatoi123")
    sign_in(client)
    data = {"name": "Nhóm giả", "url": URL, "document": "", "note": "Cô An báo"} | wrong
    answer = client.post(ADD, data)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert says in html
    assert all(value in html for value in data.values())
    assert not ReportedChat.objects.exists()


@pytest.mark.parametrize("role", [CLERK, ADMINISTRATOR])
def test_who_may_not_is_refused_and_nothing_is_written(client, role):
    made = report()
    sign_in(client, role)
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"name": "Nhóm khác"}).status_code == 403
    assert client.post(at("withdraw", made), {"reason": "Nhầm"}).status_code == 403
    assert client.post(at("reveal", made)).status_code == 403
    assert ReportedChat.objects.standing().get() == made
    assert not SecretLook.objects.exists()


@pytest.mark.parametrize("role", MAY)
def test_a_look_at_the_link_is_asked_for_and_recorded(client, role):
    made = report()
    user = sign_in(client, role)
    assert client.get(at("reveal", made)).status_code == 405
    answer = client.post(at("reveal", made))
    assert URL in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    look = SecretLook.objects.get()
    assert (look.by, look.report, look.group) == (user, made, None)
    sign_in(client, LEADER)
    assert "Nhóm giả" in client.get(reverse("admin:groups_secretlook_changelist")).content.decode()


def test_a_mistake_is_taken_back_with_a_reason(client):
    made = report()
    user = sign_in(client)
    empty = client.post(at("withdraw", made), {"reason": " "})
    assert (empty.status_code, ReportedChat.objects.standing().count()) == (200, 1)
    assert client.post(at("withdraw", made), {"reason": "Nhóm của tổ chuyên môn"}).status_code == 302
    made.refresh_from_db()
    assert (made.withdrawn_by, made.withdrawn_reason) == (user, "Nhóm của tổ chuyên môn")
    html = client.get(at("change", made)).content.decode()
    assert "Đã rút lại" in html
    assert "Nhóm của tổ chuyên môn" in html
    assert at("withdraw", made) not in html
    again = client.post(at("withdraw", made), {"reason": "Nữa"})
    assert "từ trước" in again.content.decode()


def test_not_even_a_superuser_types_over_a_report_or_deletes_it(client):
    made = report()
    before = ReportedChat.objects.values().get()
    sign_in(client, role=None, username="root", superuser=True)
    client.post(at("change", made), {"name": "Khác", "url": "", "_save": "1"})
    assert client.post(at("delete", made), {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [made.pk], "post": "yes"})
    assert ReportedChat.objects.values().get() == before


def test_a_report_that_is_not_there_is_not_found(client):
    sign_in(client)
    for name in ("change", "withdraw"):
        assert client.get(reverse(f"admin:groups_reportedchat_{name}", args=[99])).status_code == 404
    assert client.post(reverse("admin:groups_reportedchat_reveal", args=[99])).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "nhom gia"}, {"Nhóm giả"}),
        ({"q": "TiH"}, {"Thi tiểu học"}),
        ({"standing": "yes"}, {"Nhóm giả", "Thi tiểu học"}),
        ({"standing": "no"}, {"Nhầm"}),
        ({}, {"Nhóm giả", "Thi tiểu học", "Nhầm"}),
    ],
)
def test_the_list_is_searched_and_filtered(client, query, names):
    report()
    report(name="Thi tiểu học", url="")
    withdraw_report(report=report(name="Nhầm", url=""), by=make_user(), now=NOW, reason="Nhầm")
    sign_in(client)
    found = client.get(LIST, query).context["cl"].result_list
    assert {each.name for each in found} == names


def test_the_list_makes_as_many_queries_for_thirty_reports_as_for_one(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    report()
    sign_in(client)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(29):
        report(name=f"Nhóm giả {number}", url="", by=make_user(username=f"nguoi{number}"))
    with django_assert_num_queries(len(few)):
        client.get(LIST)
