"""What to ask the index of names for, given what a person typed and the vocabulary of the names.

Every word is a slot with what it may stand for: itself, the full forms of an abbreviation, or, where it stands in no
name, the nearest words that do. Questions go from strict to loose. Neighbouring words are indexed as pairs, so that
three or four words of a name find the names in which they stand side by side, and a slip of the finger is set right
by the company that a word keeps.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice, product
from math import prod

from .abbreviations import pairs, segments
from .resemblance import corrections, split_in_words
from .text import respell

#: From this resemblance on nothing better is to be expected; from the other on, not by leaving out two words.
GOOD, FAIR = 0.93, 0.86
#: A misspelt word may stand for so many others; one that exists, but may be a slip all the same, for so many.
_OPTIONS, _NEIGHBOURS = 10, 10
#: So many readings of the whole are tried in order.
_READINGS = 24
#: Only a question of so few words needs its known words doubted: a longer one is found by its other words.
_SHORT = 5
#: So many of the rarest words are asked for at least, and more until so few names are to be expected.
_NARROWEST, _FEW = 3, 5
#: What is expected to be answered by more names than these is not asked: a few of them would be there by chance.
_MANY = 300
#: The list of a word or pair in more names than these takes too long to read for a loose question.
_COSTLY = 20_000
#: Two of so many of the rarest pairs are asked for.
_PAIRS = 5


@dataclass(frozen=True)
class AllOf:
    """Every one of these must be there. An operand is a word of the index, or another ``AllOf`` or ``AnyOf``."""

    operands: tuple


@dataclass(frozen=True)
class AnyOf:
    """One of these must be there."""

    operands: tuple


Question = AllOf | AnyOf | str


@dataclass(frozen=True)
class Slot:
    """What one typed word may stand for: phrases, the likeliest first, and in about how many names they stand."""

    phrases: tuple[str, ...]
    names: int

    @property
    def question(self) -> Question:
        """What asks for any of the phrases."""
        options = [_all(phrase.split()) for phrase in self.phrases]
        return options[0] if len(options) == 1 else AnyOf(tuple(options))


@dataclass(frozen=True)
class Vocabulary:
    """The words of the names: in how many names each stands.

    ``counts_of`` returns the same for those of some words or pairs of neighbours that stand in names; there are too
    many pairs to keep them all at hand.
    """

    counts: dict[str, int]
    counts_of: Callable[[Iterable[str]], dict[str, int]]

    @cached_property
    def words(self) -> list[str]:
        """The words alone, as they are searched for neighbours."""
        return list(self.counts)

    @cached_property
    def names(self) -> int:
        """About how many names there are: as many as hold the commonest word."""
        return max(self.counts.values(), default=1)

    def near(self, word: str, limit: int) -> list[str]:
        """Return the words that ``word`` may be a slip of, all equally near, the commonest first.

        Where one slip explains it, two are not thought of.
        """
        found = [pair for pair in corrections(word, self.words, limit * 4) if pair[1]]
        nearest = min((distance for _, distance in found), default=0)
        likely = [other for other, distance in found if distance == nearest]
        return sorted(likely, key=lambda other: -self.counts[other])[:limit]


class NameQuery:
    """One folded text, read with a vocabulary."""

    def __init__(self, key: str, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        #: The known words in order; the text with its words corrected as is likeliest; and where it is certain.
        self.slots: list[Slot] = []
        likeliest, certain = [], []
        for part in segments(key):
            part = tuple(map(respell, part))
            slot = self._slot(part)
            if slot:
                self.slots.append(slot)
            likeliest.append(slot.phrases[0] if slot else part[-1])
            unsure = slot is None or (len(part) == 1 and len(slot.phrases) > 1)
            certain.append(part[-1] if unsure else slot.phrases[0])
        self.likeliest, self.certain = " ".join(likeliest), " ".join(certain)

    def _slot(self, part: tuple[str, ...]) -> Slot | None:
        counts = self._vocabulary.counts
        options = part if len(part) > 1 or part[0] in counts else self._meant(part[0])
        counted = [(phrase, min(counts.get(word, 0) for word in phrase.split())) for phrase in options]
        known = [(phrase, names) for phrase, names in counted if names]
        return Slot(tuple(phrase for phrase, _ in known), sum(names for _, names in known)) if known else None

    def _meant(self, word: str) -> list[str]:
        joined = split_in_words(word, self._vocabulary.counts.keys()) if len(word) > 4 else []
        return [*([" ".join(joined)] if joined else []), *self._vocabulary.near(word, _OPTIONS)]

    def questions(self) -> Iterator[tuple[Question, float]]:
        """Yield what to ask, from strict to loose, each with the resemblance from which on it is not worth asking."""
        chosen = list(islice(product(*(slot.phrases for slot in self.slots)), _READINGS))
        yield from self._asked(self._in_order(chosen), 1.0)
        slots = sorted(dict.fromkeys(self.slots), key=lambda slot: slot.names)
        width = self._width(slots)
        yield from self._asked([_all([slot.question for slot in slots[:width]])] if slots else [], GOOD)
        if len(self.slots) <= _SHORT:
            yield from self._asked(self._in_order(list(self._doubted())), GOOD)
        yield from self._asked(list(self._by_pairs()), GOOD)
        for missing, enough in ((1, GOOD), (2, FAIR)):
            yield from self._asked(list(self._fewer(slots[: width + missing], missing)), enough)

    @staticmethod
    def _asked(questions: list[Question], enough: float) -> Iterator[tuple[Question, float]]:
        if question := _any(questions):
            yield question, enough

    def _width(self, slots: list[Slot]) -> int:
        """Return how many of the rarest words leave a few names; the others are compared afterwards."""
        width, expected = 0, float(self._vocabulary.names)
        while width < len(slots) and (len(slots) <= _SHORT or width < _NARROWEST or expected > _FEW):
            expected *= slots[width].names / self._vocabulary.names
            width += 1
        return width

    def _in_order(self, chosen: list[Sequence[str]]) -> list[Question]:
        """Return what asks for the words side by side, for those readings of which every pair stands in some name."""
        readings = [pairs(" ".join(phrases).split()) for phrases in chosen]
        counts = self._vocabulary.counts_of({pair for reading in readings for pair in reading})
        return [_all(reading) for reading in readings if reading and all(pair in counts for pair in reading)]

    def _doubted(self) -> Iterator[Sequence[str]]:
        """Yield the text with one of its known words taken for a slip."""
        first = [slot.phrases[0] for slot in self.slots]
        for index, phrase in enumerate(first):
            if " " not in phrase:
                for other in self._vocabulary.near(phrase, _NEIGHBOURS):
                    yield [*first[:index], other, *first[index + 1 :]]

    def _by_pairs(self) -> Iterator[Question]:
        """Yield what asks for the pairs that stand in names, and for any two of the rarest.

        A pair that stands in none is where a slip was made or a word is missing; the others outlast it.
        """
        counts = self._vocabulary.counts_of(pairs(self.likeliest.split()))
        rarest = sorted(counts, key=counts.get)
        if rarest and counts[rarest[0]] <= _COSTLY:
            yield _all(rarest)
        rare = [pair for pair in rarest[:_PAIRS] if counts[pair] <= _COSTLY]
        yield from (AllOf(two) for two in combinations(rare, 2))
        yield from (pair for pair in rare if counts[pair] <= _FEW * 10)

    def _fewer(self, slots: list[Slot], missing: int) -> Iterator[Question]:
        """Yield what asks for all of ``slots`` but so many, rarest first; not what common words alone would answer."""
        cost = 3 * _COSTLY
        for choice in combinations(slots, max(0, len(slots) - missing)):
            expected = self._vocabulary.names * prod(slot.names / self._vocabulary.names for slot in choice)
            cost -= choice[0].names if choice else 0
            if choice and expected <= _MANY and cost >= 0:
                yield _all([slot.question for slot in choice])


def _all(operands) -> Question:
    return operands[0] if len(operands) == 1 else AllOf(tuple(operands))


def _any(operands: list) -> Question | None:
    operands = list(dict.fromkeys(operand for operand in operands if operand))
    return operands[0] if len(operands) == 1 else AnyOf(tuple(operands)) if operands else None
