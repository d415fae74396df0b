"""How a principal's text differs from the official name: each kind apart, so that each can be counted apart.

Every one is a function of a source of chance and a name. One that finds nothing to change gives the name back.
"""

import json
import random
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from groups.domain.text import fold

from .disguises import CYRILLIC, GREEK, emoji, invisible, lookalike, punctuation, styled
from .keyboards import telex, vni
from .slips import misspelt, tone_marks, word_extra, word_missing, words_joined, words_swapped

Mutation = Callable[[random.Random, str], str]

#: What share of the short queries holds a slip.
_SLIPS_IN_SHORT = 0.6


def no_diacritics(rng: random.Random, name: str) -> str:
    """Return ``name`` as typed without Vietnamese marks."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def _short_forms() -> tuple[re.Pattern, dict[str, list[str]]]:
    content = json.loads(files("groups.domain").joinpath("abbreviations.json").read_text(encoding="utf-8"))
    shorts = {group["full"]: group["abbr"] for group in content["groups"]}
    longest_first = "|".join(re.escape(full) for full in sorted(shorts, key=len, reverse=True))
    return re.compile(rf"\b(?:{longest_first})\b", re.I), shorts


def abbreviated(rng: random.Random, name: str) -> str:
    """Return ``name`` with what has a short form written short."""
    pattern, shorts = _short_forms()
    return pattern.sub(lambda match: rng.choice(shorts[match[0].lower()]), name)


def both(first: Mutation, second: Mutation) -> Mutation:
    """Return the mutation that does one after the other."""
    return lambda rng, name: second(rng, first(rng, name))


MUTATIONS: dict[str, Mutation] = {
    "no_diacritics": no_diacritics,
    "capitals": lambda rng, name: name.upper() if name != name.upper() else name.lower(),
    "abbreviated": abbreviated,
    "misspelt_one": misspelt,
    "misspelt_two": lambda rng, name: misspelt(rng, name, slips=2),
    "word_missing": word_missing,
    "word_extra": word_extra,
    "words_swapped": words_swapped,
    "words_joined": words_joined,
    "telex": telex,
    "vni": vni,
    "nfd": lambda rng, name: unicodedata.normalize("NFD", name),
    "tone_marks": tone_marks,
    "styled": styled,
    "emoji": emoji,
    "invisible": invisible,
    "cyrillic": lambda rng, name: lookalike(rng, name, CYRILLIC),
    "greek": lambda rng, name: lookalike(rng, name, GREEK),
    "punctuation": punctuation,
}
MUTATIONS |= {
    f"{first}+{second}": both(MUTATIONS[first], MUTATIONS[second])
    for first, second in (
        ("no_diacritics", "misspelt_one"),
        ("no_diacritics", "word_missing"),
        ("abbreviated", "misspelt_one"),
        ("abbreviated", "word_missing"),
        ("word_extra", "misspelt_one"),
        ("words_swapped", "misspelt_one"),
        ("words_joined", "misspelt_one"),
        ("capitals", "emoji"),
        ("telex", "word_missing"),
        ("cyrillic", "misspelt_one"),
    )
}
#: Those after which the folded key must be the same as before: they change how a name looks, not what it says.
KEEP_KEY = ("no_diacritics", "capitals", "nfd", "styled", "emoji", "invisible", "capitals+emoji")


def short_query(rng: random.Random, name: str) -> tuple[str, tuple[str, ...]]:
    """Return three or four neighbouring words of ``name``, folded, most with a slip, and the words that were meant."""
    words = fold(name).split()
    size = min(len(words), rng.choice([3, 4]))
    start = rng.randint(0, len(words) - size)
    meant = tuple(words[start : start + size])
    query = " ".join(meant)
    return misspelt(rng, query) if rng.random() < _SLIPS_IN_SHORT else query, meant
