"""What the public pages read. Nothing here sees a group that ``WorkGroupQuerySet.public()`` would not show."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count, QuerySet

from ..domain.codes import BadCode, parse_code
from ..domain.dates import short_date
from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import PUBLIC, TRANSITIONS, Action, Status
from ..domain.vocabulary import MARK
from ..models import Document, MissingRow, RegisterEvent, WorkGroup
from .facts import done_directives
from .public_groups import lead_in_words, with_lead
from .public_version import at_one_version

#: What happens before a group is recognised is between the staff; every later act is public.
_BEFORE_RECOGNITION = [action for action, rule in TRANSITIONS.items() if rule.target and rule.target not in PUBLIC]

#: What a row of the list shows of a group; a group has six times as much.
_SHOWN_IN_ROWS = ("code", "name", "platform", "level", "status", "room_count", "uncertain")

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


@dataclass(frozen=True)
class Home:
    """What the first page tells of the register as a whole."""

    official: int
    ended: int
    last_event: RegisterEvent | None


@dataclass(frozen=True)
class GroupList:
    """The groups of one tab, how many each tab holds, and what else helps the reader."""

    rows: QuerySet[WorkGroup]
    counts: dict[State, int]
    register_is_empty: bool = False
    code_hint: CodeHint | None = None
    missing: dict[Document, list[MissingRow]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One group of the list, as read."""

    group: WorkGroup
    name: str
    lead: str
    room_count: str


@dataclass(frozen=True)
class FormerName:
    """A name that a group bore, and when, in words."""

    name: str
    since: str
    until: str


@dataclass(frozen=True)
class Happening:
    """A public event in words."""

    what: str
    when: str
    document: Document | None
    other: WorkGroup | None = None


@dataclass(frozen=True)
class GroupPage:
    """Everything that the page of one group shows."""

    group: WorkGroup
    lead: str
    name: str
    members: list[str]
    directive: str
    room_count: str
    source_row: str
    former_names: list[FormerName]
    carried_out: list[str]
    predecessors: list[WorkGroup]
    happenings: list[Happening]

    @property
    def has_uncertain(self) -> bool:
        """Whether the mark of an uncertain reading stands anywhere among the facts."""
        shown = (self.lead, self.name, self.directive, self.room_count, self.source_row, self.group.purpose)
        return any(MARK.strip() in text for text in (*shown, *self.members))


@at_one_version
def home() -> Home:
    """Return what the first page tells."""
    groups = WorkGroup.objects
    return Home(groups.official().count(), groups.ended().count(), _public_events().order_by("-number").first())


def group_list(wanted: Wanted) -> GroupList:
    """Return the public groups that were asked for."""
    found = WorkGroup.objects.public().matching(wanted.text)
    if wanted.platform:
        found = found.filter(platform=wanted.platform)
    if wanted.level:
        found = found.filter(level=wanted.level)
    by_status = _counts(found) if wanted.is_narrowed else _counts_of_all()
    whole_list = wanted.state == State.OFFICIAL and not wanted.is_narrowed
    return GroupList(
        rows=with_lead(_of_state(found, wanted.state).only(*_SHOWN_IN_ROWS)),
        counts={
            State.OFFICIAL: by_status.get(Status.RECOGNISED, 0),
            State.SUSPENDED: by_status.get(Status.SUSPENDED, 0),
            State.ENDED: by_status.get(Status.DISSOLVED, 0) + by_status.get(Status.MERGED, 0),
        },
        register_is_empty=not by_status and not _counts_of_all(),
        code_hint=about_code(wanted.text) if _LIKE_CODE.match(wanted.text) else None,
        missing=missing_rows() if whole_list else {},
    )


def _counts(groups: QuerySet[WorkGroup]) -> dict[str, int]:
    return dict(groups.order_by().values_list("status").annotate(Count("pk")))


@at_one_version
def _counts_of_all() -> dict[str, int]:
    return _counts(WorkGroup.objects.public())


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


def group_page(code: str) -> GroupPage | None:
    """Return the page of the public group with this canonical code, or None."""
    groups = WorkGroup.objects.public().filter(code=code).prefetch_related("names", "directives")
    documents = ("status_document", "recognised_document", "source_document")
    group = with_lead(groups).select_related("authority", "successor", *documents).first()
    if group is None:
        return None
    return GroupPage(
        group=group,
        lead=lead_in_words(group),
        name=group.marked("name"),
        members=[line.removeprefix("- ") for line in group.marked("members_text").splitlines()],
        directive=_marked_or_lost(group, "directive_text"),
        room_count=group.marked("room_count"),
        source_row=group.marked("source_row"),
        former_names=_former_names(group),
        carried_out=done_directives(group),
        predecessors=list(WorkGroup.objects.public().filter(successor=group).order_by("status_since", "code")),
        happenings=_happenings(group),
    )


def rows_of(groups: Iterable[WorkGroup]) -> list[Row]:
    """Return the rows of one page of the list."""
    return [Row(group, group.marked("name"), lead_in_words(group), group.marked("room_count")) for group in groups]


def _marked_or_lost(group: WorkGroup, field: str) -> str:
    """Like ``marked``, and say so where the document was damaged just there and nothing is left."""
    lost = field in group.uncertain and not getattr(group, field)
    return f"Trên bản còn lại không đọc được{MARK}" if lost else group.marked(field)


def _of_state(groups: QuerySet[WorkGroup], state: State) -> QuerySet[WorkGroup]:
    if state == State.ENDED:
        return groups.ended().order_by("-status_since", "code")
    if state == State.SUSPENDED:
        return groups.filter(status=Status.SUSPENDED).order_by("code")
    return groups.official().order_by("code")


def _public_events() -> QuerySet[RegisterEvent]:
    groups = WorkGroup.objects.public().values("pk")
    return RegisterEvent.objects.filter(group__in=groups).exclude(action__in=_BEFORE_RECOGNITION)


def _former_names(group: WorkGroup) -> list[FormerName]:
    return [
        FormerName(
            row.name,
            # The first name began with the recognition, whose day an old document may not tell.
            group.recognised_on_text if row.started_on == group.recognised_on else short_date(row.started_on),
            short_date(row.ended_on),
        )
        for row in group.names.all()
        if row.ended_on is not None
    ]


def _happenings(group: WorkGroup) -> list[Happening]:
    events = _public_events().about(group).select_related("group", "related_group", "document")
    return [_happening(event, group) for event in events.order_by("-number")]


def _happening(event: RegisterEvent, group: WorkGroup) -> Happening:
    received = event.group_id != group.pk
    return Happening(
        what="Nhận ghép một nhóm khác" if received else event.done_text + _detail(event),
        when=event.effective_text,
        document=event.document,
        other=event.group if received else event.related_group,
    )


def _detail(event: RegisterEvent) -> str:
    """Return what was and what is, for the two acts where it tells a reader which chat is meant."""
    change = event.public.get("change", {})
    if event.action == Action.RENAME and "name" in change:
        return ": “{}” thành “{}”".format(*change["name"])
    if event.action == Action.MIGRATE and "platform" in change:
        return ": từ {} sang {}".format(*(PLATFORM_LABELS[value] for value in change["platform"]))
    return ""
