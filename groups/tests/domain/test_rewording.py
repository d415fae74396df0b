"""Which words stayed, went and came."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.rewording import Fate, Piece, reworded

# Texts that share words, so that some stay.
WORDS = st.lists(st.sampled_from(["Hiệu", "trưởng", "các", " ", "\n", ", ", "[?]", "tiểu học", "\u0301"]), max_size=30)
TEXTS = st.one_of(st.text(), WORDS.map("".join), WORDS.map(" ".join))


def said(before, after):
    return [(piece.fate.value[0], piece.text) for piece in reworded(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Tổ trưởng", "Tổ trưởng", [("k", "Tổ trưởng")]),
        ("", "Tổ trưởng", [("i", "Tổ trưởng")]),
        ("Tổ trưởng", "", [("d", "Tổ trưởng")]),
        ("Zalo", "Viber", [("d", "Zalo"), ("i", "Viber")]),
        (
            "Hiệu trưởng trường tiểu học",
            "Phó hiệu trưởng trường tiểu học",
            [("d", "Hiệu"), ("i", "Phó hiệu"), ("k", " trưởng trường tiểu học")],
        ),
        ("Hiệu trưởng", "Hiệu trưởng các trường", [("k", "Hiệu trưởng"), ("i", " các trường")]),
        ("Một\nHai", "Một\nBa\nHai", [("k", "Một\n"), ("i", "Ba\n"), ("k", "Hai")]),
    ],
)
def test_the_words_that_differ_are_told(before, after, pieces):
    assert said(before, after) == pieces


@pytest.mark.parametrize("word", ["a ", "Hiệu trưởng, "])
def test_a_text_that_repeats_itself_without_end_is_told_as_rewritten(word):
    before, after = word * 1000, word * 1000 + "b"
    assert reworded(before, after) == [Piece(before, Fate.DELETED), Piece(after, Fate.INSERTED)]
    assert reworded(before, before) == [Piece(before, Fate.KEPT)]


@given(TEXTS, TEXTS)
def test_both_texts_are_found_again_in_their_pieces(before, after):
    pieces = reworded(before, after)
    assert "".join(piece.text for piece in pieces if piece.fate != Fate.INSERTED) == before
    assert "".join(piece.text for piece in pieces if piece.fate != Fate.DELETED) == after
    assert all(piece.text for piece in pieces)
    assert not any(one.fate == other.fate for one, other in pairwise(pieces))


@given(TEXTS)
def test_what_did_not_change_is_wholly_kept(text):
    assert all(piece.fate == Fate.KEPT for piece in reworded(text, text))


@given(TEXTS, TEXTS)
def test_what_differs_is_never_wholly_kept(before, after):
    assert (before == after) == all(piece.fate == Fate.KEPT for piece in reworded(before, after))
