"""The acts that change a status. What must be refused comes first."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from groups.domain.status import LIVE, TRANSITIONS, Action, Status
from groups.models import GroupName, InviteLink, RegisterEvent, WorkGroup
from groups.services import amendments, lifecycle
from groups.services.errors import ActRefused
from groups.services.roles import CLERK, LEADER, SPECIALIST

from ..factories import (
    CHANGED_ON,
    NOW,
    PROPOSED_ON,
    RECOGNISED_ON,
    TODAY,
    decided,
    make_authority,
    make_document,
    make_draft,
    make_group,
    make_proposal,
    make_user,
    reread,
)  # fmt: skip

pytestmark = pytest.mark.django_db
URL = "https://zalo.me/g/abcdef123"

VERBS = {
    Action.PROPOSE: lifecycle.propose,
    Action.RETURN: lifecycle.return_,
    Action.DECLINE: lifecycle.decline,
    Action.RECOGNISE: lifecycle.recognise,
    Action.SUSPEND: lifecycle.suspend,
    Action.RESUME: lifecycle.resume,
    Action.DISSOLVE: lifecycle.dissolve,
    Action.MERGE: lifecycle.merge,
}


def do(action, group, **more):
    """Do ``action`` as one who may, on a complete basis."""
    if action == Action.PROPOSE:
        more = {"by": make_user(), "effective_on": CHANGED_ON, "now": NOW, **more}
    else:
        more = decided(**({"reason_code": "other"} if action == Action.RETURN else {}) | more)
    if action == Action.MERGE and "successor" not in more:
        more["successor"] = make_group(name="Nhóm nhận ghép")
    return VERBS[action](group=group, **more)


def snapshot():
    """All that an act may write."""
    return (
        list(WorkGroup.objects.order_by("pk").values()),
        list(RegisterEvent.objects.order_by("pk").values()),
        list(InviteLink.objects.order_by("pk").values()),
        list(GroupName.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(VERBS))
def test_an_act_is_done_exactly_where_the_table_allows_it(action, status):
    group = make_group(status=status)
    more = {"successor": make_group(name="Nhóm nhận ghép")} if action == Action.MERGE else {}
    if status in TRANSITIONS[action].sources:
        do(action, group, **more)
        assert reread(group).status == TRANSITIONS[action].target
    else:
        before = snapshot()
        with pytest.raises(ActRefused, match="trạng thái"):
            do(action, group, **more)
        assert snapshot() == before


@pytest.mark.parametrize("action", [Action.RECOGNISE, Action.SUSPEND, Action.DISSOLVE, Action.MERGE, Action.RESUME])
@pytest.mark.parametrize("lacking", [{"document": None}, {"reason": ""}, {"reason": " \n "}])
def test_a_decision_without_document_or_reason_is_refused(action, lacking):
    group = make_group(status=sorted(TRANSITIONS[action].sources)[0])
    basis = decided() | lacking
    successor = {"successor": make_group(name="Nhóm nhận ghép")} if action == Action.MERGE else {}
    before = snapshot()
    with pytest.raises(ActRefused, match="cần"):
        VERBS[action](group=group, **basis, **successor)
    assert snapshot() == before


@pytest.mark.parametrize("role", [SPECIALIST, CLERK, None])
@pytest.mark.parametrize("action", [action for action in VERBS if action != Action.PROPOSE])
def test_only_a_leader_decides(action, role):
    group = make_group(status=sorted(TRANSITIONS[action].sources)[0])
    successor = {"successor": make_group(name="Nhóm nhận ghép")} if action == Action.MERGE else {}
    other = make_user(role=role, username="khac")
    with pytest.raises(ActRefused, match="không có quyền"):
        VERBS[action](group=group, **decided(by=other), **successor)


def test_an_account_that_was_closed_does_nothing():
    user = make_user(role=LEADER)
    user.is_active = False
    user.save()
    user = get_user_model().objects.get(pk=user.pk)
    with pytest.raises(ActRefused, match="không có quyền"):
        lifecycle.recognise(group=make_proposal(), **decided(by=user))


def test_the_one_who_proposed_may_not_recognise(settings):
    both = make_user(username="ca-hai")
    both.groups.set(make_user(role=LEADER).groups.all() | make_user().groups.all())
    group = make_proposal(proposed_by=both)
    with pytest.raises(ActRefused, match="tự công nhận"):
        lifecycle.recognise(group=group, **decided(by=both))
    settings.REGISTER_FOUR_EYES = False
    lifecycle.recognise(group=group, **decided(by=both))
    assert reread(group).status == Status.RECOGNISED


def test_not_even_a_superuser_recognises_his_own_proposal():
    root = make_user(role=None, username="root", superuser=True)
    with pytest.raises(ActRefused, match="tự công nhận"):
        lifecycle.recognise(group=make_proposal(proposed_by=root), **decided(by=root))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (TODAY + dt.timedelta(days=1), "sau hôm nay"),
        (PROPOSED_ON - dt.timedelta(days=1), "trước 03/11/2026"),
        (dt.date(26, 11, 5), "đủ bốn chữ số"),
    ],
)
def test_a_day_that_has_not_come_or_goes_back_in_time_is_refused(day, says):
    group = make_proposal()
    document = make_document(number="1", issued_on=dt.date(2026, 1, 1))
    with pytest.raises(ActRefused, match=says):
        lifecycle.recognise(group=group, **decided(effective_on=day, document=document))


def test_an_act_cannot_count_from_before_its_document():
    with pytest.raises(ActRefused, match="ngày ban hành"):
        lifecycle.recognise(group=make_proposal(), **decided(effective_on=dt.date(2026, 11, 11)))


def test_acting_on_a_page_that_grew_stale_is_refused_and_writes_nothing():
    group = make_group()
    seen = group.last_event_id
    amendments.confirm(group=group, by=make_user(), effective_on=CHANGED_ON, now=NOW, seen_event=seen)
    before = snapshot()
    with pytest.raises(ActRefused, match="người khác cập nhật"):
        lifecycle.dissolve(group=group, **decided(seen_event=seen))
    assert snapshot() == before


@pytest.mark.parametrize("reason", ["hỏi 0912345678", "vào zalo.me/g/abcdef123", "viết a@b.vn"])
def test_a_reason_is_public_and_holds_nothing_private(reason):
    with pytest.raises(ActRefused, match="công khai"):
        lifecycle.dissolve(group=make_group(), **decided(reason=reason))


def test_an_incomplete_draft_is_not_proposed():
    group = make_draft(lead_post="", members_text="")
    with pytest.raises(ActRefused, match="trưởng nhóm và thành viên"):
        lifecycle.propose(group=group, by=make_user(), effective_on=PROPOSED_ON, now=NOW)
    assert reread(group).code is None


def test_a_group_is_not_merged_into_itself_nor_into_one_that_is_not_official():
    group, other = make_group(), make_group(name="Nhóm tạm ngừng", status=Status.SUSPENDED)
    with pytest.raises(ActRefused, match="chính nó"):
        lifecycle.merge(group=group, successor=group, **decided())
    with pytest.raises(ActRefused, match="không chính thức"):
        lifecycle.merge(group=group, successor=other, **decided())


def test_a_deleted_draft_is_said_to_be_gone():
    group = make_draft()
    WorkGroup.objects.filter(pk=group.pk).delete()
    with pytest.raises(ActRefused, match="không còn trong sổ"):
        lifecycle.propose(group=group, by=make_user(), effective_on=PROPOSED_ON, now=NOW)


def test_the_code_is_given_once_and_never_again():
    first, second = make_proposal(), make_proposal(name="Nhóm thứ hai")
    code = first.code
    assert [first.code[:8], second.code[:8]] == ["BM-0001-", "BM-0002-"]
    lifecycle.return_(group=first, **decided(), reason_code="no_lead")
    lifecycle.propose(group=reread(first), by=make_user(), effective_on=CHANGED_ON, now=NOW)
    assert reread(first).code == code
    assert make_proposal(name="Nhóm thứ ba").code.startswith("BM-0003-")


def test_each_authority_counts_its_own_codes():
    make_proposal()
    other = make_authority(code="GV", name="Phòng Giáo dục khác")
    assert make_proposal(name="Nhóm khác", authority=other).code.startswith("GV-0001-")


def test_recognising_dates_the_name_the_links_and_the_people():
    group = make_group(url=URL)
    assert list(group.names.values_list("name", "started_on", "ended_on")) == [(group.name, RECOGNISED_ON, None)]
    assert group.links.get().started_on == RECOGNISED_ON
    assert group.administrators.get().started_on == RECOGNISED_ON
    assert (group.recognised_on, group.status_since, group.last_confirmed_on) == (RECOGNISED_ON,) * 3


def test_the_event_tells_who_when_why_and_the_whole_public_state():
    group = make_group(url=URL)
    event = group.last_event
    assert (event.action, event.group, event.actor) == (Action.RECOGNISE, group, make_user(role=LEADER))
    assert (event.recorded_at, event.effective_on) == (NOW, RECOGNISED_ON)
    assert (event.document, event.reason) == (make_document(), "Nhóm cần cho công tác điều hành")
    assert event.public["change"] == {"status": ["proposed", "recognised"]}
    assert event.public["facts"]["name"] == group.name
    assert event.public["facts"]["lead"] == "Trưởng phòng GD-ĐT"
    assert "abcdef123" not in str(event.public) + str(event.private)


@pytest.mark.parametrize("action", [Action.DISSOLVE, Action.MERGE])
@pytest.mark.parametrize("status", sorted(LIVE))
def test_an_end_revokes_the_links_and_keeps_them_known(action, status):
    group = make_group(status=status, url=URL)
    do(action, group)
    assert list(group.links.values_list("url", "ended_on")) == [(URL, CHANGED_ON)]


def test_a_merged_group_names_its_successor_and_the_successor_knows():
    successor = make_group(name="Nhóm nhận ghép")
    group = make_group(name="Nhóm bị ghép", status=Status.MERGED, successor=successor)
    assert group.successor == successor
    assert group.last_event.public["facts"]["successor"] == successor.code
    assert RegisterEvent.objects.about(successor).filter(action=Action.MERGE).count() == 1


def test_a_declined_proposal_frees_its_link():
    make_group(status=Status.DECLINED, url=URL)
    group = make_group(name="Nhóm khác", url=URL)
    assert group.links.current().count() == 1


def test_events_are_numbered_without_gaps():
    make_group(status=Status.DISSOLVED)
    make_group(name="Nhóm hai", status=Status.MERGED)
    numbers = sorted(RegisterEvent.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def many(*drafts):
    return {"groups": list(drafts), "by": make_user(), "effective_on": TODAY, "now": NOW}


def test_many_new_drafts_are_proposed_like_one_or_none_is():
    with transaction.atomic():
        events = lifecycle.propose_new(**many(*(make_draft(name=f"Nhóm {number}") for number in range(3))))
    assert [event.number for event in events] == [1, 2, 3]
    groups = list(WorkGroup.objects.order_by("pk"))
    assert [group.last_event_id for group in groups] == [1, 2, 3]
    assert len({group.code for group in groups}) == 3
    assert lifecycle.propose_new(**many()) == []


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        (lambda: make_draft(name="Thiếu", lead_post=""), "Thiếu: Chưa đề nghị được"),
        (lambda: make_draft(name="Khác", authority=make_authority(code="KH", name="Phòng khác")), "một cơ quan"),
        (lambda: make_proposal(name="Đã đề nghị"), "không thể đề nghị"),
    ],
)
def test_one_that_cannot_be_proposed_stops_all(spoilt, sentence):
    drafts = [make_draft(name="Nhóm tốt"), spoilt()]
    before = RegisterEvent.objects.count()
    with pytest.raises(ActRefused, match=sentence), transaction.atomic():
        lifecycle.propose_new(**many(*drafts))
    assert reread(drafts[0]).status == "draft"
    assert RegisterEvent.objects.count() == before


def test_who_may_not_propose_proposes_no_many_either():
    draft = make_draft()
    with pytest.raises(ActRefused, match="không có quyền"), transaction.atomic():
        lifecycle.propose_new(**many(draft) | {"by": make_user(role=LEADER)})


@pytest.mark.django_db(transaction=True)
def test_many_are_proposed_only_inside_the_transaction_that_made_them():
    draft = make_draft()
    with pytest.raises(RuntimeError, match="inside the transaction"):
        lifecycle.propose_new(**many(draft))
