"""Notes on a group: added by whoever may, never changed."""

import datetime as dt

from ..domain.text import clean_lines
from ..models import GroupNote, WorkGroup
from ..queries.authorities import works_for
from ..queries.permissions import ELSEWHERE, may_note
from .errors import ActRefused
from .saving import saved
from .transactions import transactional


@transactional
def add_note(*, group: WorkGroup, text: str, by, now: dt.datetime) -> GroupNote:
    """Add a note of the staff to ``group``, in whatever status. It is no act: nothing enters the log, nobody is told.

    Raise :class:`ActRefused` where the text is empty, too long, holds private data, or is the last note once more.
    """
    if not may_note(by):
        raise ActRefused("Tài khoản của bạn không có quyền ghi chú về nhóm.")
    found = WorkGroup.objects.select_for_update(of=("self",)).filter(pk=group.pk).first()
    if found is None:
        raise ActRefused("Nhóm này không còn trong sổ: có thể bản nháp vừa bị xoá.")
    if not works_for(by, found.authority_id):
        raise ActRefused(ELSEWHERE)
    last = found.notes.first()
    if last and (last.by_id, last.text) == (by.pk, clean_lines(text)):
        raise ActRefused("Ghi chú này đã được ghi rồi; lần gửi này không ghi thêm gì.")
    return saved(GroupNote(group=found, text=text, by=by, at=now))
