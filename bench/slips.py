"""What people get wrong without meaning to: letters, words, places of tones.

Digits stay: another digit is another group.
"""

import random
import re
import unicodedata

from groups.domain.text import squash

_KEYS = "abcdeghiklmnopqrstuvxy"
_EXTRA = (
    "nhóm mới chính thức các của và trao đổi công việc chung thông tin nội bộ online kênh hỗ trợ toàn ngành".split()
)
#: The same word to any reader, spelt in two ways: the mark on the one vowel or on the other.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD = re.compile(rf"\b([^\W\d_]*)(?<!q)(o|u)([{_TONES}])(a|e|y)(?![^\W\d_]|[\u0300-\u036f])", re.I)
_NEW = re.compile(rf"\b([^\W\d_]*)(?<!q)(?:(o)([ae])|(u)(y))([{_TONES}])(?![^\W\d_])", re.I)
#: y and i at the end of a syllable, after these consonants, are at choice.
_ENDING = re.compile(rf"\b([hklmst]|qu)([iy])([{_TONES}])(?![^\W\d_])", re.I)


def misspelt(rng: random.Random, name: str, slips: int = 1) -> str:
    """Return ``name`` with ``slips`` letters put in, left out, taken for another or swapped, and another key."""
    for _ in range(20):
        letters = list(name)
        for _ in range(slips):
            _slip(rng, letters)
        text = "".join(letters)
        if squash(text) != squash(name):
            return text
    return name


def _slip(rng: random.Random, letters: list[str]) -> None:
    places = [at for at, letter in enumerate(letters) if letter.isalpha()]
    if len(places) < 2:
        return
    at = rng.choice(places)
    key = rng.choice(_KEYS)
    key = key.upper() if letters[at].isupper() else key
    kind = rng.randrange(4)
    if kind == 0:
        letters.insert(at, key)
    elif kind == 1:
        del letters[at]
    elif kind == 2 or at + 1 not in places:
        letters[at] = key
    else:
        letters[at], letters[at + 1] = letters[at + 1], letters[at]


def word_missing(rng: random.Random, name: str) -> str:
    """Return ``name`` without one of its words; numbers stay."""
    words = name.split()
    candidates = [at for at, word in enumerate(words) if not re.search(r"\d", word) and squash(word)]
    if len(words) < 3 or not candidates:
        return name
    del words[rng.choice(candidates)]
    return " ".join(words)


def word_extra(rng: random.Random, name: str) -> str:
    """Return ``name`` with a word more, of those that people add."""
    words = name.split()
    words.insert(rng.randint(0, len(words)), rng.choice(_EXTRA))
    return " ".join(words)


def words_swapped(rng: random.Random, name: str) -> str:
    """Return ``name`` with two neighbouring words in the other order."""
    words = name.split()
    keys = [squash(word) for word in words]
    places = [at for at in range(len(words) - 1) if keys[at] and keys[at + 1] and keys[at] != keys[at + 1]]
    if places:
        at = rng.choice(places)
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def words_joined(rng: random.Random, name: str) -> str:
    """Return ``name`` with one space left out."""
    places = [at for at, letter in enumerate(name) if letter == " "]
    if not places:
        return name
    at = rng.choice(places)
    return name[:at] + name[at + 1 :]


def tone_marks(rng: random.Random, name: str) -> str:
    """Return ``name`` in the other of two right spellings: hòa and hoà, thủy and thuỷ, mỹ and mĩ.

    >>> tone_marks(random.Random(1), "Mỹ thuật Hòa Lý, thuỷ")
    'Mĩ thuật Hoà Lí, thủy'
    """
    parted = unicodedata.normalize("NFD", name)
    moved = "".join(_other_place(word) for word in re.split(r"(\s+)", parted))
    return unicodedata.normalize("NFC", _ENDING.sub(_other_vowel, moved))


def _other_place(word: str) -> str:
    changed = _OLD.sub(r"\1\2\4\3", word)
    return changed if changed != word else _NEW.sub(lambda m: f"{m[1]}{m[2] or m[4]}{m[6]}{m[3] or m[5]}", word)


def _other_vowel(match: re.Match) -> str:
    return match[1] + match[2].translate(str.maketrans("iyIY", "yiYI")) + match[3]
