"""Notes on the page of a group: who sees them, who adds one, and that nobody outside the office does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.domain.status import Status
from groups.models import GroupNote, WorkGroup
from groups.services.notes import add_note
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import NOW, PASSWORD, make_authority, make_draft, make_group, make_user
from .test_language import Spoken, foreign

pytestmark = pytest.mark.django_db
SAID = "Trưởng nhóm sẽ nghỉ hưu"


def sign_in(client, role=SPECIALIST, **more):
    user = make_user(role=role, **more)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def page(group):
    return reverse("admin:groups_workgroup_change", args=[group.pk])


def form(group):
    return reverse("admin:groups_workgroup_note", args=[group.pk])


def noted(group, text=SAID):
    return add_note(group=group, text=text, by=make_user(), now=NOW)


def test_a_stranger_is_sent_to_sign_in(client):
    group = make_group()
    answer = client.post(form(group), {"text": SAID})
    assert answer.url.startswith(reverse("admin:login"))
    assert not GroupNote.objects.exists()


@pytest.mark.parametrize(("role", "may"), [(SPECIALIST, True), (LEADER, True), (CLERK, True), (ADMINISTRATOR, False)])
def test_each_role_reads_and_adds_as_it_may(client, role, may):
    group = make_group()
    noted(group)
    sign_in(client, role)
    html = client.get(page(group)).content.decode()
    assert (SAID in html, form(group) in html) == (True, may)
    assert client.post(form(group), {"text": "Thêm"}).status_code == (302 if may else 403)
    assert group.notes.count() == (2 if may else 1)


def test_who_may_not_see_notes_sees_none(client):
    group = make_group()
    noted(group)
    user = sign_in(client, ADMINISTRATOR)
    user.groups.get().permissions.filter(codename="view_groupnote")[0].group_set.clear()
    html = client.get(page(group)).content.decode()
    assert "Thông tin nhóm" in html
    assert (SAID in html, "notes-heading" in html) == (False, False)


def test_a_group_of_another_office_is_not_there(client):
    mine, other = make_authority(code="AN"), make_authority(code="BO", name="Phòng khác")
    group = make_group(authority=other)
    sign_in(client, username="an", offices=[mine])
    for method in (client.get, client.post):
        assert method(form(group), {"text": SAID}).status_code == 404
    assert not GroupNote.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"), [("", "Hãy viết"), ("Gọi 0912345678", "số điện thoại"), ("x" * 2001, "2000")]
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(client, text, says):
    group = make_group()
    sign_in(client)
    answer = client.post(form(group), {"text": text})
    html = answer.content.decode()
    assert (answer.status_code, says in html, f"{text}</textarea>" in html) == (200, True, True)
    spoken = Spoken()
    spoken.feed(html)
    assert not foreign(spoken.texts)
    assert not GroupNote.objects.exists()


@pytest.mark.parametrize("status", list(Status))
def test_a_note_is_added_on_the_page_of_every_group(client, status):
    group = make_group(status=status)
    user = sign_in(client)
    user.last_name, user.first_name = "Nguyễn Thị", "An"
    user.save()
    assert form(group) in client.get(page(group)).content.decode()
    answer = client.post(form(group), {"text": "<b>Nghỉ hưu</b>"}, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain == [(f"{page(group)}#notes", 302)]
    assert "&lt;b&gt;Nghỉ hưu&lt;/b&gt;" in html
    assert "Nguyễn Thị An" in html


def test_a_draft_with_notes_is_not_deleted(client):
    group = make_draft()
    noted(group)
    sign_in(client)
    answer = client.post(reverse("admin:groups_workgroup_delete", args=[group.pk]), {"post": "yes"})
    assert answer.status_code == 200
    spoken = Spoken()
    spoken.feed(answer.content.decode())
    assert not foreign(spoken.texts)
    assert WorkGroup.objects.filter(pk=group.pk).exists()


def test_thirty_notes_ask_as_much_as_three(client):
    group = make_group()
    sign_in(client)

    def queries(number):
        while group.notes.count() < number:
            noted(group, f"Ghi chú {group.notes.count()}")
        with CaptureQueriesContext(connection) as asked:
            client.get(page(group))
        return len(asked)

    queries(1)
    assert queries(3) == queries(30)
