"""Two people acting on one group at once: one act is done, the other gets a clear sentence."""

import threading

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from groups.domain.status import Action, Status
from groups.models import Member, OutgoingMail, Publication, RegisterEvent
from groups.queries.standing import marks_of
from groups.services import amendments, lifecycle, outbox, publishing, several
from groups.services.errors import ActRefused
from groups.services.merging import merge_into
from groups.services.roles import CLERK, LEADER

from ..factories import (
    NOW,
    amended,
    decided,
    make_authority,
    make_draft,
    make_group,
    make_person,
    make_proposal,
    make_user,
    reread,
)

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "https://nhom.example.vn"


def together(*calls):
    """Run the calls at the same moment in threads of their own; return what each returned or raised."""
    outcomes, start = [None] * len(calls), threading.Barrier(len(calls))

    def run(index, call):
        try:
            start.wait(timeout=10)
            outcomes[index] = call()
        except Exception as error:  # handed to the test
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_two_decisions_on_one_proposal_make_one_event():
    group = make_proposal()
    basis = decided(seen_event=group.last_event_id)
    outcomes = together(
        lambda: lifecycle.recognise(group=group, **basis), lambda: lifecycle.decline(group=group, **basis)
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, ActRefused)]
    done = [outcome for outcome in outcomes if isinstance(outcome, RegisterEvent)]
    assert (len(done), len(refused)) == (1, 1), outcomes
    assert RegisterEvent.objects.filter(group=group).count() == 2
    assert reread(group).status in (Status.RECOGNISED, Status.DECLINED)


def test_acts_on_many_groups_at_once_leave_no_gap():
    groups = [make_group(name=f"Nhóm số {number}") for number in range(6)]
    before = RegisterEvent.objects.count()
    basis = amended()
    outcomes = together(*[lambda group=group: amendments.confirm(group=group, **basis) for group in groups])
    assert all(isinstance(outcome, RegisterEvent) for outcome in outcomes), outcomes
    numbers = sorted(RegisterEvent.objects.values_list("number", flat=True))
    assert numbers == list(range(1, before + len(groups) + 1))


def test_merging_two_groups_into_each_other_ends_only_one():
    one, other = make_group(name="Nhóm một"), make_group(name="Nhóm hai")
    basis = decided()
    outcomes = together(
        lambda: lifecycle.merge(group=one, successor=other, **basis),
        lambda: lifecycle.merge(group=other, successor=one, **basis),
    )
    assert sum(isinstance(outcome, RegisterEvent) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, ActRefused) for outcome in outcomes) == 1, outcomes


def test_merging_with_people_into_each_other_ends_only_one():
    one, other = (make_group(name=f"Nhóm {name}", member=make_person(full_name=f"Người {name}")) for name in "ab")
    basis = decided()
    lines = {group.pk: [row.pk for row in group.members.all()] for group in (one, other)}
    outcomes = together(
        *[
            lambda group=group, successor=successor: merge_into(
                group=group, successor=successor, members=lines[group.pk], **basis
            )
            for group, successor in ((one, other), (other, one))
        ]
    )
    done = [outcome for outcome in outcomes if isinstance(outcome, list)]
    assert (len(done), sum(isinstance(outcome, ActRefused) for outcome in outcomes)) == (1, 1), outcomes
    received = Member.objects.filter(group=done[0][0].related_group).current()
    assert sorted(row.person.full_name for row in received) == ["Người a", "Người b"]


def test_recognising_several_while_others_act_on_them_never_hangs_or_breaks():
    proposals = [make_proposal(name=f"Đề nghị {number}") for number in range(5)]
    basis = decided()
    seen = marks_of(proposals).values()
    outcomes = together(
        lambda: several.do_several(action=Action.RECOGNISE, groups=proposals, seen=seen, **basis),
        *[lambda group=group: lifecycle.decline(group=group, **basis) for group in proposals[1:]],
    )
    assert all(isinstance(each, (RegisterEvent, ActRefused, list)) for each in outcomes), outcomes
    statuses = {reread(group).status for group in proposals}
    recognised_all = isinstance(outcomes[0], list)
    assert statuses == ({"recognised"} if recognised_all else statuses & {"declined", "proposed"})
    numbers = sorted(RegisterEvent.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("same_preview", [True, False])
def test_two_who_publish_at_once_make_numbered_lists_or_one_refusal(same_preview):
    make_group()
    authority, clerk = make_authority(), make_user(role=CLERK)
    asked = [{"authority": authority, "now": NOW, "address": SITE, "grouping": each} for each in ("", "level")]
    if same_preview:
        asked[1] = asked[0]
    seen = [publishing.draft(**each).digest for each in asked]
    outcomes = together(
        *[lambda n=n: publishing.publish_list(by=clerk, seen=seen[n], **asked[n]) for n in range(len(asked))]
    )
    done = [outcome for outcome in outcomes if isinstance(outcome, Publication)]
    assert all(isinstance(outcome, (Publication, ActRefused)) for outcome in outcomes), outcomes
    assert len(done) == 1, outcomes
    numbers = list(Publication.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(done) + 1))
    for found in Publication.objects.all():
        assert set(found.files.values_list("kind", flat=True)) == {"electronic", "notice"}


def test_a_list_published_while_others_act_is_whole():
    groups = [make_group(name=f"Nhóm số {number}") for number in range(4)]
    authority, clerk, basis = make_authority(), make_user(role=CLERK), amended()
    asked = {"authority": authority, "now": NOW, "address": SITE}
    seen = publishing.draft(**asked).digest
    outcomes = together(
        lambda: publishing.publish_list(by=clerk, seen=seen, **asked),
        *[
            lambda group=group: amendments.rename(group=group, new_name=f"{group.name} mới", **basis)
            for group in groups
        ],
    )
    assert all(isinstance(each, (Publication, RegisterEvent, ActRefused)) for each in outcomes), outcomes
    for found in Publication.objects.all():  # what was seen, or nothing: never some rows of before and some of after
        assert {facts["name"] for facts in found.rows} == {group.name for group in groups}


def test_two_senders_at_once_send_each_letter_once(monkeypatch):
    leader = make_user(role=LEADER)
    leader.email = "lanhdao@pgd.example"
    leader.save()
    for number in range(8):
        basis = {"by": make_user(), "effective_on": NOW.date(), "now": NOW, "letters_at": SITE}
        lifecycle.propose(group=make_draft(name=f"Nhóm {number}"), **basis)
    OutgoingMail.objects.update(state="waiting", attempts=0, next_try_at=NOW, sent_at=None)
    handed = []
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: handed.extend(messages) or 1)
    outcomes = together(*[lambda: outbox.deliver(clock=lambda: NOW)] * 3)
    assert all(isinstance(outcome, outbox.Sent) for outcome in outcomes), outcomes
    assert sum(outcome.sent for outcome in outcomes) == 8
    assert len({message.extra_headers["Message-ID"] for message in handed}) == len(handed) == 8
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("sent", 1)}
