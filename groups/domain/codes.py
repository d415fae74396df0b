"""Register codes: ``TB-0007-L`` is the authority's prefix, a running number and a check character.

The check character is ISO 7064 MOD 37,36: it finds every single wrong character, in the prefix as well as in the
number, and nearly every swap of neighbours (of the digits of the first 9,999 codes all but 0.3 %).
"""

import re

from stdnum.exceptions import ValidationError as _StdnumError
from stdnum.iso7064 import mod_37_36

PREFIX_PATTERN = r"^[A-Z][A-Z0-9]{1,7}$"
CODE_PATTERN = r"^[A-Z][A-Z0-9]{1,7}-[0-9]{4,7}-[0-9A-Z]$"
_STRICT = re.compile(r"^[A-Z][A-Z0-9]{1,7}\s?[-–—]\s?[0-9]{4,7}\s?[-–—]\s?[0-9A-Z]$")
_MISREAD = re.compile(r"^[A-Z][A-Z0-9]{1,7}[\s\-–—./]+(?=[OIL]*[0-9])[0-9OIL]{4,7}[\s\-–—./]+[0-9A-Z]$")
# People type codes with any dash, a space or nothing between the parts.
_LOOSE = re.compile(r"^([A-Z][A-Z0-9]{1,7}?)[\s\-–—./]*([0-9]{4,7})[\s\-–—./]*([0-9A-Z])$")
_BEGINNING = re.compile(r"^([A-Z][A-Z0-9]{0,6}?[A-Z])[\s\-–—./]*([0-9]{1,7})(?:[\s\-–—./]+([0-9A-Z]))?$")


class BadCode(ValueError):
    """What was typed is not a register code; the message (Vietnamese) says what was expected."""


def make_code(prefix: str, number: int) -> str:
    """Return the code of the ``number``-th group of the authority with this ``prefix``."""
    if not re.match(PREFIX_PATTERN, prefix):
        raise BadCode(f"Tiền tố mã “{prefix}” không hợp lệ: cần 2 đến 8 chữ cái in hoa hoặc chữ số.")
    body = f"{prefix}{number:04d}"
    return f"{prefix}-{number:04d}-{mod_37_36.calc_check_digit(body)}"


def parse_code(text: str) -> str:
    """Return the canonical form of a code as people type it.

    Raise :class:`BadCode` where the shape is another or the check character does not fit.
    """
    match = _LOOSE.match(text.strip().upper())
    if is_misread_code(text):
        raise BadCode(
            "Phần giữa của mã chỉ gồm chữ số: xin gõ số 0 thay cho chữ O, số 1 thay cho chữ I hoặc chữ L, "
            "rồi kiểm tra lại."
        )
    if not match:
        raise BadCode("Mã nhóm có dạng như TB-0007-L: tiền tố cơ quan, bốn chữ số trở lên và một ký tự kiểm tra.")
    prefix, number, check = match.groups()
    try:
        mod_37_36.validate(prefix + number + check)
    except _StdnumError as error:
        raise BadCode(
            f"Mã {prefix}-{number}-{check} không đúng ký tự kiểm tra: có thể một ký tự bị gõ nhầm. "
            "Vui lòng so lại với mã ghi trên danh sách."
        ) from error
    return f"{prefix}-{number}-{check}"


def code_prefix(text: str) -> str | None:
    """Return the beginning of a code that ``text`` may be, ``TB-0007``, or None: letters alone are a word."""
    match = _BEGINNING.match(text.strip().upper())
    return f"{match[1]}-{match[2]}" + (f"-{match[3]}" if match[3] else "") if match else None


def looks_like_code(text: str) -> bool:
    """Say whether ``text`` has the shape of a code, right or mistyped."""
    return bool(_LOOSE.match(text.strip().upper()))


def is_misread_code(text: str) -> bool:
    """Say whether letters that look like digits stand in the number of a code: nobody is told what was meant."""
    plain = text.strip().upper()
    return bool(_MISREAD.match(plain)) and not _LOOSE.match(plain)


def is_strict_code(text: str) -> bool:
    """Say whether ``text`` is written with the dashes of a code, so that it can hardly be anything else."""
    return bool(_STRICT.match(text.strip().upper()))
