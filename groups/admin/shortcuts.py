"""What a day at the desk begins with: the buttons of the home page."""

from dataclasses import dataclass

from ..queries.permissions import may_export, may_import_any, may_publish, may_record, may_report


@dataclass(frozen=True)
class Shortcut:
    """A button: its words and the page that it opens."""

    label: str
    place: str


_SHORTCUTS = (
    (may_record, Shortcut("Ghi nhóm mới", "admin:groups_workgroup_add")),
    (may_import_any, Shortcut("Nhập từ tệp", "admin:groups_importrun_add")),
    (may_publish, Shortcut("Công bố danh sách", "admin:groups_publication_add")),
    (may_export, Shortcut("Xuất danh sách", "admin:groups_workgroup_export")),
    (may_report, Shortcut("Xác nhận một nhóm lạ", "admin:groups_reportedchat_add")),
)


def shortcuts(user) -> list[Shortcut]:
    """Return what ``user`` may begin with, in the order of a day's work."""
    return [shortcut for may, shortcut in _SHORTCUTS if may(user)]
