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
_DOUBLED = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"))
# A tone is typed right after the vowels or at the end of the syllable; anywhere else these letters are consonants.
_TELEX_TONE = re.compile(r"(?<=[aeiouy])[sfrxjz]|(?<=.)[sfrxjz]$")
_VNI_DIGITS = re.compile(r"(?<=[a-z])[1-9]+")


def _telex(word: str) -> list[str]:
    plain = word
    for typed, meant in _DOUBLED:
        plain = plain.replace(typed, meant)
    # Where no vowel is before it "w" is "ư" itself, "trwowngf", or the mark typed late, "truongwf".
    marks = re.sub(r"(?<![aou])w", "u", plain).replace("w", ""), plain.replace("w", "")
    return [_TELEX_TONE.sub("", each) for each in marks]


def _vni(word: str) -> list[str]:
    return [_VNI_DIGITS.sub("", word)]


def retyped(text: str) -> str | None:
    """Return the folded key of what the person meant to type, or None where nothing looks like a leftover."""
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
