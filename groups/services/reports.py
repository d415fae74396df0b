"""Chats that are not ours: confirming a report, and taking a mistaken one back."""

import datetime as dt

from ..domain.text import clean, clean_lines
from ..models import Document, GroupName, InviteLink, RegisterHead, ReportedChat, WorkGroup
from ..queries.permissions import may_report
from .errors import ActRefused
from .own_offices import refuse_foreign
from .saving import saved
from .transactions import transactional

_LONGEST_REASON = ReportedChat._meta.get_field("withdrawn_reason").max_length


@transactional
def confirm_report(
    *, by, now: dt.datetime, name: str = "", url: str = "", document: Document | None = None, note: str = ""
) -> ReportedChat:
    """Record that a chat is not the office's: from now on whoever asks for its link or name is warned.

    Refuse a link that is or was ours, and a name that an official group bears: warning of it would warn of us.
    """
    if not may_report(by):
        raise ActRefused("Tài khoản của bạn không có quyền xác nhận nhóm bị báo.")
    refuse_foreign(by, document)
    RegisterHead.objects.select_for_update().get_or_create(pk=1)  # no link or name becomes ours meanwhile
    report = ReportedChat(
        name=name, url=url, document=document, note=clean_lines(note), confirmed_by=by, confirmed_at=now
    )
    saved(report)
    _refuse_our_own(report)
    _refuse_twice(report)
    return report


@transactional
def withdraw_report(*, report: ReportedChat, by, now: dt.datetime, reason: str) -> ReportedChat:
    """Take back a report that was a mistake; it stays on record with the reason."""
    if not may_report(by):
        raise ActRefused("Tài khoản của bạn không có quyền rút lại xác nhận này.")
    locked = ReportedChat.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.withdrawn_at:
        raise ActRefused("Xác nhận này đã được rút lại từ trước.")
    reason = clean(reason)
    if not reason:
        raise ActRefused("Hãy ghi lý do rút lại.")
    if len(reason) > _LONGEST_REASON:
        raise ActRefused(f"Lý do rút lại dài quá {_LONGEST_REASON} ký tự.")
    locked.withdrawn_by, locked.withdrawn_at, locked.withdrawn_reason = by, now, reason
    # Only these: what was confirmed stands as it was written, by the rules of its day.
    locked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    return locked


def _refuse_our_own(report: ReportedChat) -> None:
    if report.key and InviteLink.objects.taken().filter(key=report.key).exists():
        raise ActRefused("Liên kết này đang hoặc từng được ghi cho một nhóm trong sổ, nên không báo là nhóm lạ được.")
    official = GroupName.objects.current().filter(squash=report.squash, group__in=WorkGroup.objects.official()).first()
    if report.squash and official and not report.key:
        raise ActRefused(
            f"“{official.name}” là tên của một nhóm chính thức: báo riêng cái tên sẽ cảnh báo nhầm nhóm ấy. "
            "Hãy ghi liên kết mời của nhóm giả."
        )


def _refuse_twice(report: ReportedChat) -> None:
    same = {"key": report.key} if report.key else {"squash": report.squash, "key": ""}
    if ReportedChat.objects.standing().filter(**same).exclude(pk=report.pk).exists():
        raise ActRefused("Nhóm này đã được xác nhận là nhóm lạ từ trước; xác nhận ấy vẫn còn hiệu lực.")
