"""A proposal comes back for a reason of the list; what lacks one is refused first."""

import pytest
from django.db import IntegrityError, transaction

from groups.domain.reasons import REASONS, ReasonCode
from groups.domain.status import Status
from groups.models import RegisterEvent
from groups.queries.history import history_of, returned_by
from groups.services import lifecycle
from groups.services.errors import ActRefused

from ..factories import NOW, TODAY, decided, make_group, make_proposal, make_user, reread

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [None, "", "nonsense", "no_lead "])
def test_a_return_without_a_reason_of_the_list_is_refused_and_writes_nothing(code):
    group = make_proposal()
    with pytest.raises(ActRefused, match="danh mục"):
        lifecycle.return_(group=group, **decided(reason_code=code))
    assert (reread(group).status, RegisterEvent.objects.count()) == (Status.PROPOSED, 1)


def test_another_act_takes_no_code():
    with pytest.raises(ActRefused, match="danh mục"):
        lifecycle.recognise(group=make_proposal(), **decided(reason_code="no_lead"))


def test_other_needs_words_of_its_own():
    with pytest.raises(ActRefused, match="cần ghi lý do"):
        lifecycle.return_(group=make_proposal(), **decided(reason="", reason_code="other"))


@pytest.mark.parametrize("public", [{}, {"reason_code": None}, {"reason_code": "nonsense"}])
def test_the_database_refuses_a_return_without_one_whatever_program_writes(public):
    group = make_proposal()
    with pytest.raises(IntegrityError, match="reason of the list"), transaction.atomic():
        RegisterEvent.objects.create(
            number=2, action="return", group=group, actor=make_user(), recorded_at=NOW, effective_on=TODAY,
            reason="Thiếu", public=public,
        )  # fmt: skip


@pytest.mark.parametrize("verb", [lifecycle.return_, lifecycle.decline])
@pytest.mark.parametrize("code", [code for code in ReasonCode if code != ReasonCode.OTHER])
def test_an_empty_reason_takes_the_sentence_of_its_code(verb, code):
    event = verb(group=make_proposal(), **decided(reason="", reason_code=code))
    assert (event.reason, event.public["reason_code"]) == (REASONS[code].sentence, code)


def test_a_sentence_that_was_edited_stands_beside_the_code():
    group = make_proposal()
    event = lifecycle.return_(group=group, **decided(reason="Thiếu tên trưởng nhóm.", reason_code="no_lead"))
    entry = returned_by(reread(group))
    assert (entry.event, entry.event.reason, entry.reason) == (event, "Thiếu tên trưởng nhóm.", REASONS["no_lead"])
    assert history_of(group)[0].reason == REASONS["no_lead"]


def test_an_act_without_a_code_keeps_none():
    event = lifecycle.decline(group=make_proposal(), **decided())
    assert "reason_code" not in event.public


@pytest.mark.parametrize("status", [status for status in Status if status != Status.RETURNED])
def test_what_is_not_returned_has_no_reason_to_show(status):
    assert returned_by(make_group(status=status)) is None


def test_a_returned_proposal_can_be_proposed_again():
    group = make_group(status=Status.RETURNED)
    lifecycle.propose(group=group, by=make_user(), effective_on=TODAY, now=NOW)
    assert reread(group).status == Status.PROPOSED
