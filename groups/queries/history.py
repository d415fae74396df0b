"""Events in words: what changed, from what to what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import STATUS_LABELS
from ..domain.vocabulary import LEVEL_LABELS, UNCERTAIN_FIELDS
from ..models import RegisterEvent, WorkGroup

_LABELS = {
    "status": "Trạng thái",
    "name": "Tên nhóm",
    "platform": "Ứng dụng",
    "room_count": "Số nhóm",
    "level": "Cấp học",
    "purpose": "Mục đích",
    "members_text": "Thành viên",
    "directive_text": "Hướng xử lý",
    "lead": "Trưởng nhóm",
    "administrators": "Số phó nhóm, quản trị",
    "source_row": "Số thứ tự trên văn bản gốc",
    "last_confirmed_on": "Xác nhận gần nhất",
    "uncertain": "Chỗ đọc chưa chắc",
}
_CHOICES = {"status": STATUS_LABELS, "platform": PLATFORM_LABELS, "level": LEVEL_LABELS}


@dataclass(frozen=True)
class Change:
    """One fact before and after an act, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One event with its changes in words."""

    event: RegisterEvent
    changes: list[Change]


def changes_of(event: RegisterEvent) -> list[Change]:
    """Return what an event changed, in words."""
    return [
        Change(_LABELS[name], _words(name, before), _words(name, after))
        for name, (before, after) in event.public.get("change", {}).items()
        if name in _LABELS
    ]


def history_of(group: WorkGroup) -> list[Entry]:
    """Return the events about ``group``, newest first, in words."""
    events: Iterable[RegisterEvent] = RegisterEvent.objects.about(group).select_related(
        "group", "related_group", "actor", "document"
    )
    return [Entry(event, changes_of(event)) for event in events]


def _words(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "(trống)"
    if name in _CHOICES:
        return _CHOICES[name].get(value, str(value))
    if name == "last_confirmed_on":
        year, month, day = str(value).split("-")
        return f"{day}/{month}/{year}"
    if name == "uncertain":
        return ", ".join(UNCERTAIN_FIELDS.get(field, field) for field in value)
    return str(value)
