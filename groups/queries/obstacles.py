"""What stands in the way of an act on each of many groups, by a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..domain.status import Action
from ..models import InviteLink, ReportedChat, WorkGroup
from .facts import current_lead
from .permissions import why_not
from .standing import marks_of

STRANGER = (
    "Liên kết mời của nhóm này đã được xác nhận là của một nhóm lạ. Hãy trả lại đề nghị để bỏ liên kết ấy, "
    "hoặc rút lại xác nhận nếu nhầm."
)


@dataclass(frozen=True)
class Candidate:
    """A group, how it stands on the page, and the sentence that refuses the act, or None."""

    group: WorkGroup
    mark: str
    refusal: str | None


def incomplete(group: WorkGroup) -> str | None:
    """Return what a proposal of ``group`` still lacks, as a sentence."""
    missing = []
    if current_lead(group) is None:
        missing.append("trưởng nhóm")
    if not group.members_text:
        missing.append("thành viên (ghi trên danh sách)")
    if missing:
        return f"Chưa đề nghị được: còn thiếu {' và '.join(missing)}. Hãy bổ sung vào bản nháp."
    if group.code is None and not group.authority.code:
        return f"{group.authority} chưa có mã đơn vị nên chưa cấp được mã nhóm."
    return None


def holding_strangers(groups: Iterable[WorkGroup]) -> set[int]:
    """Return the keys of the groups that hold a link confirmed to be of a strange chat."""
    strange = ReportedChat.objects.standing().exclude(key="").values("key")
    held = InviteLink.objects.current().filter(group__in=[group.pk for group in groups], key__in=strange)
    return set(held.values_list("group", flat=True))


def obstacles(user, action: Action, groups: Iterable[WorkGroup]) -> dict[int, str | None]:
    """Return, by the key of each group, the sentence that refuses ``action`` to ``user``, or None.

    ``groups`` come with their authority and their administrators.
    """
    groups = list(groups)
    strangers = holding_strangers(groups) if action == Action.RECOGNISE else set()

    def refusal(group: WorkGroup) -> str | None:
        if sentence := why_not(user, action, group):
            return sentence
        if action == Action.PROPOSE:
            return incomplete(group)
        return STRANGER if group.pk in strangers else None

    return {group.pk: refusal(group) for group in groups}


def candidates(user, action: Action, groups: Iterable[WorkGroup]) -> list[Candidate]:
    """Return the groups in their order, each with how it stands and what refuses ``action``."""
    groups = list(groups)
    marks, refusals = marks_of(groups), obstacles(user, action, groups)
    return [Candidate(group, marks[group.pk], refusals[group.pk]) for group in groups]
