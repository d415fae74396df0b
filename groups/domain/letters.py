"""Letters about what was done: whom each act concerns, how the letter reads, and when a failed one is tried again.

Plain text in the register of an office. No link that opens a group, no phone, no roster ever stands in one; what
slipped into a name or a reason is masked here, whatever the forms let pass.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .privacy import masked
from .status import TRANSITIONS, Action


class MailState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NO_ADDRESS = "no_address"


MAIL_STATE_LABELS = {
    MailState.WAITING: "Chờ gửi",
    MailState.SENT: "Đã gửi",
    MailState.FAILED: "Lỗi, không gửi nữa",
    MailState.NO_ADDRESS: "Không có địa chỉ",
}


class Concern(StrEnum):
    """Why somebody gets a letter."""

    DECIDER = "decider"
    PROPOSER = "proposer"
    LEAD = "lead"
    RECORDER = "recorder"


_AFFECTED = (Concern.LEAD, Concern.RECORDER)
#: Whom an act concerns besides the one who does it; of an act that is not here nobody is told.
CONCERNS: dict[Action, tuple[Concern, ...]] = {
    Action.PROPOSE: (Concern.DECIDER,),
    Action.RETURN: (Concern.PROPOSER,),
    Action.DECLINE: (Concern.PROPOSER,),
    Action.RECOGNISE: (Concern.PROPOSER,),
    Action.SUSPEND: _AFFECTED,
    Action.RESUME: _AFFECTED,
    Action.DISSOLVE: _AFFECTED,
    Action.MERGE: _AFFECTED,
    Action.RENAME: _AFFECTED,
    Action.MIGRATE: _AFFECTED,
    Action.CHANGE_LEAD: _AFFECTED,
    Action.CHANGE_MEMBERS: _AFFECTED,
    Action.DIRECT: _AFFECTED,
}
#: After which pause a letter is tried again; after the last one it is given up and waits for a person.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 12 * 60))
#: How long a sender may keep a letter before another may take it: more than a mail server is waited for.
CLAIM = dt.timedelta(minutes=5)

_LONGEST_SUBJECT = 200
_SHOWN = 50
_CLOSING = (
    "Thư này do Sổ đăng ký nhóm chính thức gửi tự động; xin không trả lời. Vì lý do bảo mật, thư không chứa liên kết "
    "mời, số điện thoại hay danh sách thành viên."
)


@dataclass(frozen=True)
class Told:
    """One act as a letter tells it; all texts are ready to be read. Empty ones are left out."""

    group: str
    sentence: str
    reason: str = ""
    todo: str = ""
    path: str = ""


@dataclass(frozen=True)
class Letter:
    """What is sent to one reader."""

    subject: str
    body: str


def letter(*, action: Action, office: str, reader: str, told: Sequence[Told], site: str) -> Letter:
    """Return the letter that tells ``reader`` of an act on one group, or on several under one document.

    ``site`` is the root address of the register, without a slash at its end.
    """
    title = _TITLES.get(action) or TRANSITIONS[action].done
    about = told[0].group if len(told) == 1 else f"{len(told)} nhóm"
    lines = [f"Kính gửi: {reader}", "", *(_one(told[0]) if len(told) == 1 else _many(told))]
    if action == Action.PROPOSE:
        lines += ["", "Kính đề nghị xem xét, quyết định."]
    return _letter(title, about, lines, office, f"{site}{told[0].path if len(told) == 1 else _DESK}")


def reminder(*, office: str, reader: str, tasks: Sequence[str], site: str, path: str) -> Letter:
    """Return the letter that reminds ``reader`` of directives due or overdue; a task is one line each."""
    lines = [
        f"Kính gửi: {reader}",
        "",
        "Các hướng xử lý sau đây đã quá hạn hoặc sắp đến hạn thực hiện:",
        "",
        *(f"- {task}" for task in tasks[:_SHOWN]),
        *([f"- và {len(tasks) - _SHOWN} việc khác"] if len(tasks) > _SHOWN else []),
        "",
        "Kính đề nghị thực hiện, hoặc ghi lại hạn nếu văn bản đã cho phép lùi.",
    ]
    return _letter("Hướng xử lý đến hạn", f"{len(tasks)} việc", lines, office, f"{site}{path}")


def pause_after(attempts: int) -> dt.timedelta | None:
    """Return how long to wait after so many failed attempts, None where the letter is given up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


_DESK = "/quan-tri/"
_TITLES = {Action.RETURN: "Đề nghị được trả lại để bổ sung", Action.PROPOSE: "Đề nghị công nhận nhóm"}


def _letter(title: str, about: str, lines: Sequence[str], office: str, address: str) -> Letter:
    subject = masked(f"[Sổ đăng ký nhóm] {title}: {about}".replace("\n", " ").replace("\r", " "))
    # The address of our own desk is the one link that may stand in a letter, so it is added after the masking.
    text = masked("\n".join(lines))
    body = f"{text}\n\nXem tại sổ (cần đăng nhập):\n{address}\n\nTrân trọng,\n{masked(office)}\n\n--\n{_CLOSING}\n"
    short = subject if len(subject) <= _LONGEST_SUBJECT else subject[: _LONGEST_SUBJECT - 1] + "…"
    return Letter(short, body)


def _one(told: Told) -> list[str]:
    rows = [f"Nhóm: {told.group}", f"Việc đã ghi: {told.sentence}"]
    if told.reason:
        rows.append(f"Lý do: {told.reason}")
    if told.todo:
        rows += ["", f"Việc cần làm: {told.todo}"]
    return rows


def _many(told: Sequence[Told]) -> list[str]:
    rows = [f"Đã ghi {len(told)} việc vào sổ:", ""]
    rows += [f"- {each.group}: {each.sentence}" for each in told[:_SHOWN]]
    rows += [f"- và {len(told) - _SHOWN} nhóm khác"] if len(told) > _SHOWN else []
    if told[0].reason:
        rows += ["", f"Lý do chung: {told[0].reason}"]
    return rows + (["", f"Việc cần làm: {told[0].todo}"] if told[0].todo else [])
