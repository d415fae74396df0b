"""Which words of a text stayed, which went and which came: for showing what was beside what is."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
#: So many pairs of equal words are looked through; texts that repeat themselves more are told as wholly rewritten.
_PAIRS = 20_000


class Fate(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True)
class Piece:
    """A run of words of one fate."""

    text: str
    fate: Fate


def reworded(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in their order; what was deleted stands before what came in its place.

    Those kept and deleted, joined, are ``before``; those kept and inserted are ``after``.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[Piece] = []
    for tag, first, last, begin, end in _steps(old, new):
        if tag == "equal":
            _add(found, old[first:last], Fate.KEPT)
            continue
        _add(found, old[first:last], Fate.DELETED)
        _add(found, new[begin:end], Fate.INSERTED)
    return found


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    if _pairs(old, new) > _PAIRS:
        return [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    # A space is no landmark: words are what a reader compares.
    return SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes()


def _pairs(old: list[str], new: list[str]) -> int:
    ours, theirs = Counter(old), Counter(new)
    return sum(count * theirs[word] for word, count in ours.items() if not word.isspace())


def _add(found: list[Piece], words: list[str], fate: Fate) -> None:
    if words:
        found.append(Piece("".join(words), fate))
