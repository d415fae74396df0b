"""What a file that somebody brought may be: how it is told what it is, how much of it is opened, what it comes to."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..domain.importing import MOST_ROWS

#: How many columns are read, among how many lines the headings are looked for, how many lines may hold a text.
MOST_COLUMNS, HEAD = 60, 30
MOST_LINES = MOST_ROWS + HEAD
EXPECTED = "Cần tệp Excel (.xlsx), OpenDocument (.ods), Word (.docx) hoặc CSV."
TOO_LONG = f"Tệp có hơn {MOST_ROWS} dòng: hãy chia thành nhiều tệp."
TOO_LARGE = "Tệp mở ra quá lớn: hãy bỏ hình ảnh, định dạng thừa, hoặc chia thành nhiều tệp."
BROKEN = f"Tệp bị hỏng hoặc có mật khẩu. {EXPECTED}"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_OLD_EXCEL = "Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu: hãy bỏ mật khẩu và lưu lại thành .xlsx."
_OLD_WORD = "Tệp Word kiểu cũ (.doc) hoặc có mật khẩu: hãy bỏ mật khẩu và lưu lại thành .docx."
#: How a file begins that is often brought and holds no table to read, and what to do then.
_OTHERS = (
    (b"%PDF", "Tệp PDF chỉ để xem và in, không đọc được thành bảng: hãy dùng tệp Word (.docx) hoặc Excel (.xlsx) gốc."),
    (b"{\\rtf", "Tệp văn bản RTF chưa đọc được: hãy mở bằng Word và lưu lại thành .docx."),
    (b"<", f"Tệp là trang web hoặc XML, dù mang tên khác: hãy mở ra và lưu lại. {EXPECTED}"),
    (b"\x89PNG", f"Tệp là hình ảnh. {EXPECTED}"),
    (b"\xff\xd8\xff", f"Tệp là hình ảnh. {EXPECTED}"),
)


class UnreadableTable(ValueError):
    """The file is no table that can be read; the message (Vietnamese) says what was expected."""


@dataclass(frozen=True)
class Line:
    """A line of a table that holds a text. ``across`` is how many columns its only text covers, else 0."""

    number: int
    cells: list[str]
    across: int = 0


@dataclass
class Brought:
    """The lines of a file, and what has to be said of how they were read."""

    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    sheet: str = ""


def refuse_others(content: bytes, file_name: str) -> None:
    """Raise :class:`UnreadableTable` for a file of a kind that is known and not read."""
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableTable(_OLD_WORD if file_name.lower().endswith((".doc", ".docx")) else _OLD_EXCEL)
    begins = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for sign, sentence in _OTHERS:
        if begins.startswith(sign):
            raise UnreadableTable(sentence)


def kind_of(content: bytes) -> str:
    """Return what a zip archive holds: "xlsx", "ods" or "docx". Raise :class:`UnreadableTable` for anything else."""
    with opened(content) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "word/document.xml" in names:
            return "docx"
        if "mimetype" in names and "content.xml" in names and archive.open("mimetype").read(100).strip() == _ODS:
            return "ods"
    if "xl/workbook.bin" in names:
        raise UnreadableTable("Tệp Excel dạng nhị phân (.xlsb) chưa đọc được: hãy lưu lại thành .xlsx.")
    if "content.xml" in names:
        raise UnreadableTable("Tệp OpenDocument này không phải bảng tính: hãy lưu lại thành .ods hoặc .docx.")
    raise UnreadableTable(f"Tệp nén này không phải bảng tính hay văn bản. {EXPECTED}")


@contextmanager
def opened(content: bytes):
    """Open a zip archive. What its parts raise, the reader is told as :data:`BROKEN`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        if isinstance(error, UnreadableTable):
            raise
        raise UnreadableTable(BROKEN) from error


def refuse_bomb(parts: Iterable[zipfile.ZipInfo], most: int) -> None:
    """Raise :class:`UnreadableTable` where ``parts`` come to more than ``most`` bytes when they are unpacked.

    An archive cannot give more than it says here: ``zipfile`` stops reading a part at its stated size.
    """
    if sum(part.file_size for part in parts) > most:
        raise UnreadableTable(TOO_LARGE)


def cell_text(value: Any) -> str:
    """Return a cell as a person reads it: a date as 05/11/2021, a whole number without ".0"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def across(cells: list[str], covers: int) -> int:
    """Return how many columns the only text of a line covers; 0 where it has several, or one in one column."""
    return covers if covers > 1 and sum(map(bool, cells)) == 1 else 0


def merged_note(count: int) -> list[str]:
    """Return what is said of cells that cover several lines."""
    return [f"Có {count} ô gộp: nội dung được hiểu là của mọi dòng mà ô ấy trải qua."] if count else []
