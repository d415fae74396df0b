"""Directives as tasks: which act carries one out, and when it is due."""

import datetime as dt
from enum import StrEnum

from .status import Action
from .vocabulary import DirectiveKind

#: Which act carries a directive out and thereby closes it.
FULFILLED_BY = {
    DirectiveKind.RENAME: Action.RENAME,
    DirectiveKind.MIGRATE: Action.MIGRATE,
    DirectiveKind.MAY_MERGE: Action.MERGE,
    DirectiveKind.DISSOLVE: Action.DISSOLVE,
}
#: What is due within this time is told beforehand.
SOON = dt.timedelta(days=14)


class Due(StrEnum):
    """How a task stands to its day."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


DUE_LABELS = {
    Due.OVERDUE: "Quá hạn",
    Due.SOON: f"Đến hạn trong {SOON.days} ngày",
    Due.LATER: "Còn lâu mới đến hạn",
    Due.NONE: "Chưa đặt hạn",
}


def due_of(due_on: dt.date | None, today: dt.date) -> Due:
    """Return how ``due_on`` stands to ``today``: on its own day a task is not yet overdue."""
    if due_on is None:
        return Due.NONE
    if due_on < today:
        return Due.OVERDUE
    return Due.SOON if due_on <= today + SOON else Due.LATER
