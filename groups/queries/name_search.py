"""Finding names by what people type: without diacritics, abbreviated, misspelt, with words missing or swapped.

Every word is corrected against the vocabulary of the names, a few thousand syllables. Then the inverted index is
asked, strictly at first and less so where nothing good was found, and the few hundred names it gives are compared
with what was typed. Finding decides nothing: the verdict is given elsewhere, and never by a score.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from django.db import connection

from ..domain.abbreviations import expansions, segments
from ..domain.keyboard import retyped
from ..domain.lookalikes import skeleton
from ..domain.resemblance import corrections, resemblances, split_in_words
from ..domain.text import joined, respell
from ..models import GroupName, NameWord, RegisterHead
from ..models.name_index import AllOf, AnyOf

#: So many names are compared at each step.
POOL = 200
#: From this resemblance on, nobody looks further.
_GOOD = 0.93
#: Below it, the last resorts are tried: fewer words, and the keyboard that was off.
_POOR = 0.85
_WIDEST = 8
#: A misspelt word may stand for so many others.
_OPTIONS = 5
# Said before a name, not part of it; a name that does begin so is still found, for the index asks for single words.
_FILLER = re.compile(r"^(?:(?:nhom|group|gr|zalo|viber) )+(?=\S)")


@dataclass(frozen=True)
class Found:
    """A name that resembles what was typed: whose it is, how much (``score``, 0 to 1), and which share of the
    words it holds (``covered``). ``same`` where the keys are equal."""

    group_id: int
    name: str
    is_current: bool
    score: float
    covered: float
    same: bool

    @property
    def rank(self) -> float:
        """What results are ordered by: a short question is held whole by names that it resembles little."""
        return 0.6 * self.score + 0.4 * self.covered


@dataclass(frozen=True)
class _Slot:
    """What one word (or abbreviation) may stand for: phrases, the likeliest first, and in about how many names."""

    phrases: tuple[str, ...]
    names: int

    def expression(self):
        options = tuple(AllOf(tuple(phrase.split())) for phrase in self.phrases)
        return options[0] if len(options) == 1 else AnyOf(options)


def _read_vocabulary() -> tuple[dict[str, int], list[str]]:
    words = dict(NameWord.objects.values_list("word", "names"))
    return words, list(words)


@lru_cache(maxsize=1)
def _vocabulary_at(head: int) -> tuple[dict[str, int], list[str]]:
    return _read_vocabulary()


def vocabulary() -> tuple[dict[str, int], list[str]]:
    """Return (word -> in how many names, the words), read again only when the register has changed."""
    if connection.in_atomic_block:
        # What this transaction has changed may be undone, and the head's number then belongs to another event.
        return _read_vocabulary()
    head = RegisterHead.objects.values_list("number", flat=True).first()
    return _vocabulary_at(head or 0)


def search_names(text: str, limit: int = 10, *, thorough: bool = False) -> list[Found]:
    """Return the names that resemble ``text`` most, at most ``limit``, the best first; none is a proof.

    ``thorough``: look on for others even where the very name was found.
    """
    key = skeleton(text)
    found = _search(key, thorough=thorough)
    if not found or found[0].score < _POOR:
        meant = retyped(text)
        if meant is not None and meant != key:
            found = _best([*found, *_search(meant, thorough=thorough)])
    return found[:limit]


def same_names(text: str) -> list[Found]:
    """Return the names that are ``text`` itself but for case, diacritics, spaces, punctuation and abbreviations."""
    return [found for found in search_names(text, POOL) if found.same]


def _readings(key: str) -> list[str]:
    """Return what ``key`` may stand for: itself, without a filler before it, abbreviations written out."""
    bare = _FILLER.sub("", key)
    spelt = (reading for each in dict.fromkeys((key, bare)) for reading in expansions(each))
    return list(dict.fromkeys(map(respell, spelt)))


def _equal(readings: list[str]) -> list[GroupName]:
    squashed = {reading.replace(" ", "") for reading in readings} - {""}
    if not squashed:
        return []
    return list(GroupName.objects.filter(squash__in=squashed).order_by("pk")[:POOL])


def _search(key: str, *, thorough: bool) -> list[Found]:
    known, words = vocabulary()
    slots, corrected = _slots(_FILLER.sub("", key), known, words)
    readings = _readings(key)
    rows = {row.pk: row for row in _equal([*readings, corrected])}
    same = set(map(joined, readings))
    found = [_as_found(row, 1.0, same=joined(row.squash) in same) for row in rows.values()]
    for expression in _questions(slots):
        fresh = [row for row in GroupName.objects.filter(words__hold=(expression, POOL)) if row.pk not in rows]
        rows |= {row.pk: row for row in fresh}
        found = _best([*found, *_compared(fresh, [*readings, corrected], slots)])
        if found and found[0].score >= _GOOD and not thorough:
            break
    return found


def _slots(key: str, known: dict[str, int], words: list[str]) -> tuple[list[_Slot], str]:
    """Return what may be asked of the index, and ``key`` with its words corrected."""
    slots, corrected = [], []
    for part in segments(key):
        part = tuple(map(respell, part))
        options = part if len(part) > 1 or part[0] in known else _meant(part[0], known, words)
        counted = [(phrase, min(known.get(word, 0) for word in phrase.split())) for phrase in options]
        phrases = [(phrase, names) for phrase, names in counted if names]
        if phrases:
            slots.append(_Slot(tuple(phrase for phrase, _ in phrases), sum(names for _, names in phrases)))
        corrected.append(phrases[0][0] if phrases else part[-1])
    return sorted(dict.fromkeys(slots), key=lambda slot: slot.names), " ".join(corrected)


def _meant(word: str, known: dict[str, int], words: list[str]) -> tuple[str, ...]:
    """Return what a word that stands in no name may be a slip of: the nearest words, the commonest first."""
    near = sorted(corrections(word, words), key=lambda found: (found[1], -known[found[0]]))
    parted = split_in_words(word, known.keys()) if len(word) > 4 else []
    options = [" ".join(parted)] if parted else []
    return tuple([*options, *(other for other, _ in near)][:_OPTIONS])


def _questions(slots: list[_Slot]) -> Iterator[AllOf | AnyOf]:
    """Yield what to ask the index, from strict to loose: all words, all but one, all but two of the rarest."""
    operands = [slot.expression() for slot in slots]
    if operands:
        yield AllOf(tuple(operands))
    for missing, widest in ((1, _WIDEST), (2, 6), (2, 4)):
        some = operands[:widest]
        kept = len(some) - missing
        if kept >= 1 and (missing == 1 or len(operands) >= widest):
            yield AnyOf(tuple(AllOf(choice) for choice in combinations(some, kept)))


def _compared(rows: list[GroupName], readings: list[str], slots: list[_Slot]) -> list[Found]:
    by_key = resemblances(readings, [row.key for row in rows])
    by_spelled = resemblances(readings, [row.spelled for row in rows])
    return [
        _as_found(row, max(pair), covered=_coverage(row, slots))
        for row, *pair in zip(rows, by_key, by_spelled, strict=True)
    ]


def _coverage(row: GroupName, slots: list[_Slot]) -> float:
    """Return which share of what was typed the name holds, 0 to 1."""
    words = set(row.words.split())
    held = sum(any(words.issuperset(phrase.split()) for phrase in slot.phrases) for slot in slots)
    return held / len(slots) if slots else 0.0


def _as_found(row: GroupName, score: float, *, covered: float = 1.0, same: bool = False) -> Found:
    return Found(row.group_id, row.name, row.ended_on is None, score, covered, same)


def _best(found: list[Found]) -> list[Found]:
    """Return ``found`` in order: what is the same first, then what holds the most and resembles the most."""
    return sorted(found, key=lambda each: (not each.same, -each.rank, not each.is_current, each.name))
