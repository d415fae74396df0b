"""Vietnamese text as people type it, reduced to keys that can be compared.

Nothing here decides anything: a key finds candidates, it never proves that two names are the same group.
"""

import re
import unicodedata

#: Characters that show nothing: soft hyphen, joiners, fillers, zero-width marks, bidi controls, invisible operators,
#: variation selectors, marks of annotation and music, tags, BOM. A reader loses nothing without them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NOT_WORD = re.compile(r"[^\w]+|_+")
# After these consonants "y" and "i" are one sound and both are written: quản lý, quản lí.
_Y_FOR_I = re.compile(r"\b(h|k|l|m|qu|s|t)y\b")
_Y_FOR_I_ANYWHERE = re.compile(r"(h|k|l|m|qu|s|t)y")
_SPACE = re.compile(r"\s+")
# "đ" has no decomposition in Unicode, so stripping marks alone would leave it.
_D_BAR = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d", "Đ": "d", "Ð": "d", "Ɖ": "d"})


def clean(text: str) -> str:
    """Return ``text`` as it should be stored: NFC, no invisible or control characters, single spaces."""
    if text.isascii() and text.isprintable():
        return _SPACE.sub(" ", text).strip()
    visible = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    printable = "".join(" " if unicodedata.category(c) == "Cc" else c for c in visible)
    return _SPACE.sub(" ", printable).strip()


def clean_lines(text: str) -> str:
    """Like :func:`clean`, line by line; empty lines go."""
    lines = (clean(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def fold(text: str) -> str:
    """Return the key that ignores case, diacritics, width, styling and punctuation; words stay apart.

    >>> fold("Hiệu trưởng P.GD-ĐT")
    'hieu truong p gd dt'
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()
    if not plain.isascii():  # a key is folded again and again, and has no mark to lose
        parted = unicodedata.normalize("NFD", plain.translate(_D_BAR))
        plain = "".join(c for c in parted if not unicodedata.combining(c))
    return _SPACE.sub(" ", _NOT_WORD.sub(" ", plain)).strip()


def squash(text: str) -> str:
    """Return the folded key without spaces, so that "P.GD-ĐT" and "PGDĐT" meet.

    >>> squash("P.GD-ĐT") == squash("PGD&ĐT")
    True
    """
    return fold(text).replace(" ", "")


def respell(key: str) -> str:
    """Return a folded key with words of two accepted spellings in one of them.

    >>> respell("quan ly van the my") == respell("quan li van the mi")
    True
    """
    return _Y_FOR_I.sub(r"\1i", key)


def joined(key: str) -> str:
    """Return a folded key without spaces in which two spellings meet even where nobody wrote the spaces.

    For comparing only: it respells what it must not, too ("quyet" as well as "quy").

    >>> joined("quanly tieuhoc") == joined("quan li tieu hoc")
    True
    """
    return _Y_FOR_I_ANYWHERE.sub(r"\1i", key.replace(" ", ""))


def join_lines(first: str, second: str) -> str:
    """Return ``first`` and below it the lines of ``second`` that it does not hold already, however they are written."""
    lines, held = first.splitlines(), {fold(line) for line in first.splitlines()}
    for line in second.splitlines():
        if fold(line) not in held:
            held.add(fold(line))
            lines.append(line)
    return "\n".join(lines)
