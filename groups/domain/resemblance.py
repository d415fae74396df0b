"""How much a typed name resembles a name in the register. A score finds and orders; it never proves anything.

Trials showed no score to be safe: one changed digit ("khối 9", "khối 8") scores far above an honest slip of the
finger. So no answer is ever made stronger by a score.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from .text import respell

#: From this score on (0 to 1) a name counts as resembling an official one.
LOOKALIKE = 0.78
#: A slip of the finger changes so many letters of a word at most.
MAX_SLIPS = 2


def corrections(word: str, vocabulary: list[str], limit: int = 6) -> list[tuple[str, int]]:
    """Return the words of ``vocabulary`` nearest to ``word`` with their distance: one slip, two in longer words.

    A slip is a letter put in, left out, changed, or swapped with its neighbour. Numbers are never corrected: another
    number is another name.
    """
    if word.isdigit():
        return []
    slips = 1 if len(word) < 4 else MAX_SLIPS
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=limit)
    return [(near, int(distance)) for near, distance, _ in found if not near.isdigit()]


def split_in_words(text: str, vocabulary: frozenset[str] | set[str]) -> list[str]:
    """Return the fewest words of ``vocabulary`` that ``text`` is made of, written without spaces; empty if none.

    The words of the vocabulary are respelt; in ``text`` each may stand in its other spelling.
    """
    best: list[list[str] | None] = [[]] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 8), end):
            before, word = best[start], respell(text[start:end])
            if before is None or word not in vocabulary or (len(word) < 2 and not word.isdigit()):
                continue
            if best[end] is None or len(before) + 1 < len(best[end]):
                best[end] = [*before, word]
    return best[-1] or []


@dataclass(frozen=True)
class Resemblance:
    """How alike two keys are, 0 to 1: as wholes, and the shorter with the best part of the longer."""

    whole: float
    part: float


def resemblances(typed: list[str], names: list[str]) -> list[Resemblance]:
    """Return for each folded name how much the most similar of the ``typed`` readings is like it.

    Order of words counts a little: "tiểu học quản lý" is nearly "quản lý tiểu học".
    """
    best = [(0.0, 0.0)] * len(names)
    for reading in typed:
        for index, name in enumerate(names):
            whole = max(fuzz.ratio(reading, name), 0.98 * fuzz.token_sort_ratio(reading, name))
            part = fuzz.partial_ratio(reading, name) if len(reading) < len(name) else whole
            best[index] = (max(best[index][0], whole), max(best[index][1], part))
    return [Resemblance(whole / 100, part / 100) for whole, part in best]
