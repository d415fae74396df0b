"""The public facts of a group in words: their names, their values, and a change from one to another."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..domain.platforms import PLATFORM_LABELS
from ..domain.rewording import Fate, Piece, reworded
from ..domain.status import STATUS_LABELS
from ..domain.vocabulary import LEVEL_LABELS, UNCERTAIN_FIELDS

LABELS = {
    "status": "Trạng thái",
    "status_document": "Theo văn bản",
    "name": "Tên nhóm",
    "platform": "Ứng dụng",
    "room_count": "Số nhóm",
    "level": "Cấp học",
    "purpose": "Mục đích",
    "members_text": "Thành viên",
    "directive_text": "Hướng xử lý",
    "directives_done": "Hướng xử lý đã thực hiện",
    "lead": "Trưởng nhóm",
    "administrators": "Số phó nhóm, quản trị",
    "member_lines": "Số dòng thành viên",
    "source_row": "Số thứ tự trên văn bản gốc",
    "last_confirmed_on": "Xác nhận gần nhất",
    "uncertain": "Chỗ đọc chưa chắc",
}
#: What a reader of two lists would see differ, in this order.
COMPARED = (
    "name",
    "platform",
    "room_count",
    "level",
    "purpose",
    "members_text",
    "lead",
    "directive_text",
    "directives_done",
    "status_document",
    "source_row",
    "uncertain",
)
#: Facts that people write in their own words, so a change is told word by word; any other is another value as a whole.
_WRITTEN = frozenset({"name", "purpose", "members_text", "directive_text", "directives_done", "lead"})
_EMPTY = "(trống)"
_CHOICES = {"status": STATUS_LABELS, "platform": PLATFORM_LABELS, "level": LEVEL_LABELS}


@dataclass(frozen=True)
class Change:
    """One fact before and after, in words. ``written``: told word by word."""

    label: str
    before: str
    after: str
    written: bool = field(default=False, compare=False)

    @property
    def was(self) -> list[Piece]:
        """What stood before, in pieces: those kept and those deleted."""
        return [piece for piece in self._pieces if piece.fate != Fate.INSERTED]

    @property
    def now(self) -> list[Piece]:
        """What stands since, in pieces: those kept and those inserted."""
        return [piece for piece in self._pieces if piece.fate != Fate.DELETED]

    @cached_property
    def _pieces(self) -> list[Piece]:
        if self.written and _EMPTY not in (self.before, self.after):
            return reworded(self.before, self.after)
        return [Piece(self.before, Fate.DELETED), Piece(self.after, Fate.INSERTED)]


def change_in_words(name: str, before: Any, after: Any) -> Change:
    """Return the change of the fact ``name``."""
    return Change(LABELS[name], words(name, before), words(name, after), written=name in _WRITTEN)


def day_words(value: str) -> str:
    """Return a day as people read it, of the form in which an event keeps it."""
    if not value:
        return _EMPTY
    year, month, day = str(value).split("-")
    return f"{day}/{month}/{year}"


def words(name: str, value: Any) -> str:
    """Return one value of the fact ``name`` as people read it."""
    if value in (None, "", []):
        return _EMPTY
    if name in _CHOICES:
        return _CHOICES[name].get(value, str(value))
    if name == "last_confirmed_on":
        return day_words(value)
    if name == "uncertain":
        return ", ".join(UNCERTAIN_FIELDS.get(field, field) for field in value)
    return "\n".join(value) if isinstance(value, list) else str(value)
