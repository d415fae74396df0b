"""What is asked of a register of which we know the right answers: misspelt names, and a few words of a name."""

import random
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from groups.domain.abbreviations import name_key, segments
from groups.domain.text import fold
from groups.models import GroupName

from .mutations import MUTATIONS, short_query


@dataclass(frozen=True)
class Misspelt:
    """A name as somebody may type it, and the group that is meant."""

    kind: str
    text: str
    group_id: int


@dataclass
class Short:
    """A few words, those that were meant, and how many groups bear or bore a name that holds them all.

    ``spelled`` is how many there are when short forms, asked for or borne, count as what they may stand for: "Trường
    MN" holds "mam non", and "Trường Mầm non" holds what "mn" asks for.
    """

    text: str
    meant: tuple[str, ...]
    groups: int = 0
    spelled: int = 0

    @property
    def meant_spelled(self) -> tuple[str, ...]:
        """The words meant, with short forms written out."""
        return tuple(" ".join(part[0] for part in segments(" ".join(self.meant))).split())

    @property
    def has_slip(self) -> bool:
        return self.text != " ".join(self.meant)


def misspelt_names(rng: random.Random, names: Sequence[str], count: int) -> list[Misspelt]:
    """Return ``count`` of them, every kind about as often as any other."""
    kinds = list(MUTATIONS)
    return [_misspelt(rng, names, kinds[number % len(kinds)]) for number in range(count)]


def _misspelt(rng: random.Random, names: Sequence[str], kind: str) -> Misspelt:
    while True:
        index = rng.randrange(len(names))
        text = MUTATIONS[kind](rng, names[index])
        # A mutation that changed nothing asks nothing; one that hit upon another group's name means that group.
        if text != names[index] and not _is_name_of_another(text, index + 1):
            return Misspelt(kind, text, index + 1)


def _is_name_of_another(text: str, group_id: int) -> bool:
    return GroupName.objects.filter(squash=name_key(text)).exclude(group_id=group_id).exists()


def short_queries(rng: random.Random, names: Sequence[str], count: int) -> list[Short]:
    """Return ``count`` of them, of names drawn by chance, with the number of right answers counted out."""
    queries = [Short(*short_query(rng, rng.choice(names))) for _ in range(count)]
    wanted = {word for query in queries for word in (*query.meant, *query.meant_spelled)}
    literal, spelled = _postings(wanted, words_in), _postings(wanted, words_meant_in)
    for query in queries:
        query.groups, query.spelled = _holding(query.meant, literal), _holding(query.meant_spelled, spelled)
    return queries


def words_in(name: str) -> set[str]:
    """Return the words of ``name``, without regard to case and diacritics."""
    return set(fold(name).split())


def words_meant_in(name: str) -> set[str]:
    """Return the words of ``name`` and those of what its short forms may stand for."""
    return words_in(name).union(*(phrase.split() for part in segments(name) for phrase in part))


def _postings(wanted: set[str], words_of: Callable[[str], set[str]]) -> dict[str, array]:
    """Return for every wanted word the groups that have it in a name."""
    postings = {word: array("L") for word in wanted}
    names = GroupName.objects.order_by("pk").values_list("group_id", "name")
    for group_id, name in names.iterator(chunk_size=10_000):
        for word in wanted & words_of(name):
            postings[word].append(group_id)
    return postings


def _holding(words: tuple[str, ...], postings: dict[str, array]) -> int:
    # Of a group's two names one may hold this word and the other that: so few are renamed that it does not matter.
    rarest, *others = sorted(set(words), key=lambda word: len(postings[word]))
    found = set(postings[rarest])
    for word in others:
        found.intersection_update(postings[word])
    return len(found)
