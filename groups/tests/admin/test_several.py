"""One act on several groups from the list: who is offered what, what stands in the way, all or nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.domain.status import Action, Status
from groups.models import Document, RegisterEvent, WorkGroup
from groups.queries.standing import marks_of
from groups.services import lifecycle, several
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import NOW, PASSWORD, decided, make_document, make_draft, make_group, make_proposal, make_user, reread

pytestmark = pytest.mark.django_db
LIST = "admin:groups_workgroup_changelist"
OFFERED = {
    SPECIALIST: {"propose_selected", "confirm_selected"},
    LEADER: {"recognise_selected", "return_selected", "dissolve_selected"},
    CLERK: set(),
    ADMINISTRATOR: set(),
}


def sign_in(client, role=LEADER):
    user = make_user(role=role)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def page(action, groups):
    ids = ",".join(str(getattr(group, "pk", group)) for group in groups)
    return f"{reverse('admin:groups_workgroup_several', args=[action])}?ids={ids}"


def sent(groups, **more):
    return {
        "document": str(make_document()), "effective_on": "23/11/2026", "reason": "Đủ điều kiện",
        "seen": list(marks_of(groups).values()), **more,
    }  # fmt: skip


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(page("recognise", [1])).url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("role", OFFERED)
def test_each_role_is_offered_what_it_may_do_and_nothing_else(client, role):
    group = make_proposal()
    sign_in(client, role)
    form = client.get(reverse(LIST)).context["action_form"]
    names = {name for name, _ in form.fields["action"].choices if name} if form else set()
    assert names == OFFERED[role]
    for action in several.SEVERAL:
        expected = 200 if f"{action}_selected" in OFFERED[role] else 403
        assert client.get(page(action, [group])).status_code == expected


@pytest.mark.parametrize("action", ["merge", "rename", "delete", "²"])
def test_other_acts_are_not_done_on_several(client, action):
    sign_in(client)
    assert client.get(page(action, [make_group()])).status_code == 404


@pytest.mark.parametrize("ids", ["", "abc", "999", "1;drop", "²", "9" * 30, ",".join(map(str, range(1, 300)))])
def test_nothing_chosen_says_what_to_choose(client, ids):
    sign_in(client)
    answer = client.get(page(Action.RECOGNISE, [ids]), follow=True)
    assert "Hãy chọn trong danh sách" in answer.content.decode()


def test_the_page_says_of_each_whether_it_can_and_why_not(client):
    ready, official = make_proposal(name="Sẵn sàng"), make_group(name="Đã chính thức")
    sign_in(client)
    answer = client.get(page(Action.RECOGNISE, [ready, official]))
    html = answer.content.decode()
    assert "trạng thái “Chính thức” nên không thể công nhận" in html
    assert [(each.group, ticked) for each, ticked in answer.context["form"].rows()] == [
        (ready, True),
        (official, False),
    ]
    done = client.post(page(Action.RECOGNISE, [ready, official]), sent([ready]))
    assert done.status_code == 302
    assert reread(ready).status == Status.RECOGNISED


def test_nothing_ticked_is_told_in_words(client):
    group = make_proposal()
    sign_in(client)
    html = client.post(page(Action.RECOGNISE, [group]), sent([])).content.decode()
    assert "Hãy chọn ít nhất một nhóm" in html


def test_they_are_decided_as_they_were_seen_or_not_at_all(client):
    groups = [make_proposal(name=f"Nhóm {number}") for number in range(2)]
    url = page(Action.RECOGNISE, groups)
    leader = sign_in(client)
    data = sent(groups)
    for mark in data["seen"]:
        assert f'value="{mark}"' in client.get(url).content.decode()
    lifecycle.return_(group=groups[0], by=leader, effective_on=NOW.date(), now=NOW, reason_code="no_ground")
    assert "Chưa nhóm nào được ghi" in client.post(url, data).content.decode()
    lifecycle.propose(group=reread(groups[0]), by=make_user(), effective_on=NOW.date(), now=NOW)
    answer = client.post(url, data)
    assert "Chưa nhóm nào được ghi" in answer.content.decode()
    assert [ticked for _, ticked in answer.context["form"].rows()] == [False, True]
    assert {reread(group).status for group in groups} == {Status.PROPOSED}


@pytest.mark.parametrize(
    ("action", "role", "begins", "ends"),
    [
        (Action.PROPOSE, SPECIALIST, Status.DRAFT, Status.PROPOSED),
        (Action.RECOGNISE, LEADER, Status.PROPOSED, Status.RECOGNISED),
        (Action.CONFIRM, SPECIALIST, Status.RECOGNISED, Status.RECOGNISED),
        (Action.DISSOLVE, LEADER, Status.SUSPENDED, Status.DISSOLVED),
    ],
)
def test_chosen_in_the_list_they_are_done_under_one_basis(client, action, role, begins, ends):
    groups = [make_group(name=f"Nhóm {number}", status=begins) for number in range(3)]
    sign_in(client, role)
    chosen = {"action": f"{action}_selected", "_selected_action": [group.pk for group in groups]}
    step = client.post(reverse(LIST), chosen)
    assert client.get(step.url).status_code == 200
    done = client.post(step.url, sent(groups))
    assert {reread(group).status for group in groups} == {ends}
    assert {reread(group).last_event.action for group in groups} == {action}
    told = client.get(done.url).content.decode()
    for group in groups:
        assert reverse("admin:groups_workgroup_change", args=[group.pk]) in told


def test_the_same_page_sent_twice_says_that_it_was_done(client):
    groups = [make_group(name=f"Nhóm {number}") for number in range(2)]
    sign_in(client)
    data = sent(groups)
    assert client.post(page(Action.DISSOLVE, groups), data).status_code == 302
    count = RegisterEvent.objects.count()
    html = client.post(page(Action.DISSOLVE, groups), data).content.decode()
    assert "Việc này đã được ghi rồi: sự kiện số" in html
    assert "người khác cập nhật" not in html
    assert RegisterEvent.objects.count() == count


def test_a_new_document_is_recorded_once_for_all_or_not_at_all(client):
    groups = [make_group(name=f"Nhóm {number}") for number in range(2)]
    sign_in(client)
    new = {"document": "", "new_kind": "Quyết định", "new_number": "7", "new_symbol": "QĐ-GDĐT",
           "new_issued_on": "20/11/2026", "new_subject": "Giải tán"}  # fmt: skip
    refused = client.post(page(Action.DISSOLVE, groups), sent(groups, **new) | {"effective_on": "01/01/2099"})
    assert "sau hôm nay" in refused.content.decode()
    assert not Document.objects.filter(number="7").exists()
    assert client.post(page(Action.DISSOLVE, groups), sent(groups, **new)).status_code == 302
    assert {str(reread(group).status_document) for group in groups} == {"Quyết định 07/QĐ-GDĐT (20/11/2026)"}


def test_the_page_of_what_was_done_shows_one_act_alone(client):
    group = make_group()
    sign_in(client)
    first = group.last_event.number
    lifecycle.dissolve(group=group, **decided())
    for span in ((first - 1, first), (0, 1), (5, 2), (999, 999), (1, 9**15)):
        assert client.get(reverse("admin:groups_registerevent_done", args=span)).status_code == 404
    assert client.get(reverse("admin:groups_registerevent_done", args=[first, first])).status_code == 200


@pytest.mark.parametrize(
    ("action", "role", "begins"),
    [(Action.PROPOSE, SPECIALIST, Status.DRAFT), (Action.RECOGNISE, LEADER, Status.PROPOSED)],
)
def test_thirty_groups_ask_as_many_questions_as_three(client, django_assert_num_queries, action, role, begins):
    groups = [make_group(name=f"Nhóm {number}", status=begins) for number in range(30)]
    sign_in(client, role)
    client.get(page(action, groups))
    with CaptureQueriesContext(connection) as few:
        client.get(page(action, groups[:3]))
    with django_assert_num_queries(len(few)):
        client.get(page(action, groups))


def test_a_draft_edited_since_stops_the_proposal(client):
    draft = make_draft()
    sign_in(client, SPECIALIST)
    data = sent([draft])
    WorkGroup.objects.filter(pk=draft.pk).update(purpose="Khác")
    assert "Chưa nhóm nào được ghi" in client.post(page(Action.PROPOSE, [draft]), data).content.decode()


def test_too_many_ticked_says_so_and_keeps_the_search(client, monkeypatch):
    sign_in(client, SPECIALIST)
    monkeypatch.setattr("groups.admin.several_views.MOST", 2)
    chosen = [make_draft(name=f"Nhóm rất nhiều {each}") for each in range(3)]
    data = {"action": "propose_selected", "_selected_action": [group.pk for group in chosen]}
    answer = client.post(f"{reverse(LIST)}?q=nhieu", data)
    assert answer.url == f"{reverse(LIST)}?q=nhieu"
    assert "nhiều nhất 2 nhóm" in client.get(answer.url).content.decode()
