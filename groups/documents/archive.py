"""What the two kinds of workbook share: a text that a cell can hold, and an archive that tells no hour of its own."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

#: The longest text that a cell of Excel holds, in UTF-16 units; LibreOffice keeps to it as well.
MAX_CELL = 32_767
_CUT = "… [phần sau không vừa một ô; xem bản JSON]"


def cell_text(text: str) -> str:
    """`text`, or as much of it as a cell holds with a word that there is more."""
    if len(text) * 2 <= MAX_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= MAX_CELL * 2:
        return text
    # "ignore" drops half of a pair that the cut goes through.
    return units[: (MAX_CELL - len(_CUT)) * 2].decode("utf-16-le", "ignore") + _CUT


def moment_of(timestamp: datetime) -> datetime:
    """`timestamp` in UTC to the second, without a zone. Raises ValueError for one that has none."""
    if timestamp.utcoffset() is None:
        raise ValueError("timestamp cần có múi giờ.")
    return timestamp.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def settled(content: bytes, moment: datetime, change: Callable[[bytes], bytes] = bytes) -> bytes:
    """The same archive with one time for all its parts: the libraries note when they wrote each.

    Each part is passed through `change`.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as kept:
        for part in given.infolist():
            info = zipfile.ZipInfo(part.filename, moment.timetuple()[:6])
            info.compress_type = part.compress_type  # an OpenDocument file begins with its type, uncompressed
            kept.writestr(info, change(given.read(part)))
    return out.getvalue()
