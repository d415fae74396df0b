"""Vietnamese phone numbers as spreadsheets leave them."""

import re

#: A number in a cell loses the 0 before it: of a mobile phone 9 figures are left, of one at a desk (02x) 10.
_ATE_ZERO = re.compile(r"((?:[35789]\d{8})|(?:2\d{9}))(?:\.0)?", re.ASCII)


def with_leading_zero(text: str) -> str:
    """Return ``text`` with the 0 that a spreadsheet took from it; unchanged where it is no such number."""
    found = _ATE_ZERO.fullmatch(re.sub(r"[ \u00a0]", "", text.strip()))
    return f"0{found[1]}" if found else text
