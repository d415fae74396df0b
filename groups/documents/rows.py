"""What an attached list is made of: plain rows, and the rule for text that may be printed.

The wording and order of the parts follow Nghị định 30/2020/NĐ-CP, Phụ lục I. Nothing here
knows a model, a setting or the clock: a service gathers the rows, `pdf.py` prints them.
"""

import re
import unicodedata
from collections.abc import Callable, Set
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from typing import TypeVar

from ..domain.text import INVISIBLE

_LINE_ENDS = re.compile("\r\n|[\n\r\u2028\u2029]")
_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# What no XML may hold, and the other controls: a mark takes their place, for a reader may lose something here.
_ILLEGIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_KEEP_LINES = frozenset({"members", "directive"})

Document = TypeVar("Document")

_LABELS = {
    "superior": "Cơ quan chủ quản",
    "issuer": "Cơ quan ban hành",
    "place": "Địa danh",
    "symbol": "Ký hiệu",
    "signer_title": "Chức vụ người ký",
    "signer_name": "Họ tên người ký",
    "kind": "Tên loại văn bản kèm theo",
    "reference": "Số và ký hiệu văn bản kèm theo",
    "date_text": "Ngày văn bản kèm theo",
    "name": "Tên nhóm",
    "notes": "Ghi chú dưới tên nhóm",
    "members": "Thành viên",
    "lead": "Trưởng nhóm, phụ trách",
    "directive": "Hướng xử lý",
    "code": "Mã số",
    "platform": "Ứng dụng",
    "rooms": "Số nhóm",
    "level": "Cấp học",
    "since": "Công nhận từ",
    "document": "Theo văn bản",
    "source": "Dòng của văn bản gốc",
    "section": "Mục của danh sách",
    "address": "Địa chỉ trang danh sách",
    "label": "Tên lần công bố",
    "root": "Gốc của sổ",
    "subject": "Trích yếu",
    "period_text": "Thời gian của thông báo",
    "title": "Mục của thông báo",
    "lines": "Nội dung của thông báo",
    "host": "Địa chỉ của sổ",
    "title_subject": "Trích yếu của danh sách",
    "as_of_text": "Thời điểm của danh sách",
    "remarks": "Ghi chú của danh sách",
    "recipients": "Nơi nhận",
    "language": "Ngôn ngữ",
    "document_title": "Tên tài liệu",
}


@dataclass(frozen=True)
class Heading:
    """The head and the signer of the list, as the letterhead stood then; signer parts may be ""."""

    superior: str
    issuer: str
    place: str
    symbol: str
    signer_title: str
    signer_name: str


@dataclass(frozen=True)
class Covering:
    """The document the list goes with, e.g. Công văn, 1496/GDĐT-PC, "ngày 05 tháng 11 năm 2021"."""

    kind: str
    reference: str
    date_text: str
    issuer: str


@dataclass(frozen=True)
class ListRow:
    """One line of the list. `notes` are small lines under the name.

    Only `members` and `directive` keep their line breaks. From `code` on: what a table has in columns of their own,
    and the printed page in the notes; `section` is the heading under which the row stands in a grouped list.
    """

    number: int
    name: str
    notes: tuple[str, ...]
    members: str
    lead: str
    directive: str
    code: str = ""
    platform: str = ""
    rooms: str = ""
    level: str = ""
    since: str = ""
    document: str = ""
    section: str = ""
    source: str = ""


@dataclass(frozen=True)
class Imprint:
    """What ties a paper to the register: the address behind its QR, in words what it is, the event it was made at.

    `root`: that of the log's Merkle tree at that event, 64 hexadecimal digits; "" on lists of before there was one.
    """

    address: str
    label: str
    event_number: int
    root: str = ""

    @property
    def head(self) -> str:
        """Size and root as programs compare them, or "" where there is none."""
        return f"{self.event_number}:{self.root}" if self.root else ""

    def as_data(self) -> dict:
        """For programs; what was not known then has no key."""
        data = asdict(self)
        return data if self.root else {key: value for key, value in data.items() if key != "root"}


@dataclass(frozen=True)
class AttachedList:
    """The whole list. `remarks` are said below it; `covering` is None until the clerk numbers it.

    `as_of` is the day of `as_of_text` as ISO 8601 writes it, or "" where it was not kept.
    `imprint` is None for a list that was exported and not published.
    """

    heading: Heading
    title_subject: str
    as_of_text: str
    rows: tuple[ListRow, ...]
    remarks: tuple[str, ...]
    covering: Covering | None
    recipients: tuple[str, ...]
    document_title: str
    language: str = "vi"
    imprint: Imprint | None = None
    as_of: str = ""

    @property
    def closing(self) -> str:
        """The sentence below the table: a line cut off is missed."""
        return f"Danh sách này có {len(self.rows)} mục."


class UnprintableText(ValueError):
    """A value holds a character that cannot be printed; the message says where, what and what to do.

    `row` is the row's own number, or None outside the rows; `field` the attribute's name.
    """

    def __init__(self, row: int | None, field: str, character: str):
        self.row, self.field, self.character = row, field, character
        where = f"Dòng {row}, mục" if row is not None else "Mục"
        super().__init__(
            f"{where} “{_LABELS.get(field, field)}” có {_described(character)}; "
            "chỉ dùng chữ tiếng Việt, chữ số và dấu câu thông thường."
        )


def cleaned(document: Document, printable: Set[int]) -> Document:
    """The same document with every text in NFC, without invisible characters and stray spaces.

    `printable` holds the code points of the letters that the typeface has.
    Raises UnprintableText for the first character that is not among them; in a list it names the row.
    """

    def checked(text: str, row: int | None, field: str) -> str:
        text = _tidy(text, field)
        for character in text.replace("\n", ""):
            if unicodedata.category(character)[0] == "C" or ord(character) not in printable:
                raise UnprintableText(row, field, character)
        return text

    return _throughout(document, checked)


def legible(document: AttachedList) -> AttachedList:
    """The same list, tidied likewise but never refused: what no XML may hold is shown as U+FFFD.

    For the forms that bring no typeface of their own: a sheet shows an emoji, an archival page cannot.
    """
    return _throughout(document, lambda text, _, field: legible_text(text, field))


def legible_text(text: str, field: str = "members") -> str:
    """One text tidied in that way; lines stay apart in the fields that have lines."""
    return _ILLEGIBLE.sub("\ufffd", _tidy(text, field))


def _throughout(document: Document, change: Callable[[str, int | None, str], str]) -> Document:
    """A copy with each text passed through `change(text, number of its row or None, its field)`."""
    if not isinstance(document, AttachedList):
        return _each_text(document, lambda field, text: change(text, None, field))

    def changed_row(row: ListRow) -> ListRow:
        return _each_text(row, lambda field, text: change(text, row.number, field))

    rows = tuple(changed_row(row) for row in document.rows)
    return replace(_each_text(replace(document, rows=()), lambda field, text: change(text, None, field)), rows=rows)


def _each_text(record, change: Callable[[str, str], str]):
    """A copy of a dataclass with each text in it, however deep, passed through `change`."""

    def visit(name, value):
        if isinstance(value, str):
            return change(name, value)
        if isinstance(value, tuple):
            return tuple(visit(name, item) for item in value)
        return _each_text(value, change) if is_dataclass(value) else value

    return replace(record, **{f.name: visit(f.name, getattr(record, f.name)) for f in fields(record)})


def _tidy(text: str, field: str) -> str:
    # NFC last: a mark may reach its letter only when the invisible character between them is gone.
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    lines = [_SPACES.sub(" ", line).strip() for line in _LINE_ENDS.split(text)]
    return ("\n" if field in _KEEP_LINES else " ").join(line for line in lines if line)


def _described(character: str) -> str:
    code = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    if category == "Cc":
        return f"ký tự điều khiển {code}"
    if category[0] == "C":
        return f"ký tự chưa được gán hoặc dùng riêng {code}"
    return f"ký tự “{character}” ({code}) mà phông chữ của văn bản không có"
