"""Why a proposal is given back or refused: a closed list of codes, each with a courteous sentence and what to do.

The code is for counting and filtering and never changes its meaning; the sentence is a beginning that whoever decides
may edit. Reasons follow what letter 1496/GDĐT-PC asks of a group: a ground, a clear lead and members, a name by rule.
"""

from dataclasses import dataclass
from enum import StrEnum

from .status import Action


class ReasonCode(StrEnum):
    """One ground on which a proposal comes back."""

    NO_GROUND = "no_ground"
    NO_LEAD = "no_lead"
    NAME = "name"
    DUPLICATE = "duplicate"
    MEMBERS = "members"
    LINK = "link"
    PLATFORM = "platform"
    OTHER = "other"


@dataclass(frozen=True)
class Reason:
    """``label`` in a list; ``sentence`` to the one who proposed; ``todo``: what he does next."""

    label: str
    sentence: str
    todo: str


REASONS: dict[ReasonCode, Reason] = {
    ReasonCode.NO_GROUND: Reason(
        "Thiếu căn cứ",
        "Đề nghị chưa nêu văn bản hoặc chủ trương làm căn cứ lập nhóm. Kính đề nghị bổ sung để có cơ sở xem xét.",
        "Bổ sung mục đích và văn bản làm căn cứ, rồi đề nghị lại.",
    ),
    ReasonCode.NO_LEAD: Reason(
        "Thiếu hoặc chưa rõ trưởng nhóm",
        "Trưởng nhóm chưa được nêu hoặc chưa rõ họ tên, chức vụ. Kính đề nghị xác định người chịu trách nhiệm về nhóm.",
        "Ghi rõ họ tên và chức vụ của trưởng nhóm, rồi đề nghị lại.",
    ),
    ReasonCode.NAME: Reason(
        "Tên chưa đúng quy định",
        "Tên nhóm chưa thể hiện rõ nội dung công việc và đối tượng tham gia. Kính đề nghị điều chỉnh tên cho phù hợp.",
        "Sửa tên trong ứng dụng và trong bản nháp cho giống nhau, rồi đề nghị lại.",
    ),
    ReasonCode.DUPLICATE: Reason(
        "Trùng với nhóm đã có",
        "Nội dung và thành phần trùng với một nhóm đã được công nhận. Kính đề nghị sử dụng nhóm đã có, hoặc nêu rõ "
        "lý do cần một nhóm riêng.",
        "Xem lại các nhóm đã công nhận; nếu vẫn cần nhóm riêng, ghi rõ mục đích khác nhau rồi đề nghị lại.",
    ),
    ReasonCode.MEMBERS: Reason(
        "Thành viên chưa rõ",
        "Thành phần tham gia chưa rõ theo chức vụ và loại đơn vị. Kính đề nghị ghi cụ thể đối tượng là thành viên.",
        "Ghi thành viên theo chức vụ và loại đơn vị, rồi đề nghị lại.",
    ),
    ReasonCode.LINK: Reason(
        "Liên kết mời không đúng hoặc không mở được",
        "Liên kết mời không mở được hoặc không dẫn đến nhóm được đề nghị. Kính đề nghị kiểm tra và ghi lại liên kết.",
        "Bỏ liên kết cũ khỏi bản nháp, ghi liên kết đang dùng của nhóm, rồi đề nghị lại.",
    ),
    ReasonCode.PLATFORM: Reason(
        "Ứng dụng không phù hợp",
        "Ứng dụng của nhóm chưa phù hợp với chủ trương hiện nay của cơ quan. Kính đề nghị chuyển nhóm sang ứng dụng "
        "được quy định.",
        "Lập nhóm trên ứng dụng được quy định, sửa ứng dụng và liên kết trong bản nháp, rồi đề nghị lại.",
    ),
    ReasonCode.OTHER: Reason(
        "Lý do khác",
        "",
        "Bổ sung theo lý do đã nêu, rồi đề nghị lại.",
    ),
}
#: The acts that name a code; the first cannot do without.
CODED = frozenset({Action.RETURN, Action.DECLINE})
NEEDS_CODE = frozenset({Action.RETURN})


def reason_of(code: str | None) -> Reason | None:
    """Return the reason behind a stored ``code``, None where there is none or it is not of this list."""
    return REASONS[ReasonCode(code)] if code in ReasonCode.__members__.values() else None
