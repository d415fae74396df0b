"""The made-up names that the benchmarks run on."""

from collections import Counter

import pytest

from bench.names import make_names, read_grammar
from bench.syllables import syllables, toned
from groups.domain.keyboard import SYLLABLE
from groups.domain.text import clean, fold, squash


@pytest.fixture(scope="module")
def names():
    return make_names(5000)


def test_no_two_names_meet_once_squashed(names):
    assert len({squash(name) for name in names}) == len(names) == 5000


def test_the_same_seed_gives_the_same_names_and_fewer_are_the_beginning_of_more(names):
    assert make_names(300) == names[:300]
    assert make_names(300, seed=2) != names[:300]


def test_a_name_is_as_the_register_would_store_it(names):
    assert [name for name in names if clean(name) != name or len(name) > 200] == []


def test_nothing_of_the_grammar_is_left_over(names):
    assert [name for name in names if set("{}[]|=") & set(name)] == []


def test_every_symbol_that_is_used_is_there_and_every_one_is_used():
    grammar = read_grammar()
    used = {part for symbol in grammar.values() for form in symbol.forms for part in form[1::2]}
    assert used | {"name"} == set(grammar)


def test_the_words_are_as_many_and_as_unevenly_spread_as_in_real_lists(names):
    counts = Counter(word for name in names for word in set(fold(name).split()))
    assert len(counts) > 1000
    assert counts["truong"] > 0.5 * len(names)
    assert sum(1 for count in counts.values() if count <= 5) > 300


def test_most_names_have_diacritics_and_some_are_in_capitals(names):
    assert sum(not name.isascii() for name in names) > 0.99 * len(names)
    assert 0.04 < sum(name.isupper() for name in names) / len(names) < 0.12


def test_there_are_names_that_differ_in_a_digit_alone(names):
    bare = Counter("".join(c for c in squash(name) if not c.isdigit()) for name in names)
    assert len(names) - len(bare) > 100


def test_syllables_are_spelt_as_vietnamese_spells_them():
    found = syllables()
    assert len(found) == len(set(found)) > 10_000
    assert {"nghiêng", "quyết", "giường", "khuỷu", "kẹo"} - set(found) == {"khuỷu"}
    assert [each for each in found if not SYLLABLE.match(fold(each))] == []
    assert not {"ngi", "ci", "ghan", "tảc"} & set(found)


@pytest.mark.parametrize(
    ("rime", "tone", "spelt"),
    [("iêng", "\u0301", "iếng"), ("oa", "\u0300", "òa"), ("uôi", "\u0309", "uổi"), ("oan", "\u0323", "oạn")],
)
def test_the_tone_stands_on_its_vowel(rime, tone, spelt):
    assert toned(rime, tone) == spelt
