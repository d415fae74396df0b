"""What is left in a text when the Vietnamese keyboard was off: Telex ("hieeuj truwowngr") or VNI ("hie6u5 tru7o7ng3").

Undone only as a fallback, because it also turns "viber" into "vibe".
"""

import re

from .text import fold

_ONSETS = "ngh|nh|ng|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x"
_RIMES = (
    "a|e|i|o|u|y|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oao|oay|oe|oeo|oi|ua|ue|ui|uo|uoi|uou|uu|uy|uya|uyu|ya|ye|yeu"
)
#: A syllable without diacritics: onset, vowels, final consonant.
SYLLABLE = re.compile(rf"^(?:{_ONSETS})?(?:{_RIMES}|uye|uo|ie|oa)(?:ch|ng|nh|c|m|n|p|t)?$")
_TELEX_TONE = re.compile(r"[sfrxjz]")
_TELEX_MARKS = (("uow", "uo"), ("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("w", ""))


def _telex(word: str) -> str:
    plain = word
    for typed, meant in _TELEX_MARKS:
        plain = plain.replace(typed, meant)
    # The tone stands at the end of the syllable or right after its vowels; a leading s, r or x is a consonant.
    return plain[:1] + _TELEX_TONE.sub("", plain[1:]) if plain[:2] != "tr" else "tr" + _TELEX_TONE.sub("", plain[2:])


def _vni(word: str) -> str:
    return re.sub(r"(?<=[a-z])[1-9]", "", word)


def retyped(text: str) -> str | None:
    """Return the folded key of what the person meant to type, or None where nothing looks like a leftover."""
    words = fold(text).split()
    meant = [_meant(word) for word in words]
    return " ".join(meant) if meant != words else None


def _meant(word: str) -> str:
    if SYLLABLE.match(word) or not re.search("[a-z]", word):
        return word
    for undo in (_vni, _telex):
        plain = undo(word)
        if plain != word and SYLLABLE.match(plain):
            return plain
    return word
