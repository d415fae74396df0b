"""The syllables that Vietnamese spelling allows: what hamlets, streams and fields are called, beyond all lists."""

import random
import unicodedata

from groups.domain.text import fold

_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x".split()
_OPEN = (
    "a e ê i o ô ơ u ư ai ao au ay âu ây eo êu ia iêu iu oi ôi ơi ua ui ưa ưi uôi ươi ưu ươu oa oai oe uê uy".split()
)
_CLOSED = (
    "am an ang anh ăm ăn ăng âm ân âng em en eng êm ên ênh im in inh iêm iên iêng om on ong ôm ôn ông ơm ơn um un ung "
    "ưng uôn uông uôm ươm ươn ương oan oang oanh oăn uân uyên uynh"
).split()
_STOPPED = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oc op ot ôc ôp ôt ơp ơt uc up ut ưc ưt "
    "uôc uôt ươc ươp ươt oac oat oăt uât uyêt"
).split()
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
#: After a stop only the tones sắc and nặng are heard.
_TONES_STOPPED = ("\u0301", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_FRONT = "eêiy"


def toned(rime: str, tone: str) -> str:
    """Return ``rime`` with the tone mark on the vowel that carries it.

    >>> toned("iêng", "\u0301"), toned("oa", "\u0300"), toned("uôi", "\u0309")
    ('iếng', 'òa', 'uổi')
    """
    vowels = [at for at, letter in enumerate(rime) if letter in _VOWELS]
    hatted = [at for at in vowels if rime[at] in "ăâêôơư"]
    closed = vowels[-1] < len(rime) - 1
    at = hatted[-1] if hatted else vowels[-1] if closed else vowels[max(0, len(vowels) - 2)]
    return unicodedata.normalize("NFC", rime[: at + 1] + tone + rime[at + 1 :])


def _joined(onset: str, rime: str) -> str | None:
    """Return the toneless syllable as it is spelt, or None where the two do not meet."""
    plain = fold(rime)
    front = plain[0] in "eiy"
    rounded = plain[:2] in ("oa", "oe", "uy") or rime[:2] in ("uâ", "uê")
    if onset == "qu":
        return f"q{rime}" if rime[:2] == "uy" else None if plain[0] in "ou" or plain[:2] == "ie" else onset + rime
    if onset == "gi":
        return None if front or rounded else onset + rime
    if rounded and onset in ("b", "ph", "v", "m", "r", "g", "nh", "ng"):
        return None
    if front:
        onset = {"c": "k", "g": "gh", "ng": "ngh"}.get(onset, onset)
    return onset + rime


def syllables(seed: int = 1) -> list[str]:
    """Return all of them with their tones in a settled, shuffled order, as if by how common they are."""
    found = []
    for rimes, tones in ((_OPEN + _CLOSED, _TONES), (_STOPPED, _TONES_STOPPED)):
        for rime in rimes:
            for tone in tones:
                spelt = (_joined(onset, toned(rime, tone)) for onset in _ONSETS)
                found += [syllable for syllable in spelt if syllable]
    found = list(dict.fromkeys(found))
    random.Random(seed).shuffle(found)
    return found
