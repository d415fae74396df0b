"""Invite links as Zalo and Viber make them, a different one for every group."""

import base64
import hashlib

from groups.domain.platforms import Platform

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ZALO_CODES = 26**6 * 1000
#: Shares no divisor with their number, so that no two groups get the same code.
_STEP = 123_456_789_011


def invitation(number: int, platform: str) -> str:
    """Return the invite link of the ``number``-th group: the same at every call."""
    return _viber(number) if platform == Platform.VIBER else _zalo(number)


def _zalo(number: int) -> str:
    rest, digits = divmod(number * _STEP % _ZALO_CODES, 1000)
    letters = ""
    for _ in range(6):
        rest, at = divmod(rest, 26)
        letters += _LETTERS[at]
    return f"https://zalo.me/g/{letters}{digits:03d}"


def _viber(number: int) -> str:
    code = base64.b64encode(hashlib.sha384(str(number).encode()).digest()).decode()
    return "https://invite.viber.com/?g2=" + code.replace("+", "%2B").replace("/", "%2F")
