"""What stands on the screen when a Vietnamese text was typed with the keyboard off: the very keys of Telex and VNI."""

import random
import re
import unicodedata

_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TELEX_TONES = {_ACUTE: "s", _GRAVE: "f", _HOOK: "r", _TILDE: "x", _DOT: "j"}
_VNI_TONES = {_ACUTE: "1", _GRAVE: "2", _HOOK: "3", _TILDE: "4", _DOT: "5"}
_VNI_MARKS = {_CIRCUMFLEX: "6", _HORN: "7", _BREVE: "8"}
_LETTERS = re.compile(r"[^\W\d_]+")


def telex(rng: random.Random, name: str) -> str:
    """Return the Telex keys of ``name``: marks after their letters, the tone at the end of the syllable.

    >>> telex(random.Random(2), "Hiệu trưởng")
    'Hieeuj truwowngr'
    """
    short = rng.random() < 0.5  # for "ươ" people press u-o-w as often as u-w-o-w
    return _typed(name, lambda word: _keys(word, _telex_mark, _TELEX_TONES, r"(?<=u)w(?=ow)" if short else None))


def vni(rng: random.Random, name: str) -> str:
    """Return the VNI keys of ``name``.

    >>> vni(random.Random(2), "Hiệu trưởng")
    'Hie6u5 tru7o7ng3'
    """
    short = rng.random() < 0.5
    return _typed(name, lambda word: _keys(word, _vni_mark, _VNI_TONES, r"(?<=u)7(?=o7)" if short else None))


def _typed(name: str, keys) -> str:
    return _LETTERS.sub(lambda match: keys(match[0]), unicodedata.normalize("NFC", name))


def _keys(word: str, mark_key, tones: dict[str, str], spared: str | None) -> str:
    """Return the keys of one word; ``spared`` is the pattern of a key that the hurried leave out."""
    typed, tone, base = "", "", ""
    for letter in unicodedata.normalize("NFD", word.replace("đ", "d\u0335").replace("Đ", "D\u0335")):
        if letter in tones:
            tone = tones[letter]
        elif unicodedata.combining(letter):
            typed += _cased(mark_key(letter, base), word)
        else:
            base = letter
            typed += letter
    typed += _cased(tone, word)
    return re.sub(spared, "", typed, flags=re.I) if spared else typed


def _telex_mark(mark: str, base: str) -> str:
    return "w" if mark in (_HORN, _BREVE) else base


def _vni_mark(mark: str, base: str) -> str:
    return _VNI_MARKS.get(mark, "9")


def _cased(key: str, word: str) -> str:
    return key.upper() if word.isupper() and len(word) > 1 else key.lower()
