"""Letters of other alphabets that look like Latin ones, and what differs between two names."""

import difflib
import unicodedata

from .text import clean, fold

# Cyrillic and Greek letters that a reader takes for Latin ones. NFKC does not join them, rightly: they are others.
_CYRILLIC = dict(zip("аАвВеЕкКмМнНоОрРсСтТуУхХіІјЈѕЅһҺԁԛԝѵ", "aAbBeEkKmMhHoOpPcCtTyYxXiIjJsShHdqwv", strict=True))
_GREEK = dict(zip("αΑΒεΕΖΗιΙκΚΜνΝοΟρΡτΤυΥχΧ", "aABeEZHiIkKMvNoOpPtTuYxX", strict=True))
_OTHERS = str.maketrans(_CYRILLIC | _GREEK)


def foreign_letters(text: str) -> list[str]:
    """Return the letters of ``text`` that are not Latin, once each, in order of appearance."""
    seen = dict.fromkeys(c for c in unicodedata.normalize("NFKC", text) if c.isalpha() and not _is_latin(c))
    return list(seen)


def skeleton(text: str) -> str:
    """Return the folded key with look-alike letters taken for the Latin ones they imitate."""
    # Parted first: a Greek "ο" and an acute make one letter in NFC, "ό", which the table does not know.
    return fold(unicodedata.normalize("NFKD", text).translate(_OTHERS))


def differences(typed: str, official: str) -> list[str]:
    """Say in words what differs between a typed name and an official one."""
    found = []
    strangers = foreign_letters(typed)
    if strangers and skeleton(typed) == fold(official):
        return [f"Có chữ cái của bảng chữ khác, trông giống chữ Latinh: {', '.join(strangers)}."]
    typed_words, official_words = clean(typed).split(), clean(official).split()
    matcher = difflib.SequenceMatcher(None, fold(typed).split(), fold(official).split(), autojunk=False)
    if len(fold(typed).split()) != len(typed_words) or len(fold(official).split()) != len(official_words):
        typed_words, official_words = fold(typed).split(), fold(official).split()
    for kind, a, b, c, d in matcher.get_opcodes():
        here, there = " ".join(typed_words[a:b]), " ".join(official_words[c:d])
        if kind == "replace":
            found.append(f"“{here}” thay vì “{there}”{_strange_in(here)}.")
        elif kind == "delete":
            found.append(f"Thừa “{here}”.")
        elif kind == "insert":
            found.append(f"Thiếu “{there}”.")
    return found


def _strange_in(words: str) -> str:
    """Return a remark on letters that Vietnamese has not: to the eye "cônɡ" may be the same as "công"."""
    parted = unicodedata.normalize("NFD", words)
    strange = dict.fromkeys(c for c in parted if c.isalpha() and not c.isascii() and c not in "đĐ")
    return f" (có chữ không thuộc bảng chữ cái tiếng Việt: {', '.join(strange)})" if strange else ""


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
