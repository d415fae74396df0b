"""What is left in a text when the Vietnamese keyboard was off: Telex ("hieeuj truwowngr") or VNI ("hie6u5 tru7o7ng3").

Undone only as a fallback, because it also turns "viber" into "vibe".
"""

import re

from .abbreviations import short_words
from .text import fold

_ONSETS = "ngh|nh|ng|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x"
#: How names of the highlands begin besides: Krông, Đrắk, Plei.
_HIGHLAND = "br|bl|dr|gl|gr|kl|kr|pl|pr"
_RIMES = (
    "a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oao|oay|oe|oeo|oi|ua|ue|ui|uo|uoi|uou|uu|uy|uya|uyu|ya|ye|yeu"
)
#: A syllable without diacritics: onset, vowels, final consonant ("k" in the highlands: Đắk).
SYLLABLE = re.compile(rf"^(?:{_HIGHLAND}|{_ONSETS})?(?:{_RIMES}|uye|uo|ie|oa)(?:ch|ng|nh|c|k|m|n|p|t)?$")
# Every key may come right after its letter or later in the syllable: "hieeuj", "hieuej", "truowngf", "truongwf".
# Not from the first letter on: Ana is a river.
_DOUBLED, _LATE_BAR, _LATE_ROOF = (re.compile(each) for each in (r"([aeo])\1", "^d(.*?)d", r"(?<=.)([aeo])(.*?)\1"))
# Before a vowel these letters are consonants.
_TELEX_TONE = re.compile(r"(?<=[aeiouy])([a-z]*?)[sfrxjz]")
_VNI_DIGITS = re.compile(r"(?<=[a-z])[1-9]+")


def _telex(word: str) -> list[str]:
    plain = _DOUBLED.sub(r"\1", _LATE_BAR.sub(r"d\1", word))
    # Where no vowel is before it "w" is "ư" itself, "trwowngf", or the mark typed late, "truongwf".
    marks = re.sub(r"(?<![aou])w", "u", plain).replace("w", ""), plain.replace("w", "")
    toneless = [_TELEX_TONE.sub(r"\1", mark, count=1) for mark in marks]
    return [each for plain in toneless for each in (plain, _LATE_ROOF.sub(r"\1\2", plain, count=1))]


def _vni(word: str) -> list[str]:
    return [_VNI_DIGITS.sub("", word)]


def retyped(text: str) -> str | None:
    """Return the folded key of what the person meant to type, or None where nothing looks like a leftover.

    Where a letter bears its mark the keyboard was on: "trườngs" is another's "trường", and no slip of a keyboard.
    """
    if any(letter.isalpha() and not letter.isascii() for letter in text):
        return None
    words = fold(text).split()
    meant = [_meant(word) for word in words]
    return " ".join(meant) if meant != words else None


def _meant(word: str) -> str:
    if SYLLABLE.match(word) or word in short_words() or not re.search("[a-z]", word):
        return word
    for plain in (*_vni(word), *_telex(word)):
        if plain != word and SYLLABLE.match(plain):
            return plain
    # Short forms are no syllables: of them only "đ" leaves a trace, "d9" or "dd".
    short = word.replace("d9" if "d9" in word else "dd", "d")
    return short if short in short_words() else word
