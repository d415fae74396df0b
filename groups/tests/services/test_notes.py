"""Notes of the staff: what must be refused comes first; nobody edits or deletes one."""

import pytest
from django.db import IntegrityError, connection, transaction

from groups.domain.status import Status
from groups.models import GroupNote, RegisterEvent
from groups.queries.public_version import public_version
from groups.queries.scope import in_scope
from groups.services.errors import ActRefused
from groups.services.notes import add_note
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import NOW, make_authority, make_draft, make_group, make_user

pytestmark = pytest.mark.django_db


def note(group=None, text="Trưởng nhóm sẽ nghỉ hưu trong năm tới.", **more):
    return add_note(group=group or make_group(), text=text, **{"by": make_user(), "now": NOW} | more)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Hãy viết"),
        (" \n\u200b ", "Hãy viết"),
        ("Vào https://zalo.me/g/abcdef123", "đường liên kết"),
        ("invite.viber.com/?g2=abc", "đường liên kết"),
        ("Gọi 0912 345 678 nhé", "số điện thoại"),
        ("Gọi ０９１２３４５６７８", "số điện thoại"),
        ("Viết cho an@truong.example", "địa chỉ thư điện tử"),
        ("x" * 2001, "2000"),
    ],
)
def test_what_says_nothing_too_much_or_private_data_is_refused(text, says):
    group = make_group()
    with pytest.raises(ActRefused, match=says):
        note(group, text)
    assert not GroupNote.objects.exists()


@pytest.mark.parametrize("role", [ADMINISTRATOR, None])
def test_who_may_not_note_does_not(role):
    with pytest.raises(ActRefused, match="không có quyền"):
        note(by=make_user(role=role, username="khac"))
    assert not GroupNote.objects.exists()


def test_a_group_of_another_office_gets_no_note():
    mine, other = make_authority(code="AN"), make_authority(code="BO", name="Phòng khác")
    group, user = make_group(authority=other), make_user(username="an", offices=[mine])
    with pytest.raises(ActRefused, match="cơ quan khác"):
        note(group, by=user)
    note(group)
    assert not in_scope(GroupNote.objects.all(), user).exists()
    assert in_scope(GroupNote.objects.all(), make_user()).count() == 1


def test_a_draft_that_is_gone_gets_no_note():
    group = make_draft()
    type(group).objects.filter(pk=group.pk).delete()
    with pytest.raises(ActRefused, match="không còn"):
        note(group)


def test_the_same_note_sent_twice_stands_once():
    group = make_group()
    note(group)
    with pytest.raises(ActRefused, match="đã được ghi rồi"):
        note(group, "  Trưởng nhóm sẽ nghỉ hưu trong  năm tới. ")
    note(group, by=make_user(role=LEADER))
    note(group)  # something else was said in between
    assert group.notes.count() == 3


@pytest.mark.parametrize("role", [SPECIALIST, LEADER, CLERK])
@pytest.mark.parametrize("status", list(Status))
def test_a_note_is_added_whatever_the_status_and_is_no_act(role, status):
    group = make_group(status=status)
    count, version = RegisterEvent.objects.count(), public_version()
    found = note(group, "Dòng một\r\n\r\n Dòng   hai ", by=make_user(role=role))
    assert (found.text, found.at, found.group) == ("Dòng một\nDòng hai", NOW, group)
    assert (RegisterEvent.objects.count(), public_version()) == (count, version)


def test_the_last_note_comes_first():
    group = make_group()
    for text in ("Một", "Hai", "Ba"):
        note(group, text)
    assert [each.text for each in group.notes.all()] == ["Ba", "Hai", "Một"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE groups_groupnote SET text = 'khác'",
        "UPDATE groups_groupnote SET by_id = by_id, at = at",
        "DELETE FROM groups_groupnote",
        "INSERT INTO groups_groupnote (id, text, at, by_id, group_id) SELECT id, 'khác', at, by_id, group_id"
        " FROM groups_groupnote",
    ],
)
def test_the_database_lets_nobody_edit_delete_or_replace_a_note(sql):
    kept = note()
    with pytest.raises(IntegrityError, match="register:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError, match="register:"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.replace("INSERT INTO", "INSERT OR REPLACE INTO"))
    assert GroupNote.objects.get().text == kept.text


def test_an_empty_note_is_refused_by_the_database_too():
    kept = note()
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupNote.objects.create(group=kept.group, text="", by=kept.by, at=NOW)
