"""Giving a proposal back on the desk: a reason to choose, a sentence to edit, and what the other person then reads."""

import pytest
from django.urls import reverse

from groups.domain.reasons import REASONS
from groups.domain.status import Action, Status
from groups.models import RegisterEvent, WorkGroup
from groups.queries.standing import marks_of
from groups.services.roles import LEADER

from ..factories import PASSWORD, TODAY, make_group, make_proposal, make_user, reread

pytestmark = pytest.mark.django_db


def sign_in(client, role=LEADER):
    user = make_user(role=role)
    assert client.login(username=user.username, password=PASSWORD)


def act(group, action="return"):
    return reverse("admin:groups_workgroup_act", args=[group.pk, action])


def sent(group, **more):
    return {"seen_event": group.last_event_id, "effective_on": f"{TODAY:%d/%m/%Y}", "reason": "", **more}


@pytest.mark.parametrize("action", ["return", "decline"])
@pytest.mark.parametrize(
    ("wrong", "says"), [({}, "chọn lý do"), ({"reason_code": "x"}, "hợp lệ"), ({"reason_code": "other"}, "ghi rõ")]
)
def test_without_a_reason_of_the_list_the_form_comes_back(client, action, wrong, says):
    group = make_proposal()
    sign_in(client)
    answer = client.post(act(group, action), sent(group, **wrong))
    assert says in answer.content.decode()
    assert reread(group).status == Status.PROPOSED


def test_other_acts_ask_for_no_code(client):
    group = make_proposal()
    sign_in(client)
    assert "id_reason_code" not in client.get(act(group, "recognise")).content.decode()


def test_every_option_carries_its_sentence(client):
    group = make_proposal()
    sign_in(client)
    html = client.get(act(group)).content.decode()
    assert [reason.label for reason in REASONS.values() if f'data-sentence="{reason.sentence}"' not in html] == []
    assert "js/reason.js" in html


def test_the_draft_says_why_when_by_whom_and_what_to_do(client):
    group = make_proposal()
    sign_in(client)
    client.post(act(group), sent(group, reason_code="members"))
    client.logout()
    client.force_login(make_user())
    html = client.get(reverse("admin:groups_workgroup_change", args=[group.pk])).content.decode()
    assert "vì thành viên chưa rõ" in html
    assert REASONS["members"].sentence in html
    assert REASONS["members"].todo in html
    assert f"bởi {make_user(role=LEADER).username}" in html


def test_those_that_came_back_are_listed_by_their_reason(client):
    for number, code in enumerate(["members", "members", "no_lead"]):
        group = make_proposal(name=f"Nhóm {number}")
        sign_in(client)
        client.post(act(group), sent(group, reason_code=code))
    make_group(status=Status.PROPOSED, name="Đang chờ")
    listed = client.get(reverse("admin:groups_workgroup_changelist"), {"reason": "members"}).context["cl"].result_list
    assert {group.name for group in listed} == {"Nhóm 0", "Nhóm 1"}


def test_several_come_back_for_one_reason(client):
    groups = [make_proposal(name=f"Nhóm {number}") for number in range(3)]
    sign_in(client)
    url = f"{reverse('admin:groups_workgroup_several', args=[Action.RETURN])}?ids={','.join(str(g.pk) for g in groups)}"
    data = {"seen": list(marks_of(groups).values()), "effective_on": f"{TODAY:%d/%m/%Y}", "reason": ""}
    assert "chọn lý do" in client.post(url, data).content.decode()
    assert client.post(url, {**data, "reason_code": "name"}).status_code == 302
    assert set(WorkGroup.objects.values_list("status", flat=True)) == {Status.RETURNED}
    codes = RegisterEvent.objects.filter(action="return").values_list("public__reason_code", flat=True)
    assert list(codes) == ["name"] * 3
