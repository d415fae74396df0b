"""The answers and what they say."""

import pytest

from groups.domain.privacy import private_kinds
from groups.domain.verdicts import CAUTION, MEANINGS, Evidence, Tone, Verdict, caution, meaning_of


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


EVERY = [
    (verdict, evidence)
    for verdict in Verdict
    for evidence in ([Evidence.LINK, Evidence.CODE] if verdict == Verdict.OFFICIAL else [None, *Evidence])
]


@pytest.mark.parametrize(("verdict", "evidence"), EVERY)
def test_every_answer_has_words_and_a_place_in_the_order_of_caution(verdict, evidence):
    assert meaning_of(verdict, evidence).title
    assert 0 <= caution(verdict, evidence) < len(CAUTION)


def test_the_order_of_caution_is_total_and_every_answer_stands_in_it_once():
    assert len(set(CAUTION)) == len(CAUTION)
    assert {verdict for verdict, _ in CAUTION} == set(Verdict)
    places = {(verdict, evidence if verdict == Verdict.OFFICIAL else None) for verdict, evidence in EVERY}
    assert places == set(CAUTION)


@pytest.mark.parametrize(("verdict", "evidence"), EVERY)
def test_nothing_hides_behind_an_official_answer(verdict, evidence):
    if verdict != Verdict.OFFICIAL:
        assert caution(verdict, evidence) < caution(Verdict.OFFICIAL, Evidence.CODE)
        assert caution(verdict, evidence) < caution(Verdict.OFFICIAL, Evidence.LINK)


def test_dangers_are_heard_before_all_else():
    dangers = [place for place, key in enumerate(CAUTION) if meaning_of(*key).tone == Tone.DANGER]
    assert dangers == list(range(len(dangers)))


@pytest.mark.parametrize(("key", "meaning"), MEANINGS.items(), ids=str)
def test_a_headline_alone_reassures_only_where_the_chat_is_proved(key, meaning):
    """Many read no more than the headline."""
    proved = key == (Verdict.OFFICIAL, Evidence.LINK)
    reserved = any(word in meaning.title.lower() for word in ("cần so thêm", "không"))
    assert ("chính thức" in meaning.title.lower() and not reserved) == proved


def test_official_by_name_has_no_place():
    with pytest.raises(ValueError, match="not in"):
        caution(Verdict.OFFICIAL, Evidence.NAME)


@pytest.mark.parametrize("meaning", MEANINGS.values(), ids=lambda meaning: meaning.title)
def test_no_words_hold_anything_private(meaning):
    assert private_kinds(meaning.title + meaning.message + meaning.next_step) == []
