"""Finding names by what people type: without diacritics, abbreviated, misspelt, with words missing or swapped.

``domain.name_query`` says what to ask the index; the few hundred names that it gives are compared with what was
typed. Finding decides nothing: the verdict is given elsewhere, and never by a score.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from ..domain.abbreviations import expansions, spelled_out
from ..domain.keyboard import retyped
from ..domain.lookalikes import skeleton
from ..domain.name_query import NameQuery, Question, Vocabulary
from ..domain.resemblance import Resemblance, resemblances
from ..domain.text import joined, respell
from ..models import GroupName, NameWord, RegisterHead

#: So many names are compared at each step.
POOL = 200
#: A name that holds a smaller share of what was typed, 0 to 1, is near by accident.
COVERED = 0.5
#: And of these three it reaches one, where a person may have meant it.
_RANK, _SCORE, _PART = 0.7, 0.6, 0.77
#: Below this resemblance, what an unswitched keyboard left is undone.
_POOR = 0.85
# Said before a name, not part of it; a name that does begin so is still found, for the index asks for single words.
# An invitation counts only in these words and only before "nhóm": a name never begins so by chance.
_GUEST = (
    "quy|cac|toan the|tat ca|thay|co|anh|chi|em|ban|ong|ba|dong chi|hieu truong|pho hieu truong|ban giam hieu|can bo"
    "|giao vien|nhan vien|phu huynh|truong|va|cung"
)
_INVITATION = (
    rf"(?:(?:(?:kinh|xin|tran trong|de nghi|moi) )+(?:(?:{_GUEST}) )+"
    r"(?:(?:vui long|hay) )?(?:vao|tham gia|gia nhap) )?"
)
_FILLER = re.compile(rf"^{_INVITATION}(?:(?:nhom|group|gr|zalo|viber) )+(?=\S)")


class _Row(NamedTuple):
    """What is read of a name."""

    pk: int
    group_id: int
    name: str
    spelled: str
    squash: str
    words: str
    ended_on: dt.date | None


@dataclass(frozen=True)
class Found:
    """A name that resembles what was typed: whose it is, and how much.

    ``score``, 0 to 1, is the resemblance of the whole; ``part`` that of the shorter with its like in the longer;
    ``covered`` the share of the words typed that the name holds; ``rank`` orders results. ``same`` where the keys are
    equal.
    """

    group_id: int
    name: str
    is_current: bool
    score: float
    part: float
    covered: float
    rank: float
    same: bool

    @property
    def is_near(self) -> bool:
        """Whether a person may have meant this name; where not, a few like letters brought it up.

        Chosen by trials so that next to none that was meant is left out; of what comes up for a text that means no
        group ("mua bán nhà đất") some stays, the more the larger the register.
        """
        return self.covered >= COVERED and (self.rank >= _RANK or self.score >= _SCORE or self.part >= _PART)


def _read_vocabulary() -> Vocabulary:
    return Vocabulary(NameWord.objects.single(), NameWord.objects.counts_of)


@lru_cache(maxsize=1)
def _vocabulary_at(head: int) -> Vocabulary:
    return _read_vocabulary()


def vocabulary() -> Vocabulary:
    """Return the words of all names, read again only when the register has changed."""
    if connection.in_atomic_block:
        # What this transaction has changed may be undone, and the head's number then belongs to another event.
        return _read_vocabulary()
    return _vocabulary_at(RegisterHead.objects.values_list("number", flat=True).first() or 0)


def search_names(text: str, limit: int = 10, *, thorough: bool = False) -> list[Found]:
    """Return the names that resemble ``text`` most, at most ``limit``, the best first; none is a proof.

    ``thorough``: look on for others even where the very name was found.
    """
    known = vocabulary()
    found: list[Found] = []
    for key in _keyboards(skeleton(text), retyped(text), known):
        found = _best([*found, *_Search(key, known, limit).run(thorough=thorough)])
        if found and found[0].score >= _POOR:
            break
    # A group is one result, by that of its names which is nearest.
    nearest: dict[int, Found] = {}
    for find in found:
        nearest.setdefault(find.group_id, find)
    return list(nearest.values())[:limit]


def same_names(text: str) -> list[Found]:
    """Return the names that are ``text`` itself but for case, diacritics, spaces, punctuation and abbreviations."""
    return [found for found in search_names(text) if found.same]


def _keyboards(key: str, meant: str | None, known: Vocabulary) -> list[str]:
    """Return ``key`` and what it becomes with the keyboard on, that first of which more words are known."""
    if meant is None or meant == key:
        return [key]
    counts = [sum(word in known.counts for word in reading.split()) for reading in (key, meant)]
    return [key, meant] if counts[0] >= counts[1] else [meant, key]


def _readings(key: str) -> list[str]:
    """Return what ``key`` may stand for: itself, without a filler before it, abbreviations written out."""
    both = dict.fromkeys((key, _FILLER.sub("", key)))
    return list(dict.fromkeys(respell(reading) for each in both for reading in expansions(each)))


def _equal(readings: list[str]) -> list[_Row]:
    squashed = {reading.replace(" ", "") for reading in readings} - {""}
    return _read(GroupName.objects.filter(squash__in=squashed).order_by("pk")[:POOL])


def _read(names: QuerySet[GroupName]) -> list[_Row]:
    return [_Row(*row) for row in names.values_list(*_Row._fields)]


class _Search:
    """One search: asks, compares, and stops where what was found is good."""

    def __init__(self, key: str, known: Vocabulary, limit: int) -> None:
        bare = _FILLER.sub("", key)
        self.query = NameQuery(bare, known)
        self.limit = limit
        self.readings = _readings(key)
        self.spoken = list(dict.fromkeys([self.query.certain, spelled_out(bare), respell(bare)]))
        self.seen: set[int] = set()

    def run(self, *, thorough: bool) -> list[Found]:
        same = set(map(joined, self.readings))
        rows = _equal([*self.readings, self.query.likeliest])
        self.seen.update(row.pk for row in rows)
        found = [_as_found(row, Resemblance(1.0, 1.0), same=joined(row.squash) in same) for row in rows]
        for question, enough in self.query.questions():
            if found and not thorough and self._is_good(found, enough):
                break
            found = _best([*found, *self._compared(question)])
        return found

    def _is_good(self, found: list[Found], enough: float) -> bool:
        """Whether one is alike enough, or so many names hold every word typed that none is wanted that does not."""
        return max(each.score for each in found) >= enough or (
            len(found) >= self.limit and found[self.limit - 1].covered == 1.0
        )

    def _compared(self, question: Question) -> list[Found]:
        rows = _read(GroupName.objects.filter(words__hold=(question, POOL)).order_by())
        fresh = [row for row in rows if row.pk not in self.seen]
        self.seen.update(row.pk for row in fresh)
        alike = resemblances(self.spoken, [row.spelled for row in fresh])
        return [
            _as_found(row, each, covered=_coverage(row, self.query)) for row, each in zip(fresh, alike, strict=True)
        ]


def _coverage(row: _Row, query: NameQuery) -> float:
    """Return which share of what was typed the name holds, 0 to 1."""
    words = set(row.words.split())
    held = sum(any(words.issuperset(phrase.split()) for phrase in slot.phrases) for slot in query.slots)
    return held / len(query.slots) if query.slots else 0.0


def _as_found(row: _Row, alike: Resemblance, *, covered: float = 1.0, same: bool = False) -> Found:
    # A short question is held whole by names that it resembles little.
    rank = 0.2 * alike.whole + 0.4 * alike.part + 0.4 * covered
    return Found(row.group_id, row.name, row.ended_on is None, alike.whole, alike.part, covered, rank, same)


def _best(found: list[Found]) -> list[Found]:
    """Return ``found`` in order: what is the same first, then what resembles and holds the most."""
    return sorted(found, key=lambda each: (not each.same, -each.rank, not each.is_current, each.name))
