"""Which characters the shipped typeface has: what it lacks cannot be printed, and is found before any compile."""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"


@cache
def printable_code_points() -> frozenset[int]:
    """The code points that all four faces of the shipped typeface have."""
    return frozenset.intersection(*(_code_points(path) for path in sorted(FONTS.glob("*.ttf"))))


def unprintable(text: str) -> str:
    """Return the first character of ``text`` that no document could show, or an empty string. Line ends may stay."""
    printable = printable_code_points()
    return next((each for each in text if each != "\n" and ord(each) not in printable), "")


def _code_points(path: Path) -> frozenset[int]:
    """The characters in a TrueType file's Unicode map (table "cmap", format 4: OpenType 1.9).

    Read here, for it is twenty lines: a font library would be one more thing to install.
    """
    font = path.read_bytes()
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    records = (struct.unpack_from(">HHI", font, start + 4 + 8 * i) for i in range(maps))
    table = start + next(offset for *kind, offset in records if kind == [3, 1])
    form, _, _, double = struct.unpack_from(">4H", font, table)
    if form != 4:
        raise ValueError(f"{path.name}: cmap format {form}, expected 4")

    def column(at):
        return struct.unpack_from(f">{double // 2}H", font, table + at)

    ends, starts = column(14), column(16 + double)
    deltas, offsets = column(16 + 2 * double), column(16 + 3 * double)
    found = set()
    for i, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = table + 16 + 3 * double + 2 * i + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, at)
            if glyph and (glyph + delta) % 65536:
                found.add(code)
    return frozenset(found)
