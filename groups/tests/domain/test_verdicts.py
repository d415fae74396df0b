"""The answers and what they say."""

import pytest

from groups.domain.privacy import private_kinds
from groups.domain.verdicts import MEANINGS, Evidence, Tone, Verdict, meaning_of


@pytest.mark.parametrize("evidence", [None, Evidence.NAME])
def test_nothing_is_official_by_name_alone(evidence):
    with pytest.raises(KeyError):
        meaning_of(Verdict.OFFICIAL, evidence)


def test_only_the_chats_own_link_looks_official():
    assert [key for key, meaning in MEANINGS.items() if meaning.tone == Tone.OFFICIAL] == [
        (Verdict.OFFICIAL, Evidence.LINK)
    ]


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict != Verdict.OFFICIAL])
def test_every_answer_says_what_it_means_and_what_to_do(verdict):
    meaning = meaning_of(verdict)
    assert meaning.title
    assert meaning.message.endswith(".")
    assert meaning.next_step.endswith(".")
    assert private_kinds(meaning.title + meaning.message + meaning.next_step) == []


def test_not_being_in_the_register_is_not_called_a_fraud():
    assert "chưa chứng tỏ" in meaning_of(Verdict.NOT_IN_REGISTER).message
