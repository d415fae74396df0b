"""What is done to a name to make it look the same and be another text: styles, emoji, invisible and foreign letters."""

import random
import re
import unicodedata

_SMALL, _LARGE = ord("a"), ord("A")
#: Where Unicode keeps whole alphabets in another style: (of the capital A, of the small a).
_STYLES = {
    "bold": (0x1D400, 0x1D41A),
    "bold italic": (0x1D468, 0x1D482),
    "sans bold": (0x1D5D4, 0x1D5EE),
    "monospace": (0x1D670, 0x1D68A),
    "fullwidth": (0xFF21, 0xFF41),
    "circled": (0x24B6, 0x24D0),
}
_EMOJI = "🏫 📚 ✅ 🔔 🎓 ⭐ 🌸 🇻🇳 👩‍🏫 ❤️ 📢 🔥 ✨ 🎉 💯".split()
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u202a"
CYRILLIC = dict(zip("aAeEoOpPcCyxXiIjKMHBTs", "аАеЕоОрРсСухХіІјКМНВТѕ", strict=True))
GREEK = dict(zip("aAoOvBEHIKMNPTXY", "αΑοΟνΒΕΗΙΚΜΝΡΤΧΥ", strict=True))
_MARKS = [" - ", " – ", ". ", ", ", " / ", "_", " | ", ": ", " • ", "  "]
_BRACKETS = ["“{}”", '"{}"', "[{}]", "({})", "«{}»", "{}.", "{}!", "*{}*", "- {}", "{}:"]


def styled(rng: random.Random, name: str) -> str:
    """Return ``name`` in one of the styles that web sites offer for names; the marks of Vietnamese stay behind them."""
    large, small = rng.choice(list(_STYLES.values()))
    parted = unicodedata.normalize("NFD", name)
    return "".join(
        chr(small + ord(c) - _SMALL) if "a" <= c <= "z" else chr(large + ord(c) - _LARGE) if "A" <= c <= "Z" else c
        for c in parted
    )


def emoji(rng: random.Random, name: str) -> str:
    """Return ``name`` with one to three emoji before, behind or between its words."""
    words = name.split(" ")
    for _ in range(rng.randint(1, 3)):
        words.insert(rng.randint(0, len(words)), rng.choice(_EMOJI))
    return " ".join(words)


def invisible(rng: random.Random, name: str) -> str:
    """Return ``name`` with characters that show nothing in the middle of its words."""
    letters = list(name)
    for _ in range(rng.randint(1, 4)):
        letters.insert(rng.randint(0, max(0, len(letters) - 1)), rng.choice(_INVISIBLE))
    return "".join(letters)


def lookalike(rng: random.Random, name: str, letters: dict[str, str]) -> str:
    """Return ``name`` with some of its Latin letters, at least one, taken from another alphabet."""
    parted = list(unicodedata.normalize("NFD", name))
    places = [at for at, letter in enumerate(parted) if letter in letters]
    if not places:
        return name
    share = rng.choice([0.1, 0.4, 1.0])
    for at in [rng.choice(places), *(at for at in places if rng.random() < share)]:
        parted[at] = letters.get(parted[at], parted[at])
    return unicodedata.normalize("NFC", "".join(parted))


def punctuation(rng: random.Random, name: str) -> str:
    """Return ``name`` with other marks between its words, marks around it, or its own marks left out."""
    kind = rng.randrange(3)
    if kind == 0 and re.search(r"[^\w\s/]", name):
        return re.sub(r"\s+", " ", re.sub(r"[^\w\s/]", "", name)).strip()
    if kind == 1:
        return rng.choice(_BRACKETS).format(name)
    words = name.split(" ")
    at = rng.randrange(1, len(words)) if len(words) > 1 else 1
    return rng.choice(_MARKS).join(part for part in (" ".join(words[:at]), " ".join(words[at:])) if part)
