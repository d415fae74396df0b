"""The acts that move a group from one status to another. Each is one event, or nothing at all."""

import datetime as dt
from collections.abc import Callable
from typing import Unpack

from django.db import transaction

from ..domain.codes import make_code
from ..domain.status import Action
from ..models import CodeCounter, RegisterEvent, ReportedChat, WorkGroup
from ..queries.facts import current_lead
from .directives import fulfil
from .errors import ActRefused
from .ledger import Basis, Entry, act


def propose(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Hand a draft, or a returned proposal, to the one who decides. The first time, the group gets its code."""
    with act(Action.PROPOSE, group, **basis) as entry:
        _check_complete(entry.group)
        entry.group.proposed_by = basis["by"]
        if entry.group.code is None:
            entry.group.code = _next_code(entry.group)
    return entry.event


def return_(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Give a proposal back to be completed."""
    with act(Action.RETURN, group, **basis) as entry:
        pass
    return entry.event


def decline(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Refuse a proposal for good. Its links were never ours and become free."""
    with act(Action.DECLINE, group, **basis) as entry:
        _end_links(entry)
    return entry.event


def recognise(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Make a proposed group official: it is public from now on, its name, links and people count from that day."""
    with act(Action.RECOGNISE, group, **basis) as entry:
        found = entry.group
        _check_no_stranger(found)
        found.recognised_on, found.recognised_precision = entry.effective_on, entry.precision
        found.recognised_document = entry.document
        found.last_confirmed_on = entry.effective_on
        entry.name_given = found.name
        for rows in (found.links, found.administrators, found.members):
            rows.filter(started_on__isnull=True).update(started_on=entry.effective_on)
    return entry.event


@transaction.atomic
def recognise_several(
    *, groups: list[WorkGroup], make_basis: Callable[..., Basis], by, now: dt.datetime
) -> list[RegisterEvent]:
    """Recognise several proposals under one document: all of them, or none.

    ``make_basis(by=, now=)`` returns what the acts rest on; it is called inside the transaction, because it may
    record the document.
    """
    # All groups are locked before the first event takes the head of the log: one who holds a group and waits for the
    # head must never be waited for by one who holds the head.
    list(WorkGroup.objects.select_for_update().filter(pk__in=[group.pk for group in groups]).order_by("pk"))
    basis, events = make_basis(by=by, now=now), []
    for group in sorted(groups, key=lambda each: each.pk):
        try:
            events.append(recognise(group=group, **basis, seen_event=group.last_event_id))
        except ActRefused as error:
            raise ActRefused(f"{group}: {error} Chưa nhóm nào được công nhận.") from error
    return events


def suspend(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Take an official group off the list for a time."""
    with act(Action.SUSPEND, group, **basis) as entry:
        pass
    return entry.event


def resume(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Put a suspended group back on the list."""
    with act(Action.RESUME, group, **basis) as entry:
        pass
    return entry.event


def dissolve(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """End a group. It stays findable for ever; its links are revoked."""
    with act(Action.DISSOLVE, group, **basis) as entry:
        _end_links(entry)
        fulfil(entry)
    return entry.event


def merge(*, group: WorkGroup, successor: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """End a group in favour of another official one, its successor."""
    if group.pk == successor.pk:
        raise ActRefused("Không thể ghép một nhóm vào chính nó.")
    with act(Action.MERGE, group, related=successor, **basis) as entry:
        if not entry.related.is_official:
            raise ActRefused(f"Chỉ ghép được vào một nhóm đang chính thức; “{entry.related}” hiện không chính thức.")
        entry.group.successor = entry.related
        _end_links(entry)
        fulfil(entry)
    return entry.event


def _check_complete(group: WorkGroup) -> None:
    missing = []
    if current_lead(group) is None:
        missing.append("trưởng nhóm")
    if not group.members_text:
        missing.append("thành viên (ghi trên danh sách)")
    if missing:
        raise ActRefused(f"Chưa đề nghị được: còn thiếu {' và '.join(missing)}. Hãy bổ sung vào bản nháp.")


def _check_no_stranger(group: WorkGroup) -> None:
    # A link typed into a draft at the moment of a report can have escaped it.
    held = group.links.current().values("key")
    if ReportedChat.objects.standing().filter(key__in=held).exists():
        raise ActRefused(
            "Liên kết mời của nhóm này đã được xác nhận là của một nhóm lạ. Hãy trả lại đề nghị để bỏ liên kết ấy, "
            "hoặc rút lại xác nhận nếu nhầm."
        )


def _next_code(group: WorkGroup) -> str:
    if not group.authority.code:
        raise ActRefused(f"{group.authority} chưa có mã đơn vị nên chưa cấp được mã nhóm.")
    CodeCounter.objects.get_or_create(authority=group.authority)
    counter = CodeCounter.objects.select_for_update().get(authority=group.authority)
    counter.last_number += 1
    counter.save()
    return make_code(group.authority.code, counter.last_number)


def _end_links(entry: Entry) -> None:
    ended = entry.group.links.current()
    entry.private["ended_links"] = sorted(ended.values_list("pk", flat=True))
    ended.update(ended_on=entry.effective_on)
