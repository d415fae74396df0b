"""One group goes into another, and its people with it: one decision, one document, all or nothing."""

from collections.abc import Collection, Mapping
from typing import Unpack

from ..domain.status import Action
from ..domain.text import clean_lines
from ..domain.vocabulary import GROUP_ROLE_LABELS, GroupRole
from ..models import Administrator, Member, RegisterEvent, WorkGroup
from ..queries.merging import not_yet_there
from .act_entry import Basis
from .errors import ActRefused
from .ledger import act
from .lifecycle import merge
from .several import naming
from .transactions import transactional

_NOT_HIS = "có người hoặc dòng thành viên được chọn không còn trong nhóm sẽ ghép, hãy tải lại trang."


@transactional
def merge_into(
    *,
    group: WorkGroup,
    successor: WorkGroup,
    administrators: Mapping[int, str] | None = None,
    members: Collection[int] = (),
    members_text: str | None = None,
    seen_event: int | None = None,
    seen_successor: int | None = None,
    **basis: Unpack[Basis],
) -> list[RegisterEvent]:
    """End ``group`` in favour of ``successor``, and let those go along who are named.

    ``administrators``: by the key of a row of ``group``, the role it will have in ``successor``; ``members``: keys of
    its lines. Who is there already is not written twice. ``members_text``: what the list will print as members of
    ``successor``, None where it stays. Return the merge and, after it, the event of each change of ``successor``.

    Whoever may merge decides who goes along; the letters about the merge are all that is sent.
    """
    merged = merge(group=group, successor=successor, seen_event=seen_event, seen_related=seen_successor, **basis)
    basis = {**basis, "within": Action.MERGE, "letters_at": ""}
    ended, receiving = merged.group, merged.related_group  # as they were locked, both before the first event
    with naming(receiving):
        received = [
            _receive_people(ended, receiving, administrators or {}, basis),
            _receive_members(ended, receiving, members, members_text, basis),
        ]
    return [merged, *filter(None, received)]


def _receive_people(group, successor, roles: Mapping[int, str], basis) -> RegisterEvent | None:
    wrong = {role for role in roles.values() if role not in (GroupRole.DEPUTY, GroupRole.ADMINISTRATOR)}
    if GroupRole.LEAD in wrong:
        raise ActRefused(
            "Mỗi nhóm chỉ có một trưởng nhóm: người chuyển sang chỉ làm phó nhóm hoặc quản trị. Muốn đổi trưởng nhóm, "
            "hãy ghi riêng việc “Đổi trưởng nhóm”."
        )
    if wrong:
        raise ActRefused(f"Vai trò chỉ là một trong: {', '.join(GROUP_ROLE_LABELS.values())}.")
    there = list(successor.administrators.current())
    rows = not_yet_there(_rows(group.administrators, roles), there)
    if not rows:
        return None
    with act(Action.CHANGE_ADMINISTRATORS, successor, **basis) as entry:
        _copy(rows, entry, lambda row: {"role": roles[row.pk]})
        before = sum(row.role != GroupRole.LEAD for row in there)
        entry.change["administrators"] = [before, before + len(rows)]
    return entry.event


def _receive_members(group, successor, keys: Collection[int], text: str | None, basis) -> RegisterEvent | None:
    there = list(successor.members.current())
    rows = not_yet_there(_rows(group.members, keys), there)
    text = None if text is None else clean_lines(text)
    if text == "":
        raise ActRefused("Hãy ghi thành viên như sẽ hiện trên danh sách.")
    if not rows and text in (None, successor.members_text):
        return None
    with act(Action.CHANGE_MEMBERS, successor, **basis) as entry:
        if text not in (None, entry.group.members_text):
            entry.set("members_text", text)
        if rows:
            _copy(rows, entry, lambda row: {})
            entry.change["member_lines"] = [len(there), len(there) + len(rows)]
    return entry.event


def _rows(held, keys: Collection[int]) -> list:
    rows = list(held.current().select_related("person").filter(pk__in=keys))
    if len(rows) != len(set(keys)):
        raise ActRefused(_NOT_HIS)
    return rows


def _copy(rows: list[Administrator] | list[Member], entry, more) -> None:
    """Write the rows for the group of ``entry``: each says what it said, from the day of the act."""
    model = type(rows[0])
    said = [field.name for field in model._meta.fields if field.editable and field.name not in ("id", "group")]
    copies = [
        model(
            group=entry.group,
            started_on=entry.effective_on,
            **{name: getattr(row, name) for name in said} | more(row),
        )
        for row in rows
    ]
    for copy in copies:
        if isinstance(copy, Administrator):  # written at once, so its save() is not called
            copy.shown = copy.in_words()
    model.objects.bulk_create(copies)
