"""Names of groups as offices give them, as many as are wanted, every one another: drawn from ``names.grammar``."""

import random
import re
from functools import cache
from itertools import accumulate
from pathlib import Path

from groups.domain.text import squash

from .syllables import syllables

_FILE = Path(__file__).with_name("names.grammar")
_HEAD = re.compile(r"^\[(\w+)( =)?\]$")
_SLOT = re.compile(r"\{(\w+)\}")
#: How much likelier the first words of a stock are than the last; 1 would be all alike.
_SKEW = 1.7
#: What share of the groups is written in capitals, as some are in real lists.
_CAPITALS = 0.07
#: An office that has a group of "khối 8" has one of "khối 9": how often the next name is such a sibling of the last.
_SIBLINGS = 0.2
_NUMBERED = re.compile(r"\b(khối|lớp|cụm|số) (\d+)", re.I)
#: The register's own limit of a name.
_LONGEST = 200

#: One way to write a symbol: texts and symbols in turn, a text first.
Form = list[str]


class Symbol:
    """What a symbol stands for: its forms, and how one of them is drawn."""

    def __init__(self, forms: list[str], weights: list[float] | None) -> None:
        self.forms: list[Form] = [_SLOT.split(form) for form in forms]
        self.weights = list(accumulate(weights)) if weights else None

    def draw(self, rng: random.Random) -> Form:
        if self.weights:
            return rng.choices(self.forms, cum_weights=self.weights)[0]
        return self.forms[int(len(self.forms) * rng.random() ** _SKEW)]


def read_grammar() -> dict[str, Symbol]:
    """Return the symbols of ``names.grammar`` and "Syllable", any one that Vietnamese spelling allows."""
    bodies: dict[tuple[str, bool], list[str]] = {}
    lines: list[str] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        head = _HEAD.match(line)
        if head:
            lines = bodies.setdefault((head[1], bool(head[2])), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    grammar = {name: _stock(lines) if stock else _alternatives(lines) for (name, stock), lines in bodies.items()}
    return grammar | {"Syllable": Symbol([syllable.capitalize() for syllable in syllables()], None)}


def _stock(lines: list[str]) -> Symbol:
    words = (word.strip() for word in " ".join(lines).split(","))
    return Symbol(list(dict.fromkeys(word for word in words if word)), None)


def _alternatives(lines: list[str]) -> Symbol:
    pairs = [line.split(" | ", 1) for line in lines]
    return Symbol([form for _, form in pairs], [float(weight) for weight, _ in pairs])


def spell(grammar: dict[str, Symbol], symbol: str, rng: random.Random) -> str:
    """Return one text that ``symbol`` stands for."""
    form = grammar[symbol].draw(rng)
    if len(form) == 1:
        return form[0]
    return "".join(spell(grammar, part, rng) if at % 2 else part for at, part in enumerate(form))


def make_names(count: int, seed: int = 1) -> list[str]:
    """Return ``count`` names of which no two meet once squashed. Fewer are always the beginning of more."""
    grammar, rng = read_grammar(), random.Random(seed)
    names: list[str] = []
    taken: set[str] = set()
    while len(names) < count:
        numbered = _NUMBERED.search(names[-1]) if names and rng.random() < _SIBLINGS else None
        name = _sibling(names[-1], numbered, rng) if numbered else spell(grammar, "name", rng)
        if not numbered and rng.random() < _CAPITALS:
            name = name.upper()
        key = "".join(map(_squashed, name.split()))
        if key not in taken and len(name) <= _LONGEST:
            taken.add(key)
            names.append(name)
    return names


def _sibling(name: str, numbered: re.Match, rng: random.Random) -> str:
    number = int(numbered[2])
    # A school has the grades beside, a district as many clusters as it likes.
    other = str(max(1, number + rng.choice([-1, 1])))
    return name[: numbered.start(2)] + other + name[numbered.end(2) :]


@cache
def _squashed(word: str) -> str:
    # A key is made word by word, and names share their words: so a million keys take seconds.
    return squash(word)
