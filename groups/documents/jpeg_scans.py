"""What decoding a JPEG costs that its size does not show: how often the whole picture is gone over.

A picture in one scan is decoded line by line. One in several (a progressive one, or one whose colours come after each
other) is held whole, two bytes a point and colour, and gone over once a scan; a scan of nothing takes ten bytes.
"""

import re
from dataclasses import dataclass

# A mark is found as libjpeg finds it: what lies before it is passed over, in the data of a scan as elsewhere. FF 00 and
# the marks to begin anew within a scan are data.
_MARK = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd8])")
#: More are counted by nobody: no picture has so many.
_MOST = 10_000
_START_OF_SCAN, _END = 0xDA, 0xD9
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}


@dataclass(frozen=True)
class Scans:
    """How many scans a JPEG has, and whether it must be held whole while it is decoded."""

    count: int
    held_whole: bool


def scans_of(picture: bytes) -> Scans:
    """Return the scans of the first picture in ``picture``, a JPEG; what follows its end is not looked at."""
    at, count, colours, held_whole = 2, 0, 0, False
    while count < _MOST and (mark := _MARK.search(picture, at)) and mark[1][0] != _END:
        kind, at = mark[1][0], mark.end()
        content = picture[at + 2 : at + 8]
        if kind in _FRAMES and len(content) == 6:
            colours, held_whole = content[5], held_whole or kind in _PROGRESSIVE
        if kind == _START_OF_SCAN:
            count += 1
            held_whole = held_whole or content[:1] < bytes([colours])
        at += int.from_bytes(picture[at : at + 2])
    return Scans(count, held_whole)
