"""A unit is dissolved or merged: its places in the groups go to the successor, or go, under one document (ADR 0021)."""

import datetime as dt
from collections.abc import Collection
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils import timezone

from ..domain.status import Action
from ..domain.vocabulary import MemberKind
from ..models import Member, RegisterEvent, Unit, WorkGroup
from ..queries.authorities import works_for
from ..queries.permissions import ELSEWHERE, may_end_unit
from ..queries.scope import changeable_units
from ..queries.slices import slices
from ..queries.unit_lines import kept_by, lines_naming, spelled, without
from .act_entry import Basis, Entry
from .errors import ActRefused
from .ledger import act_on_many
from .outbox import announce
from .several import CHANGED, lock_as_seen, naming
from .transactions import transactional

_NAMED = 5
_BATCH = 250
#: What the public facts of a group read.
_FACTS = ("authority", "source_document", "status_document", "successor", "administrators", "directives")


@transactional
def end_unit(
    *,
    unit: Unit,
    successor: Unit | None = None,
    lines: Collection[int] = (),
    seen: Collection[str],
    **basis: Unpack[Basis],
) -> list[RegisterEvent]:
    """Write that ``unit`` ended, merged into ``successor`` or dissolved, and change ``lines``: all of it, or nothing.

    One event a group of which a line changes. ``lines`` are keys of members that name the unit; the others that do
    stay as they are. ``seen`` holds the marks (``queries.standing``) of all groups that were on the screen, with or
    without a tick. Groups are those of the office that issued the document, however many: they are written in bulk.
    Who leads a group of which a line changes is told by letter.
    Raise :class:`ActRefused` with a sentence that says what stands in the way.
    """
    by, site, document = basis["by"], basis.pop("letters_at", ""), basis.get("document")
    _ask(unit, successor, basis)
    found = lines_naming(unit, document.authority, by)
    shown = {line.group_id: line.group for line in found}
    if len(shown) < len({mark.partition(":")[0] for mark in seen}):
        raise ActRefused(CHANGED.format(names=unit))
    groups = (
        lock_as_seen(groups=shown.values(), seen=seen, action=Action.CHANGE_MEMBERS, by=by, bounded=False)
        if shown
        else []
    )
    unit, successor = _units(unit, successor, by)
    wanted = set(lines)
    ticked = [line for line in found if line.pk in wanted]
    if len(ticked) < len(wanted):
        raise ActRefused(CHANGED.format(names=unit))
    _end(unit, successor, basis)
    touched = {line.group_id for line in ticked}
    events = _change([group for group in groups if group.pk in touched], unit, successor, ticked, basis)
    if site and events:  # one letter a reader, however many groups
        announce(events=events, site=site, now=basis["now"])
    return events


def _ask(unit: Unit, successor: Unit | None, basis) -> None:
    document, by = basis.get("document"), basis["by"]
    if not may_end_unit(by):
        raise ActRefused("Tài khoản của bạn không có quyền ghi đơn vị giải thể, sáp nhập.")
    if document is None:
        raise ActRefused("Việc này phải có văn bản làm căn cứ: cần chọn văn bản.")
    if not works_for(by, document.authority_id):
        raise ActRefused(ELSEWHERE)
    if basis["effective_on"] > _day(basis["now"]):
        raise ActRefused("Ngày giải thể, sáp nhập không được sau hôm nay.")
    if successor is not None and successor.pk == unit.pk:
        raise ActRefused("Đơn vị kế thừa trùng với đơn vị giải thể: hãy chọn một đơn vị khác.")


def _day(now: dt.datetime) -> dt.date:
    return timezone.localdate(now)


def _units(unit: Unit, successor: Unit | None, by) -> tuple[Unit, Unit | None]:
    """Return both as the database holds them, locked after the groups and before the head of the log."""
    wanted = [each.pk for each in (unit, successor) if each is not None]
    rows = Unit.objects.filter(pk__in=wanted).select_for_update(of=("self",)).order_by("pk")
    found = {each.pk: each for each in rows}
    if len(found) < len(wanted) or not changeable_units(Unit.objects.filter(pk=unit.pk), by).exists():
        raise ActRefused(ELSEWHERE)
    old, new = found[unit.pk], found[successor.pk] if successor else None
    if old.ended_on:
        raise ActRefused(f"{old} {old.end_text} từ trước: không ghi thêm lần nữa.")
    if new is not None and (new.ended_on or not new.active):
        raise ActRefused(f"{new} đã thôi hoạt động: hãy chọn một đơn vị đang hoạt động.")
    own = list(kept_by(old)[: _NAMED + 1])
    if own:
        names = "; ".join(map(str, own[:_NAMED])) + ("; …" if len(own) > _NAMED else "")
        raise ActRefused(f"{old} còn quản lý nhóm chưa kết thúc ({names}): hãy giải tán hoặc ghép các nhóm ấy trước.")
    return old, new


def _end(unit: Unit, successor: Unit | None, basis) -> None:
    if unit.valid_from and unit.valid_from > basis["effective_on"]:
        raise ActRefused("Ngày giải thể, sáp nhập không được trước ngày đơn vị bắt đầu hoạt động.")
    unit.ended_on, unit.successor, unit.ended_by = basis["effective_on"], successor, basis["document"]
    unit.active = False
    unit.save(update_fields=["ended_on", "successor", "ended_by", "active"])


def _change(
    groups: list[WorkGroup], unit: Unit, successor: Unit | None, ticked: list[Member], basis
) -> list[RegisterEvent]:
    """Put the successor in the place of the unit in the ``ticked`` lines; a line said twice is said once."""
    own = {line.pk for line in ticked}
    there, said = Member.objects.current().filter(kind=MemberKind.POSTS), set()
    for some in slices(groups):
        prefetch_related_objects(some, *_FACTS)
        said |= {_said(line) for line in there.filter(group__in=some) if line.pk not in own}
    by_group: dict[int, list[Member]] = {}
    for line in sorted(ticked, key=lambda each: each.pk):
        by_group.setdefault(line.group_id, []).append(line)
    fresh: list[Member] = []

    def fill(entry: Entry) -> None:
        for line in by_group[entry.group.pk]:
            new = _in_place(line, without(line.units, spelled(unit), successor.name if successor else ""), entry)
            if new.units and _said(new) not in said:
                said.add(_said(new))
                _check_line(new)
                fresh.append(new)

    events = act_on_many(Action.CHANGE_MEMBERS, groups, fill, about=naming, **basis)
    for some in slices(sorted(own)):
        Member.objects.filter(pk__in=some).update(ended_on=basis["effective_on"])
    Member.objects.bulk_create(fresh, batch_size=_BATCH)
    return events


def _said(line: Member) -> tuple:
    return (line.group_id, line.category, line.post, line.units)


def _in_place(line: Member, units: str, entry: Entry) -> Member:
    return Member(
        group_id=line.group_id,
        kind=line.kind,
        category=line.category,
        post=line.post,
        units=units,
        started_on=entry.effective_on,
    )


def _check_line(line: Member) -> None:
    """Check the fields alone, with no query: what they refer to was read under the lock."""
    try:
        line.clean_fields(exclude=["group", "person"])
        line.clean()
    except ValidationError as error:
        raise ActRefused(" ".join(error.messages)) from error
