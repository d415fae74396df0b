"""Wards as people write them: "Phường 4", "P.4", "P04" and "4" are one; "Xã Tân Bình" and "Phường Tân Bình" are two."""

import re

from .text import fold

_KINDS = {"p": "phuong", "f": "phuong", "phuong": "phuong", "x": "xa", "xa": "xa", "tt": "thi tran"}
# With nothing between a short form and a number: "P4". A longer word is no short form: "Phú Nhuận".
_WRITTEN = re.compile(r"(?:(?P<kind>phuong|thi tran|xa|tt|[pfx])(?: |(?=\d)))?(?P<name>.+)")


def ward_name(text: str) -> str:
    """Return the folded name of a ward without what kind of place it is; an empty string where there is none.

    >>> ward_name("P.04") == ward_name("Phường 4")
    True
    """
    return _parts(text)[1]


def same_ward(first: str, second: str) -> bool:
    """Whether two texts name one ward. A kind that either leaves out contradicts nothing."""
    (kind, name), (other_kind, other_name) = _parts(first), _parts(second)
    return name == other_name and (not kind or not other_kind or kind == other_kind)


def _parts(text: str) -> tuple[str, str]:
    found = _WRITTEN.fullmatch(fold(text))
    if found is None:
        return "", ""
    kind, name = found["kind"] or "", found["name"]
    return _KINDS.get(kind, kind), name.lstrip("0") if name.isdecimal() else name
