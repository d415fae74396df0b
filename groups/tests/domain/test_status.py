"""The table of the life of a group."""

import pytest

from groups.domain.status import (
    ENDED,
    LIVE,
    NEEDS_DOCUMENT,
    NEEDS_REASON,
    PUBLIC,
    STATUS_CHANGES,
    STATUS_LABELS,
    TRANSITIONS,
    Action,
    Status,
    legal_actions,
)


@pytest.mark.parametrize("status", [Status.DECLINED, Status.DISSOLVED, Status.MERGED])
def test_nothing_leads_out_of_an_end(status):
    assert legal_actions(status) == []


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PROPOSED and s is not Status.SUSPENDED])
def test_only_a_proposal_or_a_suspended_group_becomes_official(status):
    assert (status, Status.RECOGNISED) not in STATUS_CHANGES


@pytest.mark.parametrize("action", [Action.RECOGNISE, Action.SUSPEND, Action.RESUME, Action.DISSOLVE, Action.MERGE])
def test_a_decision_rests_on_a_document_and_a_reason(action):
    assert action in NEEDS_DOCUMENT
    assert action in NEEDS_REASON


def test_the_table_is_the_one_of_the_regulation():
    assert {(str(a), str(b)) for a, b in STATUS_CHANGES} == {
        ("draft", "proposed"), ("returned", "proposed"),
        ("proposed", "recognised"), ("proposed", "returned"), ("proposed", "declined"),
        ("recognised", "suspended"), ("suspended", "recognised"),
        ("recognised", "dissolved"), ("suspended", "dissolved"),
        ("recognised", "merged"), ("suspended", "merged"),
    }  # fmt: skip


def test_every_status_and_act_has_its_words():
    assert set(STATUS_LABELS) == set(Status)
    assert set(TRANSITIONS) == set(Action)


def test_what_is_public_is_what_has_been_recognised_once():
    assert PUBLIC == LIVE | ENDED
