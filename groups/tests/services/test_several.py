"""One act on several groups: what must be refused comes first."""

import pytest

from groups.domain.status import Action, Status
from groups.models import Document, InviteLink, RegisterEvent, ReportedChat
from groups.queries.authorities import own_authorities
from groups.queries.obstacles import obstacles
from groups.queries.standing import marks_of
from groups.services import lifecycle, several
from groups.services.errors import ActRefused
from groups.services.roles import LEADER

from ..factories import (
    CHANGED_ON,
    NOW,
    amended,
    decided,
    make_authority,
    make_draft,
    make_group,
    make_proposal,
    make_user,
    reread,
)

pytestmark = pytest.mark.django_db
URL = "https://zalo.me/g/abcdef123"
BASES = {
    Action.PROPOSE: lambda: {"by": make_user(), "effective_on": CHANGED_ON, "now": NOW},
    Action.RECOGNISE: decided,
    Action.RETURN: lambda: decided(reason_code="no_lead"),
    Action.CONFIRM: amended,
    Action.DISSOLVE: decided,
}
BEGINS = {
    Action.PROPOSE: Status.DRAFT,
    Action.RECOGNISE: Status.PROPOSED,
    Action.RETURN: Status.PROPOSED,
    Action.CONFIRM: Status.RECOGNISED,
    Action.DISSOLVE: Status.RECOGNISED,
}


def do(action, groups, *, seen=None, **more):
    seen = marks_of(groups).values() if seen is None else seen
    return several.do_several(action=action, groups=groups, seen=seen, **BASES[action]() | more)


def some(status, number=3, **more):
    return [make_group(name=f"Nhóm {status} {each}", status=status, **more) for each in range(number)]


def test_only_the_five_acts_are_done_on_several():
    with pytest.raises(ActRefused, match="nhiều nhóm"):
        several.do_several(action=Action.MERGE, groups=some(Status.RECOGNISED), seen=[], **decided())


@pytest.mark.parametrize("action", several.SEVERAL)
def test_one_that_cannot_undoes_all_and_is_named(action):
    groups = some(BEGINS[action])
    wrong = make_group(name="Nhóm đã xong", status=Status.DISSOLVED)
    count = RegisterEvent.objects.count()
    with pytest.raises(ActRefused, match=r"Nhóm đã xong: .*Chưa nhóm nào được ghi"):
        do(action, [*groups, wrong])
    assert RegisterEvent.objects.count() == count
    assert {reread(group).status for group in groups} == {BEGINS[action]}


@pytest.mark.parametrize("action", several.SEVERAL)
def test_who_may_not_do_it_once_may_not_do_it_often(action):
    groups = some(BEGINS[action])
    by = make_user(role=LEADER) if action in (Action.PROPOSE, Action.CONFIRM) else make_user()
    with pytest.raises(ActRefused, match="không có quyền"):
        do(action, groups, by=by)


@pytest.mark.parametrize("action", [Action.RECOGNISE, Action.DISSOLVE])
@pytest.mark.parametrize("lacking", [{"document": None}, {"reason": ""}])
def test_what_an_act_rests_on_is_asked_of_several_too(action, lacking):
    with pytest.raises(ActRefused, match="cần"):
        do(action, some(BEGINS[action]), **lacking)


def test_nothing_too_many_and_what_is_gone_is_refused(monkeypatch):
    with pytest.raises(ActRefused, match="ít nhất một"):
        do(Action.CONFIRM, [])
    groups = some(Status.DRAFT)
    monkeypatch.setattr(several, "MOST", 2)
    with pytest.raises(ActRefused, match="tối đa 2"):
        do(Action.PROPOSE, groups)
    seen = marks_of(groups).values()
    groups[0].delete()
    groups[0].pk = 99999
    with pytest.raises(ActRefused, match="không còn trong sổ"):
        do(Action.PROPOSE, groups[:2], seen=seen)


def test_groups_of_two_offices_are_not_decided_together():
    other = make_group(name="Nhóm nơi khác", authority=make_authority(code="HC", name="Phòng GD-ĐT khác"))
    with pytest.raises(ActRefused, match="nhiều cơ quan"):
        do(Action.CONFIRM, [make_group(), other])


def test_a_group_that_changed_since_it_was_seen_stops_all():
    groups = some(Status.PROPOSED)
    seen = list(marks_of(groups).values())
    lifecycle.return_(group=groups[1], **decided(), reason_code="no_lead")
    lifecycle.propose(group=groups[1], **BASES[Action.PROPOSE]())
    with pytest.raises(ActRefused, match=r"người khác cập nhật.*Nhóm proposed 1"):
        do(Action.RECOGNISE, groups, seen=seen)
    assert {reread(group).status for group in groups} == {Status.PROPOSED}


def test_a_draft_edited_since_it_was_seen_is_not_proposed():
    draft = make_draft()
    seen = list(marks_of([draft]).values())
    draft.members.create(kind="posts", post="Hiệu trưởng")
    with pytest.raises(ActRefused, match="người khác cập nhật"):
        do(Action.PROPOSE, [draft], seen=seen)


def test_the_same_sent_twice_is_told_as_done():
    groups = some(Status.RECOGNISED)
    seen = list(marks_of(groups).values())
    events = do(Action.DISSOLVE, groups, seen=seen)
    with pytest.raises(ActRefused, match=rf"đã được ghi rồi: sự kiện số {events[0].number} .*2 nhóm khác"):
        do(Action.DISSOLVE, groups, seen=seen)


@pytest.mark.parametrize("mark", ["", "1", "1:", "1:²", "x:y", "1:1:1:1"])
def test_a_mark_that_no_page_showed_is_stale(mark):
    with pytest.raises(ActRefused, match="người khác cập nhật"):
        do(Action.CONFIRM, some(Status.RECOGNISED), seen=[mark])


@pytest.mark.parametrize("action", several.SEVERAL)
def test_several_are_done_under_one_document(action):
    groups = some(BEGINS[action])
    documents = Document.objects.count()
    events = do(action, groups)
    assert [event.group_id for event in events] == [group.pk for group in groups]
    assert {event.action for event in events} == {action}
    assert len({event.document_id for event in events}) == 1
    assert Document.objects.count() <= documents + 1


def test_returned_and_new_ones_are_proposed_together():
    groups = [make_group(status=Status.RETURNED), make_draft(name="Mới")]
    do(Action.PROPOSE, groups)
    assert {reread(group).status for group in groups} == {Status.PROPOSED}


def test_each_is_told_what_stands_in_its_way(django_assert_num_queries):
    user, leader = make_user(), make_user(role=LEADER)
    empty, full = make_draft(name="Trống", members_text="", lead_post=""), make_draft(name="Đủ")
    found = obstacles(user, Action.PROPOSE, [empty, full])
    assert "trưởng nhóm và thành viên" in found[empty.pk]
    assert found[full.pk] is None
    proposals = [make_proposal(name=f"Đề nghị {number}") for number in range(3)]
    strange = make_proposal(name="Có liên kết lạ")
    InviteLink.objects.create(group=strange, url=URL, key="zalo:abcdef123")
    ReportedChat.objects.create(name="Lạ", url=URL, key="zalo:abcdef123", confirmed_by=leader, confirmed_at=NOW)
    root = make_user(role=None, username="root", superuser=True)
    own = make_proposal(name="Tự đề nghị", proposed_by=root)
    assert "không được tự công nhận" in obstacles(root, Action.RECOGNISE, [own])[own.pk]
    leader.has_perm("groups.decide_workgroup")
    own_authorities(leader)
    with django_assert_num_queries(1):
        found = obstacles(leader, Action.RECOGNISE, [*proposals, strange])
    assert [key for key, sentence in found.items() if sentence] == [strange.pk]
    assert "nhóm lạ" in found[strange.pk]
