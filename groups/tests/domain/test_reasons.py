"""The closed list of reasons: every one can be sent as it stands, "other" alone asks for words."""

import pytest

from groups.domain.privacy import private_kinds
from groups.domain.reasons import CODED, NEEDS_CODE, REASONS, ReasonCode, reason_of


@pytest.mark.parametrize("code", ["", None, "NO_LEAD", "khác", "no_lead "])
def test_what_is_not_of_the_list_is_no_reason(code):
    assert reason_of(code) is None


def test_each_code_has_a_label_of_its_own_and_says_what_to_do():
    assert list(REASONS) == list(ReasonCode)
    assert len({reason.label for reason in REASONS.values()}) == len(REASONS)
    assert all(reason.todo.endswith(".") for reason in REASONS.values())


def test_only_other_has_no_sentence_and_none_holds_what_is_private():
    assert [code for code, reason in REASONS.items() if not reason.sentence] == [ReasonCode.OTHER]
    assert all(not private_kinds(reason.sentence + reason.todo) for reason in REASONS.values())


def test_what_needs_a_code_may_have_one():
    assert NEEDS_CODE <= CODED
