"""How alike names are: slips corrected, words parted, wholes compared. Nothing here is a proof."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.resemblance import LOOKALIKE, MAX_SLIPS, corrections, resemblances, split_in_words

WORDS = ["quan", "li", "tieu", "hoc", "truong", "hieu", "mam", "non", "2021", "8", "9", "ngoai", "cong", "lap"]


def wholes(typed, names):
    return [each.whole for each in resemblances(typed, names)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("quann", ("quan", 1)),
        ("qun", ("quan", 1)),
        ("qaun", ("quan", 1)),
        ("turong", ("truong", 1)),
        ("trupng", ("truong", 1)),
        ("ngaoi", ("ngoai", 1)),
        ("trruonng", ("truong", 2)),
        ("hoc", ("hoc", 0)),
    ],
)
def test_a_slip_of_the_finger_is_corrected(typed, first):
    assert corrections(typed, WORDS)[0] == first


@pytest.mark.parametrize("typed", ["xyzxyz", "qqn", "toantoan"])
def test_what_is_no_slip_is_left(typed):
    assert corrections(typed, WORDS) == []


@pytest.mark.parametrize("typed", ["2022", "7", "88"])
def test_another_number_is_another_name(typed):
    assert corrections(typed, WORDS) == []


def test_no_word_is_corrected_to_a_number():
    assert corrections("b", ["8", "9"]) == []
    assert corrections("202l", ["2021"]) == []


def test_a_short_word_may_slip_once_a_longer_one_twice():
    assert corrections("lyy", ["l"]) == []
    assert corrections("abcdyz", ["abcdef"]) == [("abcdef", MAX_SLIPS)]


def test_no_more_are_returned_than_asked_for():
    assert len(corrections("aaaa", [f"aaaa{letter}" for letter in "bcdefghijk"], limit=3)) == 3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("quanlitieuhoc", ["quan", "li", "tieu", "hoc"]),
        ("quanlytieuhoc", ["quan", "li", "tieu", "hoc"]),
        ("quanly2021", ["quan", "li", "2021"]),
        ("hoc", ["hoc"]),
        ("hoc8", ["hoc", "8"]),
        ("quanlx", []),
        ("", []),
    ],
)
def test_words_written_together_are_parted(typed, words):
    assert split_in_words(typed, set(WORDS)) == words


def test_the_fewest_words_win():
    assert split_in_words("hoctruong", {"hoc", "truong", "tru", "ong", "hoctruon"}) == ["hoc", "truong"]


def test_a_single_letter_is_no_word_to_part_by():
    assert split_in_words("hoca", {"hoc", "a"}) == []


@given(st.text("abc8", max_size=24), st.sets(st.text("abc8", min_size=1, max_size=4), max_size=8))
def test_parted_words_are_words_and_make_the_whole(text, words):
    parted = split_in_words(text, words)
    assert not parted or ("".join(parted) == text and set(parted) <= words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quan ly tieu hoc", "quan ly tieu hoc 2"),
        ("van thu khoi 8", "van thu khoi 9"),
        ("tieu hoc quan ly", "quan ly tieu hoc"),
        ("quan li tieu hoc", "quan ly tieu hoc"),
    ],
)
def test_names_that_a_reader_could_take_for_each_other_pass_the_threshold(one, other):
    assert wholes([one], [other])[0] >= LOOKALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [("ke toan mam non", "quan ly tieu hoc"), ("tin hoc tieu hoc", "quan ly tieu hoc"), ("hoc", "quan ly tieu hoc")],
)
def test_names_that_only_share_words_do_not(one, other):
    assert wholes([one], [other])[0] < LOOKALIKE


def test_equal_is_one_and_another_order_a_little_less():
    assert wholes(["quan ly"], ["quan ly", "ly quan"]) == [1.0, 0.98]


def test_the_best_reading_counts():
    assert wholes(["xyz", "quan ly"], ["quan ly"]) == [1.0]
    assert wholes([], ["quan ly"]) == [0.0]
    assert wholes(["quan ly"], []) == []


@given(st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=30), max_size=4))
def test_a_resemblance_lies_between_none_and_all(typed, names):
    found = wholes(typed, names)
    assert len(found) == len(names)
    assert all(0.0 <= score <= 1.0 for score in found)
    assert all(score == 1.0 for score, name in zip(found, names, strict=True) if name in typed and name)


def test_a_part_of_a_name_is_wholly_like_a_part_of_it():
    part, other = resemblances(["tieu hoc"], ["quan ly tieu hoc", "ke toan"])
    assert (part.part, part.whole < LOOKALIKE, other.part < 1.0) == (1.0, True, True)
