"""One group goes into another, and its people with it: what must be refused comes first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.domain.status import Action, Status
from groups.domain.vocabulary import GroupRole
from groups.models import Administrator, Directive, Document, InviteLink, Member, OutgoingMail, RegisterEvent, WorkGroup
from groups.queries.facts import current_lead
from groups.queries.register_check import check_register
from groups.services import amendments, lifecycle
from groups.services.errors import ActRefused
from groups.services.merging import merge_into
from groups.services.roles import CLERK, LEADER, SPECIALIST

from ..factories import (
    CHANGED_ON,
    NOW,
    TODAY,
    amended,
    decided,
    make_authority,
    make_group,
    make_person,
    make_user,
    reread,
)

pytestmark = pytest.mark.django_db
SITE = "https://nhom.example.vn"


def snapshot():
    """All that a merge may write."""
    models = (WorkGroup, RegisterEvent, Administrator, Member, InviteLink, Directive, Document, OutgoingMail)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(match, group, successor, **more):
    basis = decided() | more
    before = snapshot()
    with pytest.raises(ActRefused, match=match):
        merge_into(group=group, successor=successor, **basis)
    assert snapshot() == before


def full(name="Nhóm nhỏ", **more):
    """A group with a deputy, a person and two lines among its members."""
    people = {"deputy": make_person(full_name=f"Phó của {name}"), "member": make_person(full_name=f"Người của {name}")}
    group = make_group(name=name, **people | more)
    lines = [
        ("posts", {"post": "Hiệu trưởng", "units": "các trường mầm non"}),
        ("text", {"text": "Tổ trưởng các khối"}),
    ]
    for kind, said in lines:
        Member.objects.create(group=group, kind=kind, started_on=group.recognised_on, **said)
    return group


def all_of(group):
    roles = {GroupRole.LEAD: GroupRole.DEPUTY}
    return {
        "administrators": {row.pk: roles.get(row.role, row.role) for row in group.administrators.current()},
        "members": [row.pk for row in group.members.current()],
    }


def test_a_group_does_not_go_into_itself():
    group = full()
    refused("chính nó", group, group, **all_of(group))


@pytest.mark.parametrize("status", [status for status in Status if status not in ("recognised", "suspended")])
def test_what_is_not_official_or_suspended_cannot_go_into_another(status):
    refused("trạng thái", make_group(status=status), make_group(name="Nhóm nhận"))


@pytest.mark.parametrize("status", [status for status in Status if status != Status.RECOGNISED])
def test_what_is_not_official_receives_nothing(status):
    group = full()
    refused("không chính thức", group, make_group(name="Nhóm nhận", status=status), **all_of(group))


@pytest.mark.parametrize("stale", ["seen_event", "seen_successor"])
def test_what_changed_on_either_side_since_the_page_was_made_refuses_all(stale):
    group, successor = full(), make_group(name="Nhóm nhận")
    seen = {"seen_event": group.last_event_id, "seen_successor": successor.last_event_id}
    touched = group if stale == "seen_event" else successor
    amendments.confirm(group=touched, **amended())
    refused("người khác cập nhật", group, successor, **seen, **all_of(group))
    seen[stale] = reread(touched).last_event_id
    assert merge_into(group=group, successor=successor, **decided(), **seen)


def test_the_same_merge_sent_twice_says_which_event_did_it():
    group, successor = full(), make_group(name="Nhóm nhận")
    seen = {"seen_event": group.last_event_id, "seen_successor": successor.last_event_id}
    first, *_ = merge_into(group=group, successor=successor, **decided(), **seen, **all_of(group))
    refused(f"đã được ghi rồi: sự kiện số {first.number}", group, successor, **seen, **all_of(group))


@pytest.mark.parametrize("outside", ["group", "successor"])
def test_neither_group_may_be_of_an_office_one_does_not_work_for(outside):
    mine, other = make_authority(code="AN"), make_authority(code="BO", name="Phòng khác")
    groups = {
        "group": full(authority=other if outside == "group" else mine),
        "successor": make_group(name="Nhóm nhận", authority=other if outside == "successor" else mine),
    }
    leader = make_user(role=LEADER, username="an", offices=[mine])
    refused("cơ quan khác", **groups, by=leader, document=groups["group"].recognised_document)


@pytest.mark.parametrize("role", [SPECIALIST, CLERK, None])
def test_who_may_not_merge_moves_nobody(role):
    group = full()
    other = make_user(role=role, username="khac")
    refused("không có quyền", group, make_group(name="Nhóm nhận"), by=other, **all_of(group))


@pytest.mark.parametrize("lacking", [{"document": None}, {"reason": ""}, {"reason": "gọi 0912345678"}])
def test_a_merge_rests_on_a_document_and_a_reason_that_may_be_public(lacking):
    group = full()
    refused("cần|công khai", group, make_group(name="Nhóm nhận"), **all_of(group), **lacking)


def test_a_group_gets_no_second_lead():
    group, successor = full(), make_group(name="Nhóm nhận", lead_post="Chuyên viên")
    refused("chỉ có một trưởng nhóm", group, successor, administrators={current_lead(group).pk: GroupRole.LEAD})


def test_a_role_that_is_not_there_is_refused():
    group = full()
    refused("Vai trò", group, make_group(name="Nhóm nhận"), administrators={current_lead(group).pk: "chủ nhóm"})


@pytest.mark.parametrize("what", ["administrators", "members"])
@pytest.mark.parametrize("whose", ["another", "ended", "nobody"])
def test_only_who_is_in_the_group_now_goes_along(what, whose):
    group, successor, another = full(), make_group(name="Nhóm nhận"), full("Nhóm thứ ba")
    row = getattr(another if whose == "another" else group, what).first()
    if whose == "ended":
        type(row).objects.filter(pk=row.pk).update(ended_on=TODAY)
    key = 999_999 if whose == "nobody" else row.pk
    chosen = {key: GroupRole.DEPUTY} if what == "administrators" else [key]
    refused("không còn trong nhóm", group, successor, **{what: chosen})


@pytest.mark.parametrize(("text", "says"), [("", "Hãy ghi thành viên"), (" \n ", "Hãy ghi thành viên"),
                                            ("gọi 0912345678", "công khai"), ("x" * 5000, "4000")])  # fmt: skip
def test_the_public_text_of_members_stays_a_public_text(text, says):
    group = full()
    refused(says, group, make_group(name="Nhóm nhận"), members_text=text, **all_of(group))


def test_the_day_is_not_before_what_was_done_to_the_group_that_receives():
    group, successor = full(), make_group(name="Nhóm nhận")
    amendments.confirm(group=successor, **amended(effective_on=TODAY))
    refused("Nhóm nhận: Ngày hiệu lực không được trước", group, successor, **all_of(group))


def test_the_group_ends_and_all_who_were_named_are_in_the_other():
    group, successor = full(url="https://zalo.me/g/abcdef123"), full("Nhóm nhận", lead_post="Chuyên viên")
    group.directives.create(kind="may_merge", target_text="Nhóm nhận")
    lead, before = current_lead(successor).shown, successor.members.current().count()
    events = merge_into(
        group=group, successor=successor, members_text="Hiệu trưởng tiểu học, mầm non", **decided(), **all_of(group)
    )
    actions = [(event.action, event.group) for event in events]
    assert actions == [
        (Action.MERGE, group), (Action.CHANGE_ADMINISTRATORS, successor), (Action.CHANGE_MEMBERS, successor)
    ]  # fmt: skip
    assert len({(event.document_id, event.reason, event.effective_on, event.actor_id) for event in events}) == 1
    assert [event.number for event in events] == list(range(events[0].number, events[0].number + 3))
    group, successor = reread(group), reread(successor)
    assert (group.status, group.successor, successor.status) == (Status.MERGED, successor, Status.RECOGNISED)
    assert not group.links.current().exists()
    assert not group.directives.open().exists()
    assert successor.members_text == "Hiệu trưởng tiểu học, mầm non"
    assert current_lead(successor).shown == lead
    people = {(row.role, row.shown, row.started_on) for row in successor.administrators.current()}
    assert (GroupRole.DEPUTY, "Bà Phó của Nhóm nhỏ", CHANGED_ON) in people
    assert (GroupRole.DEPUTY, "Trưởng phòng GD-ĐT", CHANGED_ON) in people
    assert events[1].public["change"] == {"administrators": [1, 3]}
    # Two lines say the same in both groups, so only the person is new.
    assert successor.members.current().count() == before + 1
    assert events[2].public["change"]["member_lines"] == [before, before + 1]
    assert check_register().size == events[-1].number


def test_what_is_not_named_stays_behind_and_makes_no_event():
    group, successor = full(), make_group(name="Nhóm nhận")
    (event,) = merge_into(group=group, successor=successor, members_text=successor.members_text, **decided())
    assert event.action == Action.MERGE
    assert reread(successor).last_event_id == successor.last_event_id
    assert not successor.members.exists()
    assert group.members.current().count() == 3  # the record of what ended stays whole


def test_who_is_there_already_in_whatever_role_or_writing_is_not_written_twice():
    same = make_person(full_name="Lê Văn Tám")
    group = make_group(name="Nhóm nhỏ", lead=same, lead_post="", deputy=make_person(full_name="Người mới"), member=same)
    successor = make_group(name="Nhóm nhận", deputy=same, member=same)
    again = [{"post": "TRUONG PHONG GD&ĐT"}, {"person": group.administrators.get(role="deputy").person}]
    for said in again:
        Administrator.objects.create(group=group, role="administrator", **said)
    events = merge_into(group=group, successor=successor, **decided(), **all_of(group))
    assert [event.action for event in events] == [Action.MERGE, Action.CHANGE_ADMINISTRATORS]
    shown = [row.shown for row in successor.administrators.current()]
    assert sorted(shown) == sorted(["Trưởng phòng GD-ĐT", "Bà Lê Văn Tám", "Bà Người mới"])


def test_a_suspended_group_may_go_into_another():
    group, successor = full(status=Status.SUSPENDED), make_group(name="Nhóm nhận")
    assert len(merge_into(group=group, successor=successor, **decided(), **all_of(group))) == 3


def test_the_letters_tell_of_the_merge_once():
    addresses = ("mot@truong.example", "hai@truong.example")
    leads = [make_person(full_name=f"Trưởng {address}", email=address) for address in addresses]
    group, successor = full(lead=leads[0], lead_post=""), make_group(name="Nhóm nhận", lead=leads[1], lead_post="")
    merge_into(group=group, successor=successor, **decided(letters_at=SITE), **all_of(group))
    letters = OutgoingMail.objects.filter(person__isnull=False)
    assert sorted(letter.person.email for letter in letters) == sorted(addresses)
    assert all("ghép nhóm vào nhóm “Nhóm nhận”" in letter.body for letter in letters)
    assert not any("Người của Nhóm nhỏ" in letter.body for letter in OutgoingMail.objects.all())


def test_what_is_part_of_a_merge_gives_nobody_leave_to_amend():
    """The leader decides who goes along; the same change by itself is still not his."""
    group, successor = full(), make_group(name="Nhóm nhận")
    leader = decided()["by"]
    with pytest.raises(ActRefused, match="không có quyền"):
        amendments.change_members(group=successor, members_text="Khác", **decided(by=leader))
    merge_into(group=group, successor=successor, **decided(by=leader), **all_of(group))
    with pytest.raises(ActRefused, match="không có quyền"):
        amendments.change_members(group=successor, members_text="Khác", **decided(by=leader))


def test_thirty_members_ask_as_much_as_three():
    def queries(number):
        group, successor = make_group(name=f"Nhỏ {number}"), make_group(name=f"Nhận {number}")
        for each in range(number):
            Member.objects.create(group=group, kind="text", text=f"Dòng {each}", started_on=group.recognised_on)
            person = make_person(full_name=f"Người {number} {each}")
            Administrator.objects.create(group=group, role="deputy", person=person, started_on=group.recognised_on)
        with CaptureQueriesContext(connection) as asked:
            merge_into(group=group, successor=successor, **decided(), **all_of(group))
        assert successor.members.count() == number
        return len(asked)

    queries(1)
    assert queries(30) == queries(3)


def test_plain_merging_still_asks_only_for_its_own_page():
    group, successor = full(), make_group(name="Nhóm nhận")
    amendments.confirm(group=successor, **amended())
    lifecycle.merge(group=group, successor=successor, seen_event=group.last_event_id, **decided())
    assert reread(group).successor == successor


def test_a_day_to_come_is_refused():
    refused("sau hôm nay", full(), make_group(name="Nhóm nhận"), effective_on=NOW.date() + dt.timedelta(days=1))
