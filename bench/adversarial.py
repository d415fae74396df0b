"""Texts that mean to be taken for official: names, links and codes nearly right, foreign letters, injected markup.

None of them holds the invite link or the code of a group, so whatever the answer, it may not be "official".
"""

import json
import random
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from groups.domain.codes import BadCode, make_code, parse_code
from groups.domain.links import BadLink, parse_link
from groups.domain.text import squash

from .false_links import false_link
from .mutations import MUTATIONS

_WORD = "abcdefghijklmnopqrstuvwxyz"
_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_SCRIPTS = "аеорсхіαοενмнтกขあ中한عבשदग𝐀ßıİŁøđʻ"
_INJECTIONS = [
    line
    for line in Path(__file__).with_name("injections.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]
_EMPTY = ["", " ", "\n", "\t \u00a0", "\u200b\u200d", "...", "-", "?", "“”", "👍", "https://", "zalo.me", "zalo.me/g/"]
_EMPTY += ["viber://", "0", "TB", "TB-", "\u202e", "null", "None", "[]", "{}", "%00", "\u0301"]
_CONTROL = "\x00\x01\x07\x08\x0b\x1b\x7f\x85\u2028\u202e\u2066\ufffe\uffff\u0301\U000e0041"


class Register:
    """What the attacker knows: names, invite links and codes of groups; the last two must never slip in whole."""

    def __init__(self, names: Sequence[str], links: Sequence[str], codes: Collection[str]) -> None:
        self.names, self.links, self.codes = names, links, list(codes)
        self.keys = {parse_link(link).key for link in links}
        self.squashed = {squash(name) for name in names}
        self.prefixes = {code.split("-")[0] for code in self.codes}

    def is_link(self, text: str) -> bool:
        """Say whether this very text is the link of a group, however it is written."""
        try:
            return parse_link(text).key in self.keys
        except BadLink:
            return False

    def is_code(self, text: str) -> bool:
        """Say whether the text may be a group's code: any right one of an office of the register may be."""
        try:
            return parse_code(text).split("-")[0] in self.prefixes
        except BadCode:
            return False


def near_name(rng: random.Random, register: Register) -> str:
    """A name that is one or two steps from an official one and has another key."""
    name = rng.choice(register.names)
    kind = rng.choice(
        ["misspelt_one", "misspelt_two", "word_missing", "word_extra", "words_swapped", "cyrillic", "greek"]
    )
    near = (
        re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), name) if rng.random() < 0.15 else MUTATIONS[kind](rng, name)
    )
    return near if squash(near) not in register.squashed else f"{name} {rng.choice(_WORD)}"


def near_link(rng: random.Random, register: Register) -> str:
    """A link that differs from a group's in what counts."""
    return false_link(rng, rng.choice(register.links))


def near_code(rng: random.Random, register: Register) -> str:
    """A code with one character wrong, two swapped, too many or too few, or of an office that keeps no register."""
    code = rng.choice(register.codes)
    at = rng.choice([at for at, letter in enumerate(code) if letter != "-"])
    kind = rng.randrange(5)
    if kind == 0:
        return code[:at] + rng.choice([c for c in _CODE if c != code[at]]) + code[at + 1 :]
    if kind == 1 and at + 1 < len(code):
        return code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if kind == 2:
        prefix = "".join(rng.choices(_CODE[:26], k=rng.randint(2, 5)))
        return make_code(prefix, int(code.split("-")[1]))
    return code[:at] + code[at + 1 :] if kind == 3 else code[:at] + rng.choice(_CODE) + code[at:]


def mixed_scripts(rng: random.Random, register: Register) -> str:
    """A name with letters of many alphabets in it."""
    letters = list(rng.choice(register.names))
    for _ in range(rng.randint(1, 12)):
        letters[rng.randrange(len(letters))] = rng.choice(_SCRIPTS)
    return "".join(letters)


def markup(rng: random.Random, register: Register) -> str:
    """A name or a part of one inside something that a program might run."""
    words = rng.choice(register.names).split()
    start = rng.randrange(len(words))
    return rng.choice(_INJECTIONS).replace("@@", " ".join(words[start : start + rng.randint(1, 6)]))


def control(rng: random.Random, register: Register) -> str:
    """A name with control characters, lone marks or code points that are no characters."""
    letters = list(rng.choice(register.names))
    for _ in range(rng.randint(1, 6)):
        letters.insert(rng.randint(0, len(letters)), rng.choice(_CONTROL))
    return "".join(letters)


def long(rng: random.Random, register: Register) -> str:
    """Up to 2,000 characters: names one after another, one letter again and again, or marks on marks."""
    size = rng.randint(300, 2000)
    name = rng.choice(register.names)
    one = rng.choice([name + " ", rng.choice(_WORD), "a ", "ạ\u0301", "(", '" ', "9", "\u200b", "hieeuj "])
    mixed = " ".join(rng.choices(register.names, k=40))
    return (mixed if rng.random() < 0.3 else one * size)[:size]


def as_json(rng: random.Random, register: Register) -> str:
    """What a program might send."""
    name = rng.choice(register.names)
    sent = rng.choice([{"name": name}, [name, None], {"$ne": name}, {"verdict": "official", "q": name}, name])
    return json.dumps(sent, ensure_ascii=rng.random() < 0.5)


def emptyish(rng: random.Random, register: Register) -> str:
    """Nothing, or next to nothing."""
    return rng.choice(_EMPTY) * rng.randint(1, 3)


KINDS: dict[str, Callable[[random.Random, Register], str]] = {
    "near name": near_name,
    "near link": near_link,
    "near code": near_code,
    "mixed scripts": mixed_scripts,
    "markup": markup,
    "control characters": control,
    "long": long,
    "json": as_json,
    "empty-ish": emptyish,
}
_SHARES = (25, 25, 15, 8, 14, 5, 2, 4, 2)


def adversarial(
    rng: random.Random, names: Sequence[str], links: Sequence[str], codes: Collection[str], count: int = 20_000
) -> Iterator[tuple[str, str]]:
    """Yield ``count`` pairs of kind and text. ``links`` are addresses as the register keeps them."""
    register = Register(names, links, codes)
    left = count
    while left:
        kind = rng.choices(list(KINDS), _SHARES)[0]
        text = KINDS[kind](rng, register)
        if register.is_link(text) or register.is_code(text):
            continue
        left -= 1
        yield kind, text
