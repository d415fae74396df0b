"""Abbreviations of education offices: data for search, never for a verdict.

``abbreviations.json`` names each full form with its short ones. A short form may stand for several: then all are
alternatives ("or"), none replaces what was typed.
"""

import json
from functools import cache
from itertools import islice, product
from pathlib import Path

from .text import fold

_FILE = Path(__file__).with_name("abbreviations.json")
#: A short form may be written as up to so many words ("P GD ĐT").
_LONGEST = 4


@cache
def _full_forms() -> dict[str, tuple[str, ...]]:
    """Return short form -> full forms, both as folded keys."""
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    found: dict[str, dict[str, None]] = {}
    for group in content["groups"]:
        for short in group["abbr"]:
            found.setdefault(fold(short), {})[fold(group["full"])] = None
            found.setdefault(fold(short).replace(" ", ""), {})[fold(group["full"])] = None
    for short, fulls in content["ambiguous"].items():
        found.setdefault(fold(short), {}).update(dict.fromkeys(map(fold, fulls)))
    return {short: tuple(fulls) for short, fulls in found.items()}


@cache
def short_words() -> frozenset[str]:
    """Return every word that short forms consist of, folded: "bld", and "gd" and "dt" of "GD-ĐT"."""
    return frozenset(word for short in _full_forms() for word in short.split())


def expansions(text: str, limit: int = 12) -> list[str]:
    """Return folded keys that ``text`` may stand for, at most ``limit``: itself first, then abbreviations written out.

    >>> expansions("HT trường MNCL")[1]
    'hieu truong truong mam non cong lap'
    """
    words = fold(text).split()
    parts: list[list[str]] = []
    while words:
        for size in range(min(_LONGEST, len(words)), 0, -1):
            short = " ".join(words[:size])
            if short in _full_forms():
                parts.append([*_full_forms()[short], short])
                words = words[size:]
                break
        else:
            parts.append([words.pop(0)])
    spelled = (" ".join(choice) for choice in product(*parts))
    return list(islice(dict.fromkeys([fold(text), *islice(spelled, limit * 4)]), limit))
