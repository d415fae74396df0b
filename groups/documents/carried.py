"""The list for programs that a published PDF carries (danh-sach.json), taken out of its bytes."""

import json
import re
import zlib
from typing import Any

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
#: No list of ours is as long.
_LONGEST = 256 * 1024 * 1024


def carried_list(pdf: bytes) -> dict[str, Any] | None:
    """Return the list as data, or None where the file carries none. Read as ``scripts/verify_offline.py`` reads it."""
    for match in _STREAM.finditer(pdf):
        try:
            text = zlib.decompressobj().decompress(match[1], _LONGEST)
            found = json.loads(text) if text.startswith(b"{") else None
        except (zlib.error, ValueError):
            continue
        if isinstance(found, dict) and "imprint" in found:
            return found
    return None
