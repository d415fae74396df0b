"""One text for one value: JSON in the canonical form of RFC 8785, restricted so that every program writes it alike.

Allowed are null, true, false, whole numbers below 2**53, strings of Unicode scalar values, lists, and objects whose
keys are ASCII. Numbers with a fraction are refused: programs print them differently. With ASCII keys the order of
RFC 8785 (UTF-16 units) is that of code points, and the escapes are those that Python's encoder writes.
"""

import hashlib
import json
import re
from typing import Any

#: The largest whole number that every reader of JSON keeps exactly (RFC 7493, 2.2).
LARGEST = 2**53 - 1
SALT_BYTES = 32
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


class NotCanonical(ValueError):
    """A value has no canonical form; the message (for the log) says where."""


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of ``value`` in UTF-8. Raise :class:`NotCanonical` where it has none."""
    _check(value, "$")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def commitment(value: Any, salt: bytes) -> str:
    """Return SHA-256(0x02 || salt || canonical JSON) in hex: it binds to ``value`` and tells nothing without the salt.

    0x02 keeps it apart from leaves (0x00) and nodes (0x01) of the tree.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(b"\x02" + salt + canonical(value)).hexdigest()


def _check(value: Any, where: str) -> None:
    if isinstance(value, list):
        for at, item in enumerate(value):
            _check(item, f"{where}[{at}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"{where}: a key that is no ASCII text")
            _check(item, f"{where}.{key}")
    elif fault := _fault(value):
        raise NotCanonical(f"{where}: {fault}")


def _fault(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if abs(value) <= LARGEST else "a number too large to be kept exactly"
    if isinstance(value, str):
        # A lone surrogate is no character, and PostgreSQL keeps no zero byte.
        return "a text with what is no character" if _NO_TEXT.search(value) else ""
    return f"{type(value).__name__} has no canonical form"
