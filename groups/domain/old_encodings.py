"""Texts of old Vietnamese fonts, read as Latin-1: TCVN3 (TCVN 5712:1993, .Vn fonts) and VNI-Windows.

TCVN3 has one byte for each small letter with its mark; capitals with a tone have none, a capital font shows the small
ones. VNI writes the letter and then a byte for its mark. Both come out of old workbooks as characters that no
Vietnamese word in Unicode holds, and that is how they are told: by whole words, over a whole table.
"""

import re
import unicodedata
from collections.abc import Iterable

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
#: VNI: the mark that a byte after a letter stands for, as combining characters.
_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOF = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    table = dict(_ALONE)
    for letter in "aeouy":
        table |= {letter + byte: letter + mark for byte, mark in _TONES.items()}
    for letter in "aeo":
        table |= {letter + byte: letter + "\u0302" + mark for byte, mark in _ROOF.items()}
    table |= {"a" + byte: "a\u0306" + mark for byte, mark in _BREVE.items()}
    for byte, letter in (("ô", "ơ"), ("ö", "ư")):
        table |= {byte + tone: letter + mark for tone, mark in _TONES.items()}
    small = {key: unicodedata.normalize("NFC", value) for key, value in table.items()}
    large = {key.upper(): value.upper() for key, value in small.items()}
    first = {key[0].upper() + key[1:]: value.upper() for key, value in small.items() if len(key) > 1}
    return small | first | large


_VNI = _vni_table()
_PAIRS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
#: A word: letters, and the signs that stand for letters in TCVN3.
_WORD = re.compile(r"[^\W\d_¡-¿\xad×÷]*[¡-¿\xad×÷À-ÿ][^\s\d.,;:()\[\]/+\"'-]*|[^\W\d_]+")
_ONSET = "(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x)?"
_NUCLEUS = (
    "(?:iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uyê|uya|uyu|uêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|"
    "ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ươ|ưi|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
)
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|c|m|ng|nh|n|p|t)?")
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
#: Letters of Vietnamese that Latin-1 does not have: a text that holds one is in Unicode already.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_ENOUGH, _SHARE = 2, 0.8


def detect(texts: Iterable[str]) -> str:
    """Return "tcvn3", "vni", or "" where the texts of a table are no old ones.

    At least two different words must be no Vietnamese as they stand and be Vietnamese once converted, and so must
    four in five of all words with a character beyond ASCII that are not in Unicode already.
    """
    words = {word for text in texts if not _UNICODE.search(text) for word in _strange(text)}
    found = {name: sum(_is_vietnamese(_letters(word, name)) for word in words) for name in ("tcvn3", "vni")}
    best = max(found, key=found.__getitem__)
    return best if found[best] >= max(_ENOUGH, _SHARE * len(words)) else ""


def convert(text: str, encoding: str) -> str:
    """Return ``text`` in Unicode (NFC); unchanged where it is in Unicode already, or holds nothing of ``encoding``."""
    if not encoding or text.isascii() or _UNICODE.search(text):
        return text
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not words or not all(_is_vietnamese(_letters(word, encoding)) for word in words):
        return text
    converted = _letters(text, encoding)
    # In a capital font the letters with marks are stored small: "TR¦êNG".
    plain = [re.sub(r"[^A-Za-z]", "", word) for word in _WORD.findall(text)]
    long = [word for word in plain if len(word) > 1]
    capitals = encoding == "tcvn3" and bool(long) and all(word.isupper() for word in long)
    return unicodedata.normalize("NFC", converted.upper() if capitals else converted)


def _letters(text: str, encoding: str) -> str:
    if encoding == "tcvn3":
        return "".join(_TCVN3.get(character, character) for character in text)
    return _PAIRS.sub(lambda match: _VNI[match.group()], text)


def _strange(text: str) -> list[str]:
    """Return the words with a character beyond ASCII that are no Vietnamese word as they stand."""
    return [word for word in _WORD.findall(text) if not word.isascii() and not _is_vietnamese(word)]


def _is_vietnamese(word: str) -> bool:
    parted = unicodedata.normalize("NFD", word.lower())
    toneless = unicodedata.normalize("NFC", _TONE_MARKS.sub("", parted))
    return len(_TONE_MARKS.findall(parted)) <= 1 and bool(_SYLLABLE.fullmatch(toneless))
