"""What can be imported from a sheet, and what can become of one of its rows."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from .phones import with_leading_zero
from .privacy import private_kinds

#: More rows nobody has looked at; 5,000 are what the register is measured with.
MOST_ROWS = 10_000
#: So many are written while the browser waits; more go to a process of their own.
AT_ONCE = 200


class Kind(StrEnum):
    """What a sheet holds; the word that the reader of headings and the template know too."""

    GROUPS = "groups"
    UNITS = "units"
    PEOPLE = "people"
    MEMBERS = "members"


KIND_LABELS = {
    Kind.GROUPS: "Nhóm",
    Kind.UNITS: "Đơn vị",
    Kind.PEOPLE: "Người",
    Kind.MEMBERS: "Thành viên của nhóm",
}
#: What the sheet to fill in is called as a file, without its suffix.
TEMPLATE_NAMES = {
    Kind.GROUPS: "mau-nhap-nhom",
    Kind.UNITS: "mau-nhap-don-vi",
    Kind.PEOPLE: "mau-nhap-nguoi",
    Kind.MEMBERS: "mau-nhap-thanh-vien",
}


class RunState(StrEnum):
    """How far an import is."""

    PREVIEWED = "previewed"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What would become of a row."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    REFUSED = "refused"


OUTCOMES = {
    Outcome.NEW: "mới",
    Outcome.SAME: "đã có, giống",
    Outcome.DIFFERS: "đã có, khác",
    Outcome.REFUSED: "bị từ chối",
}


@dataclass(frozen=True)
class Row:
    """A row of the sheet: its number there, and the text of each cell whose column was understood."""

    number: int
    cells: dict[str, str]


@dataclass
class Verdict:
    """What would become of one row, and why. Holds no link, no phone and no e-mail address.

    ``existing`` is the key of the row of the register that the sheet's row is about; ``writable`` whether a
    difference can be taken over by the import at all. ``changes`` are (label, before, after).
    """

    number: int
    title: str
    outcome: Outcome = Outcome.NEW
    detail: str = ""
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    existing: int | None = None
    existing_text: str = ""
    writable: bool = False

    def refuse(self, reason: str) -> None:
        """Add a reason; the row will not be written."""
        self.outcome = Outcome.REFUSED
        if reason not in self.reasons:
            self.reasons.append(reason)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept between preview and confirmation."""
        return asdict(self)


def shown(text: str) -> str:
    """Return ``text`` as a preview may show it: what looks like a link, a phone or an e-mail address is masked."""
    # A phone that lost its 0 in a spreadsheet is one still.
    return "(nội dung được giữ kín)" if private_kinds(with_leading_zero(text)) else text
