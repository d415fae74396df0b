"""The life of a work group: one table says which act leads from which status to which.

The services ask this table, the database guards are generated from it, and the admin shows only its buttons.
Words follow letter 1496/GDĐT-PC: công nhận, giải tán, ghép.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a group stands in its life."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    RETURNED = "returned"
    DECLINED = "declined"
    RECOGNISED = "recognised"
    SUSPENDED = "suspended"
    DISSOLVED = "dissolved"
    MERGED = "merged"


STATUS_LABELS = {
    Status.DRAFT: "Bản nháp",
    Status.PROPOSED: "Chờ công nhận",
    Status.RETURNED: "Trả lại để bổ sung",
    Status.DECLINED: "Không công nhận",
    Status.RECOGNISED: "Chính thức",
    Status.SUSPENDED: "Tạm ngừng",
    Status.DISSOLVED: "Đã giải tán",
    Status.MERGED: "Đã ghép vào nhóm khác",
}

#: What the public may know of. Anything else answers exactly as if it did not exist.
PUBLIC = frozenset({Status.RECOGNISED, Status.SUSPENDED, Status.DISSOLVED, Status.MERGED})
#: On the attached list.
OFFICIAL = frozenset({Status.RECOGNISED})
#: Ended, yet findable for ever.
ENDED = frozenset({Status.DISSOLVED, Status.MERGED})
#: Still in the hands of the one who records: freely editable, without events.
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
#: Facts change through named acts only.
LIVE = frozenset({Status.RECOGNISED, Status.SUSPENDED})


class Action(StrEnum):
    """A named act on a group. Each appends exactly one event to the register."""

    PROPOSE = "propose"
    RETURN = "return"
    DECLINE = "decline"
    RECOGNISE = "recognise"
    SUSPEND = "suspend"
    RESUME = "resume"
    DISSOLVE = "dissolve"
    MERGE = "merge"
    RENAME = "rename"
    MIGRATE = "migrate"
    ROTATE_LINK = "rotate_link"
    CHANGE_LEAD = "change_lead"
    CHANGE_ADMINISTRATORS = "change_administrators"
    CHANGE_MEMBERS = "change_members"
    DIRECT = "direct"
    CORRECT = "correct"
    CONFIRM = "confirm"


@dataclass(frozen=True)
class Rule:
    """What an act is called and what it needs.

    ``sources``: statuses it may start from. ``target``: the status it leads to, None where it leaves it.
    ``document``/``reason``: whether the act is void without one.
    """

    label: str
    done: str
    sources: frozenset[Status]
    target: Status | None = None
    document: bool = False
    reason: bool = False

    @property
    def is_final(self) -> bool:
        """Whether no act leads away from where it leads to."""
        return self.target in ENDED or self.target == Status.DECLINED


def _of(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


TRANSITIONS: dict[Action, Rule] = {
    Action.PROPOSE: Rule("Đề nghị công nhận", "Đề nghị công nhận nhóm", EDITABLE, Status.PROPOSED),
    Action.RETURN: Rule("Trả lại để bổ sung", "Trả lại đề nghị", _of(Status.PROPOSED), Status.RETURNED, reason=True),
    Action.DECLINE: Rule("Không công nhận", "Không công nhận nhóm", _of(Status.PROPOSED), Status.DECLINED, reason=True),
    Action.RECOGNISE: Rule(
        "Công nhận", "Công nhận nhóm", _of(Status.PROPOSED), Status.RECOGNISED, document=True, reason=True
    ),
    Action.SUSPEND: Rule(
        "Tạm ngừng", "Tạm ngừng nhóm", _of(Status.RECOGNISED), Status.SUSPENDED, document=True, reason=True
    ),
    Action.RESUME: Rule(
        "Cho hoạt động lại",
        "Cho nhóm hoạt động lại",
        _of(Status.SUSPENDED),
        Status.RECOGNISED,
        document=True,
        reason=True,
    ),
    Action.DISSOLVE: Rule("Giải tán", "Giải tán nhóm", LIVE, Status.DISSOLVED, document=True, reason=True),
    Action.MERGE: Rule(
        "Ghép vào nhóm khác", "Ghép nhóm vào nhóm khác", LIVE, Status.MERGED, document=True, reason=True
    ),
    Action.RENAME: Rule("Đổi tên", "Đổi tên nhóm", LIVE, document=True),
    Action.MIGRATE: Rule("Chuyển ứng dụng", "Chuyển nhóm sang ứng dụng khác", LIVE, document=True),
    Action.ROTATE_LINK: Rule("Thay liên kết mời", "Thay liên kết mời của nhóm", LIVE),
    Action.CHANGE_LEAD: Rule("Đổi trưởng nhóm", "Đổi trưởng nhóm", LIVE, document=True),
    Action.CHANGE_ADMINISTRATORS: Rule("Đổi phó nhóm, quản trị", "Đổi phó nhóm, quản trị của nhóm", LIVE),
    Action.CHANGE_MEMBERS: Rule("Đổi thành viên", "Đổi thành phần thành viên", LIVE),
    Action.DIRECT: Rule("Ghi hướng xử lý", "Ghi hướng xử lý đối với nhóm", LIVE, document=True),
    Action.CORRECT: Rule("Đính chính", "Đính chính thông tin nhóm", LIVE, reason=True),
    Action.CONFIRM: Rule("Xác nhận còn đúng", "Xác nhận thông tin nhóm còn đúng", LIVE),
}

#: Every change of status that can ever happen, as (from, to).
STATUS_CHANGES = frozenset(
    (source, rule.target) for rule in TRANSITIONS.values() if rule.target for source in rule.sources
)
NEEDS_DOCUMENT = frozenset(action for action, rule in TRANSITIONS.items() if rule.document)
NEEDS_REASON = frozenset(action for action, rule in TRANSITIONS.items() if rule.reason)


def legal_actions(status: str) -> list[Action]:
    """Return the acts that may start from ``status``, in the order of the table."""
    return [action for action, rule in TRANSITIONS.items() if status in rule.sources]
