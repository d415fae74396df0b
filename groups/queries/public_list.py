"""The public list of groups, page by page; it is asked far more often than anything else is read."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import Mod, RowNumber

from ..domain.codes import BadCode, parse_code
from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import STATUS_LABELS, Status
from ..domain.vocabulary import LEVEL_LABELS
from ..models import Document, MissingRow, WorkGroup
from .facts import marked
from .prepared import Prepared
from .public_groups import marked_lead, with_lead_beside
from .public_version import at_one_version

#: So many groups stand on a page.
PAGE_SIZE = 25
#: A page that begins after so many groups is found by the code it begins with; before, counting is as quick.
_DEEP = 500

# Wider than ``looks_like_code``: people leave the last character away, and then need to be told of it.
_LIKE_CODE = re.compile(r"[a-z][a-z0-9]{1,7}[\s\-–—./]*\d{4,7}[\s\-–—./]*[0-9a-z]?\Z", re.I | re.A)


class State(StrEnum):
    """The tabs of the list."""

    OFFICIAL = "official"
    SUSPENDED = "suspended"
    ENDED = "ended"


STATE_LABELS = {State.OFFICIAL: "Chính thức", State.SUSPENDED: "Tạm ngừng", State.ENDED: "Đã kết thúc"}


@dataclass(frozen=True)
class Wanted:
    """What a reader asked the list for."""

    text: str = ""
    platform: str = ""
    level: str = ""
    state: State = State.OFFICIAL

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab was asked for."""
        return bool(self.text or self.platform or self.level)


@dataclass(frozen=True)
class CodeHint:
    """What can be said of a text that looks like a register code: the group it names, or why it names none."""

    code: str = ""
    group: WorkGroup | None = None
    problem: str = ""


class Row(NamedTuple):
    """One group of the list, as read. Equal rows look the same, so that one can stand for the other."""

    code: str
    name: str
    platform: str
    level: str
    status: str
    room_count: int
    room_count_read: str
    lead: str

    @property
    def get_platform_display(self) -> str:
        return PLATFORM_LABELS[self.platform]

    @property
    def get_level_display(self) -> str:
        return LEVEL_LABELS[self.level]

    @property
    def get_status_display(self) -> str:
        return STATUS_LABELS[self.status]


class Rows:
    """The rows of a tab. They are read a slice at a time; how many there are is counted elsewhere."""

    def __init__(self, read: Callable[[int, int], Iterable[Sequence]]) -> None:
        self._read = read

    def __getitem__(self, cut: slice) -> list[Row]:
        return [_row(*values) for values in self._read(cut.start, cut.stop)]


@dataclass(frozen=True)
class GroupList:
    """The groups of one tab, how many each tab holds, and what else helps the reader."""

    rows: Rows
    counts: dict[State, int]
    register_is_empty: bool = False
    code_hint: CodeHint | None = None
    missing: dict[Document, list[MissingRow]] = field(default_factory=dict)


def group_list(wanted: Wanted) -> GroupList:
    """Return the public groups that were asked for."""
    found = _found(wanted) if wanted.is_narrowed else None
    by_status = _counts_of_all() if found is None else _counts(found)
    return GroupList(
        rows=Rows(partial(_whole_tab, wanted.state) if found is None else partial(_narrowed, found, wanted.state)),
        counts={
            State.OFFICIAL: by_status.get(Status.RECOGNISED, 0),
            State.SUSPENDED: by_status.get(Status.SUSPENDED, 0),
            State.ENDED: by_status.get(Status.DISSOLVED, 0) + by_status.get(Status.MERGED, 0),
        },
        register_is_empty=not by_status and not _counts_of_all(),
        code_hint=about_code(wanted.text) if _LIKE_CODE.match(wanted.text) else None,
        missing=missing_rows() if wanted.state == State.OFFICIAL and not wanted.is_narrowed else {},
    )


def _found(wanted: Wanted) -> QuerySet[WorkGroup]:
    found = WorkGroup.objects.public().matching(wanted.text)
    if wanted.platform:
        found = found.filter(platform=wanted.platform)
    return found.filter(level=wanted.level) if wanted.level else found


def _counts(groups: QuerySet[WorkGroup]) -> dict[str, int]:
    return dict(groups.order_by().values_list("status").annotate(Count("pk")))


@at_one_version
def _counts_of_all() -> dict[str, int]:
    return _counts(WorkGroup.objects.public())


def _of_state(groups: QuerySet[WorkGroup], state: State) -> QuerySet[WorkGroup]:
    if state == State.ENDED:
        return groups.ended().order_by("-status_since", "code")
    if state == State.SUSPENDED:
        return groups.filter(status=Status.SUSPENDED).order_by("code")
    return groups.official().order_by("code")


def _columns(groups: QuerySet[WorkGroup]) -> QuerySet:
    return with_lead_beside(groups).values_list(
        "code", "name", "platform", "level", "status", "room_count", "uncertain", "lead__shown"
    )


def _row(code, name, platform, level, status, room_count, uncertain, lead) -> Row:
    read, shown = (str(room_count), lead or "")
    if uncertain:
        facts = {"name": name, "room_count": room_count, "uncertain": uncertain}
        name, read = marked(facts, "name"), marked(facts, "room_count")
        shown = marked_lead(shown, uncertain) if lead else ""
    return Row(code, name, platform, level, status, room_count, read, shown)


def _narrowed(found: QuerySet[WorkGroup], state: State, start: int, stop: int) -> Iterable[Sequence]:
    return _columns(_of_state(found, state))[start:stop]


def _prepared(state: State) -> Prepared:
    return Prepared(WorkGroup, lambda: _columns(_of_state(WorkGroup.objects.public(), state)))


_TABS = {state: _prepared(state) for state in State}
_FROM_CODE = Prepared(
    WorkGroup, lambda code: _columns(WorkGroup.objects.official().filter(code__gte=code)).order_by("code")
)


def _whole_tab(state: State, start: int, stop: int) -> Iterable[Sequence]:
    if state == State.OFFICIAL and start >= _DEEP and start % PAGE_SIZE == 0:
        starts = _page_starts()
        if start // PAGE_SIZE < len(starts):
            return _FROM_CODE.rows(starts[start // PAGE_SIZE], limit=stop - start)
    return _TABS[state].rows(limit=stop - start, offset=start)


@at_one_version
def _page_starts() -> list[str]:
    """Return the code that each page of the whole list begins with."""
    place = Window(RowNumber(), order_by=F("code").asc())
    numbered = WorkGroup.objects.official().annotate(place=place).annotate(on_page=Mod("place", PAGE_SIZE))
    return list(numbered.filter(on_page=1).order_by("code").values_list("code", flat=True))


def about_code(text: str) -> CodeHint:
    """Say which public group a code names. A proposal and a code that was never given answer alike."""
    try:
        code = parse_code(text)
    except BadCode as error:
        return CodeHint(problem=str(error))
    group = WorkGroup.objects.public().filter(code=code).first()
    return CodeHint(code, group, "" if group else no_such_code(code))


def no_such_code(code: str) -> str:
    """Say that a well-formed code names nothing public."""
    return f"Mã {code} đúng dạng nhưng không có trong danh sách nhóm do cơ quan công bố."


@at_one_version
def missing_rows() -> dict[Document, list[MissingRow]]:
    """Return the rows that can no longer be read, by the document that the public groups were listed in."""
    documents = WorkGroup.objects.public().filter(source_document__isnull=False).values("source_document")
    rows = MissingRow.objects.filter(document__in=documents).select_related("document")
    found: dict[Document, list[MissingRow]] = {}
    for row in rows.order_by("document", "source_row"):
        found.setdefault(row.document, []).append(row)
    return found
