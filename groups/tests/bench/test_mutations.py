"""What people make of names: every kind changes what it should and nothing else."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.mutations import KEEP_KEY, MUTATIONS, short_query
from bench.names import make_names
from groups.domain.keyboard import retyped
from groups.domain.lookalikes import foreign_letters, skeleton
from groups.domain.text import fold, squash

NAMES = make_names(1000)
#: Kinds that find something to change in some names only.
SELDOM = {"tone_marks": 0.15, "abbreviated": 0.5}
#: Kinds after which not even the key without spaces may be the same.
OTHER_KEY = [kind for kind in MUTATIONS if re.search("misspelt|word_missing|word_extra|cyrillic|greek|telex|vni", kind)]

seeds = st.integers(0, 2**32).map(random.Random)


def shares(kind, holds):
    rng = random.Random(kind)
    return sum(bool(holds(name, MUTATIONS[kind](rng, name))) for name in NAMES) / len(NAMES)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_it_changes_most_names(kind):
    assert shares(kind, lambda name, text: text != name) > SELDOM.get(kind, 0.98)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_chance_that_begins_alike_ends_alike(kind):
    assert MUTATIONS[kind](random.Random(5), NAMES[7]) == MUTATIONS[kind](random.Random(5), NAMES[7])


@pytest.mark.parametrize("kind", KEEP_KEY)
def test_what_changes_only_the_look_keeps_the_key(kind):
    assert shares(kind, lambda name, text: fold(text) == fold(name)) == 1


@pytest.mark.parametrize("kind", ["words_joined", "punctuation"])
def test_spaces_and_marks_keep_the_key_without_spaces(kind):
    assert shares(kind, lambda name, text: squash(text) == squash(name)) == 1


@pytest.mark.parametrize("kind", OTHER_KEY)
def test_a_real_difference_gives_another_key(kind):
    assert shares(kind, lambda name, text: squash(text) != squash(name)) > 0.98


@pytest.mark.parametrize("kind", ["misspelt_one", "misspelt_two", "word_missing", "words_joined", "no_diacritics"])
def test_digits_stay_for_another_digit_is_another_group(kind):
    assert shares(kind, lambda name, text: re.findall(r"\d", text) == re.findall(r"\d", name)) == 1


@pytest.mark.parametrize("kind", ["cyrillic", "greek"])
def test_foreign_letters_are_seen_and_seen_through(kind):
    assert shares(kind, lambda name, text: foreign_letters(text)) > 0.99
    assert shares(kind, lambda name, text: skeleton(text) == fold(name)) == 1


@pytest.mark.parametrize("kind", ["telex", "vni"])
def test_what_the_keyboard_left_is_undone_in_nearly_all_names(kind):
    assert shares(kind, lambda name, text: retyped(text) == fold(name)) >= 0.98


@pytest.mark.parametrize(
    ("kind", "name", "keys"),
    [
        ("telex", "Đường Nguyễn Huệ", "Dduwowngf Nguyeenx Hueej"),
        ("telex", "HIỆU TRƯỞNG P.GD-ĐT", "HIEEUJ TRUWOWNGR P.GD-DDT"),
        ("vni", "Đường Nguyễn Huệ 2", "D9u7o7ng2 Nguye6n4 Hue65 2"),
        ("vni", "tắt", "ta8t1"),
    ],
)
def test_the_keys_are_those_of_the_keyboard(kind, name, keys):
    # Seeds that press every key; others leave out the first of the two keys of "ươ".
    assert keys in {MUTATIONS[kind](random.Random(seed), name) for seed in range(8)}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("hoà", "hòa"),
        ("Thủy", "Thuỷ"),
        ("khỏe", "khoẻ"),
        ("QUÝ", "QUÍ"),
        ("Mĩ", "Mỹ"),
        ("Hoàn", "Hoàn"),
        ("quà", "quà"),
    ],
)
def test_both_right_spellings_are_known(name, other):
    assert unicodedata.normalize("NFC", MUTATIONS["tone_marks"](random.Random(1), name)) == other


@given(seeds, st.sampled_from(sorted(MUTATIONS)), st.text(max_size=60))
def test_any_text_is_borne(rng, kind, text):
    assert isinstance(MUTATIONS[kind](rng, text), str)


def test_a_short_query_is_a_few_words_of_the_name_most_with_a_slip():
    rng, slips = random.Random(1), 0
    for name in NAMES:
        query, meant = short_query(rng, name)
        assert " ".join(meant) in fold(name)
        assert len(meant) in (3, 4) or len(meant) == len(fold(name).split())
        slips += query != " ".join(meant)
    assert 0.5 < slips / len(NAMES) < 0.7
