"""Days by which directives are to be carried out: set for several at once under one document, and reminded of."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Unpack

from django.db.models import F, Q

from ..domain.dates import short_date
from ..domain.letters import reminder
from ..domain.status import Action
from ..domain.tasks import DUE_LABELS, SOON, due_of
from ..models import Directive, RegisterEvent
from ..queries.concerned import Reader, deciders, user_readers
from ..queries.letters import Draft
from ..queries.tasks import open_tasks
from .act_entry import Basis
from .errors import ActRefused
from .ledger import act
from .outbox import announce, write
from .several import lock_as_seen, naming
from .transactions import transactional

#: Where a letter about tasks leads.
TASKS_PATH = "/quan-tri/groups/directive/"


@transactional
def set_due(
    *, directives: Collection[Directive], due_on: dt.date | None, seen: Collection[str], **basis: Unpack[Basis]
) -> list[RegisterEvent]:
    """Give open directives the day ``due_on``, or take their day away (None): all of them, or none.

    One event a group. ``seen`` holds the marks (``queries.standing``) of the groups as they stood on the screen.
    """
    if due_on and due_on < basis["effective_on"]:
        raise ActRefused(f"Hạn không được trước ngày hiệu lực ({short_date(basis['effective_on'])}).")
    by_group = defaultdict(list)
    for row in directives:
        by_group[row.group_id].append(row.pk)
    if not by_group:
        raise ActRefused("Hãy chọn ít nhất một hướng xử lý.")
    groups = lock_as_seen(groups=[row.group for row in directives], seen=seen, action=Action.DIRECT, by=basis["by"])
    if len({group.authority_id for group in groups}) > 1:
        raise ActRefused("Các việc đã chọn thuộc nhiều cơ quan: mỗi lần chỉ ghi cho nhóm của một cơ quan.")
    site, events = basis.pop("letters_at", ""), []
    for group in groups:
        with naming(group):
            events.append(_set_due(group, by_group[group.pk], due_on, basis))
    if site:
        announce(events=events, site=site, now=basis["now"])
    return events


def _set_due(group, keys: list[int], due_on: dt.date | None, basis) -> RegisterEvent:
    with act(Action.DIRECT, group, **basis) as entry:
        rows = list(entry.group.directives.open().filter(pk__in=keys))
        if len(rows) != len(keys):
            raise ActRefused("Có hướng xử lý vừa được thực hiện hoặc thay đổi; hãy tải lại danh sách.")
        if all(row.due_on == due_on for row in rows):
            raise ActRefused("Hạn mới trùng với hạn hiện nay; chưa có gì thay đổi.")
        entry.private["due"] = [[row.shown, _iso(row.due_on), _iso(due_on)] for row in rows]
        entry.group.directives.filter(pk__in=keys).update(due_on=due_on, reminded_on=None)
    return entry.event


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


@transactional
def remind(*, today: dt.date, now: dt.datetime, site: str) -> int:
    """Write letters about the tasks that come due, and once more when they are overdue; return how many letters.

    To whoever recorded the group; where no person did, to those who may carry the directive out. The rows are locked,
    so two who remind at once remind once.
    """
    before = Q(due_on__gte=today, due_on__lte=today + SOON, reminded_on__isnull=True)
    after = Q(due_on__lt=today) & (Q(reminded_on__isnull=True) | Q(reminded_on__lte=F("due_on")))
    locked = open_tasks().select_for_update(of=("self",)).filter(before | after)
    tasks = list(locked.select_related("group__authority"))
    if not tasks:
        return 0
    told: dict[Reader, list[Directive]] = defaultdict(list)
    for row, readers in _readers(tasks):
        for reader in readers:
            told[reader].append(row)
    drafts = [_reminder(reader, rows, today, site) for reader, rows in told.items()]
    Directive.objects.filter(pk__in=[row.pk for row in tasks]).update(reminded_on=today)
    return len(write(drafts=drafts, now=now))


def _readers(tasks: Iterable[Directive]) -> Iterable[tuple[Directive, list[Reader]]]:
    recorders = user_readers(row.group.recorded_by_id for row in tasks)
    instead: dict[int, list[Reader]] = {}
    for row in tasks:
        office = row.group.authority
        if row.group.recorded_by_id in recorders:
            yield row, [recorders[row.group.recorded_by_id]]
            continue
        if office.pk not in instead:
            instead[office.pk] = deciders(office, "groups.amend_workgroup")
        yield row, instead[office.pk]


def _reminder(reader: Reader, rows: list[Directive], today: dt.date, site: str) -> Draft:
    office = rows[0].group.authority
    lines = [
        f"{row.group}: {row.shown}, hạn {short_date(row.due_on)} ({DUE_LABELS[due_of(row.due_on, today)].lower()})"
        for row in rows
    ]
    text = reminder(office=office.name, reader=reader.name, tasks=lines, site=site, path=TASKS_PATH)
    return Draft(reader, text, office.pk)
