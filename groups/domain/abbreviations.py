"""Abbreviations of education offices: data for search, never for a verdict.

``abbreviations.json`` names each full form with its short ones. A short form may stand for several: then all are
alternatives ("or"), none replaces what was typed.
"""

import json
from functools import cache, lru_cache
from itertools import islice, pairwise, product
from pathlib import Path

from .text import fold, respell

_FILE = Path(__file__).with_name("abbreviations.json")


@cache
def _full_forms() -> dict[str, tuple[str, ...]]:
    """Return short form -> full forms, both as folded keys."""
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    found: dict[str, dict[str, None]] = {}
    # First, because they stand in the order of likelihood.
    for short, fulls in content["ambiguous"].items():
        found.setdefault(fold(short), {}).update(dict.fromkeys(map(fold, fulls)))
    for group in content["groups"]:
        for short in group["abbr"]:
            found.setdefault(fold(short), {})[fold(group["full"])] = None
            found.setdefault(fold(short).replace(" ", ""), {})[fold(group["full"])] = None
    return {short: tuple(fulls) for short, fulls in found.items()}


@cache
def short_words() -> frozenset[str]:
    """Return every word that short forms consist of, folded: "bld", and "gd" and "dt" of "GD-ĐT"."""
    return frozenset(word for short in _full_forms() for word in short.split())


@cache
def _written_out() -> frozenset[str]:
    """Return the full forms, as folded keys."""
    return frozenset(full for fulls in _full_forms().values() for full in fulls)


@cache
def _longest() -> int:
    """Return how many words a form has at most."""
    return max(len(form.split()) for form in _written_out() | _full_forms().keys())


def segments(text: str) -> list[tuple[str, ...]]:
    """Return the folded words of ``text`` in order, each with what it may stand for.

    An abbreviation is one segment, however many words it was written in: its full forms first, itself last. Any other
    word is a segment with itself alone, and so is each word of a full form: "ủy ban nhân dân" holds the short form "ủy
    ban" and is not to be written out once more.

    >>> segments("HT trường")
    [('hieu truong', 'ht'), ('truong',)]
    """
    return list(_segments(fold(text)))


@lru_cache(maxsize=64)
def _segments(key: str) -> tuple[tuple[str, ...], ...]:
    # Kept, because every look-up and every stored name takes the same key apart several times.
    words, parts = key.split(), []
    while words:
        for size in range(min(_longest(), len(words)), 0, -1):
            phrase = " ".join(words[:size])
            if phrase in _full_forms():
                parts.append((*_full_forms()[phrase], phrase))
                break
            if phrase in _written_out():
                parts += [(word,) for word in words[:size]]
                break
        else:
            size = 1
            parts.append((words[0],))
        words = words[size:]
    return tuple(parts)


def spelled_out(text: str) -> str:
    """Return the folded, respelt key with each abbreviation in its first full form.

    >>> spelled_out("HT trường MNCL")
    'hieu truong truong mam non cong lap'
    """
    return respell(" ".join(part[0] for part in segments(text)))


def name_key(text: str) -> str:
    """Return the key in which two spellings of one name meet: spelled out, without spaces.

    >>> name_key("HT trường MNCL") == name_key("hiệu trưởng Trường mầm non công lập")
    True
    """
    return spelled_out(text).replace(" ", "")


def index_words(text: str) -> str:
    """Return the words under which a name is found, sorted and distinct.

    They are its own, those of all it may stand for, and the pairs of neighbours (``hieu_truong``).
    """
    words = set(respell(fold(text)).split())
    for part in segments(text):
        if len(part) > 1:
            words.update(*(respell(phrase).split() for phrase in part))
    return " ".join(sorted(words | set(pairs(spelled_out(text).split()))))


def pairs(words: list[str]) -> list[str]:
    """Return the words of the index that say that two words stand side by side."""
    return [f"{first}_{second}" for first, second in pairwise(words)]


def expansions(text: str, limit: int = 12) -> list[str]:
    """Return folded keys that ``text`` may stand for, at most ``limit``: itself first, then abbreviations written out.

    >>> expansions("HT trường MNCL")[1]
    'hieu truong truong mam non cong lap'
    """
    spelled = (" ".join(choice) for choice in product(*segments(text)))
    return list(islice(dict.fromkeys([fold(text), *islice(spelled, limit * 4)]), limit))
