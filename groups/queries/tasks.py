"""Directives that ask for an act: which are open, when they are due, and what the act that closes one begins with."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from ..documents.table import Value
from ..domain.dates import short_date
from ..domain.status import LIVE, TRANSITIONS, Action
from ..domain.tasks import DUE_LABELS, FULFILLED_BY, SOON, Due, due_of
from ..domain.text import fold, squash
from ..domain.vocabulary import TASKS, DirectiveKind
from ..models import Directive, GroupName, WorkGroup

HEADINGS = ("Mã số", "Tên nhóm", "Ứng dụng", "Hướng xử lý", "Hạn", "Tình trạng", "Ghép vào nhóm", "Sự kiện", "Ghi chú")


@dataclass
class Task:
    """A directive at work: the act that closes it, the group it would go into, and what stands in the way."""

    directive: Directive
    due: Due
    target: WorkGroup | None = None
    obstacle: str = ""
    may: bool = False

    @property
    def action(self) -> Action:
        return FULFILLED_BY[self.directive.kind]

    @property
    def action_label(self) -> str:
        return TRANSITIONS[self.action].label

    @property
    def due_label(self) -> str:
        return DUE_LABELS[self.due]


def all_tasks() -> QuerySet[Directive]:
    """Return the directives of recognised groups that ask for an act, done or not, the most pressing first."""
    asked = Directive.objects.filter(kind__in=TASKS).filter(Q(done_on__isnull=False) | Q(group__status__in=LIVE))
    return asked.order_by(F("due_on").asc(nulls_last=True), "pk")


def open_tasks() -> QuerySet[Directive]:
    """Return the directives still to be carried out, of groups that can still be acted on."""
    return all_tasks().filter(done_on__isnull=True)


def due_when(tasks: QuerySet[Directive], due: str, today: dt.date) -> QuerySet[Directive]:
    """Return those of ``tasks`` that stand so to ``today``; the same as :func:`domain.tasks.due_of`."""
    wanted = {
        Due.OVERDUE: Q(due_on__lt=today),
        Due.SOON: Q(due_on__gte=today, due_on__lte=today + SOON),
        Due.LATER: Q(due_on__gt=today + SOON),
        Due.NONE: Q(due_on__isnull=True),
    }
    return tasks.filter(wanted[due]) if due in wanted else tasks


def at_work(directives: Iterable[Directive], today: dt.date) -> list[Task]:
    """Return what a person needs to know of each of ``directives``, which come with their group. Two queries."""
    directives = list(directives)
    named = _named([row.target_text for row in directives if _looks_for_group(row)])
    return [_at_work(row, named, today) for row in directives]


def suggested(group: WorkGroup, key: str | None, today: dt.date) -> tuple[Task | None, dict[str, Any]]:
    """Return the open task number ``key`` of ``group`` and what the form of its act begins with."""
    if not (key and key.isascii() and key.isdecimal() and len(key) <= 18):
        return None, {}
    row = open_tasks().select_related("group").filter(pk=int(key), group=group).first()
    if row is None:
        return None, {}
    (task,) = at_work([row], today)
    begins = {"successor": task.target, "platform": row.target_platform}
    return task, {name: value for name, value in begins.items() if value}


def task_rows(directives: QuerySet[Directive], today: dt.date) -> Iterator[tuple[Value, ...]]:
    """Yield a row of a sheet for each of ``directives``."""
    for task in at_work(directives.select_related("group", "done_event"), today):
        row, group = task.directive, task.directive.group
        yield (
            group.code or "",
            group.marked("name"),
            group.get_platform_display(),
            row.shown,
            row.due_on or "",
            f"Đã xong {short_date(row.done_on)}" if row.done_on else task.due_label,
            str(task.target or ""),
            row.done_event_id or "",
            task.obstacle,
        )


def _looks_for_group(row: Directive) -> bool:
    return row.kind == DirectiveKind.MAY_MERGE and row.done_on is None and bool(row.target_text)


def _keys(text: str) -> tuple[str, str]:
    """The text as a name, also without the word "nhóm" before it."""
    return squash(text), squash(fold(text).removeprefix("nhom "))


def _named(texts: list[str]) -> dict[str, set[WorkGroup]]:
    """Official groups by what they are called: their name, a former one, or their code."""
    if not texts:
        return {}
    keys = {key for text in texts for key in _keys(text) if key}
    codes = {text.strip().upper() for text in texts}
    found: dict[str, set[WorkGroup]] = defaultdict(set)
    for group in WorkGroup.objects.official().filter(Q(name_squash__in=keys) | Q(code__in=codes)):
        found[group.name_squash].add(group)
        found[squash(group.code)].add(group)
    folded = {fold(text) for text in texts} | {fold(text).removeprefix("nhom ") for text in texts}
    former = GroupName.objects.filter(key__in=folded, ended_on__isnull=False, group__in=WorkGroup.objects.official())
    for name in former.select_related("group"):
        found[squash(name.name)].add(name.group)
    return found


def _at_work(row: Directive, named: dict[str, set[WorkGroup]], today: dt.date) -> Task:
    due = due_of(row.due_on, today)
    if row.done_on:
        return Task(row, due)
    if row.kind == DirectiveKind.MIGRATE and row.target_platform == row.group.platform:
        return Task(row, due, obstacle=f"Nhóm vốn đã ở {row.get_target_platform_display()}: hãy ghi lại hướng xử lý.")
    if row.kind != DirectiveKind.MAY_MERGE:
        return Task(row, due)
    if not row.target_text:
        return Task(row, due, obstacle="Văn bản chưa nêu ghép vào nhóm nào.")
    targets = {group for key in _keys(row.target_text) for group in named.get(key, ())} - {row.group}
    if len(targets) == 1:
        return Task(row, due, target=next(iter(targets)))
    if targets:
        return Task(row, due, obstacle=f"Có {len(targets)} nhóm chính thức tên “{row.target_text}”: cần chọn khi ghép.")
    return Task(
        row,
        due,
        obstacle=f"Chưa có nhóm chính thức nào tên “{row.target_text}”: hãy ghi và công nhận nhóm ấy trước, "
        "hoặc ghi lại hướng xử lý.",
    )
