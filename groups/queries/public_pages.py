"""What the public pages read. Nothing here sees a group that ``WorkGroupQuerySet.public()`` would not show."""

from dataclasses import dataclass

from django.db.models import QuerySet

from ..domain.dates import short_date
from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import PUBLIC, TRANSITIONS, Action
from ..domain.vocabulary import MARK
from ..models import Document, RegisterEvent, WorkGroup
from .facts import done_directives
from .public_groups import lead_in_words, with_lead
from .public_version import at_one_version

#: What happens before a group is recognised is between the staff; every later act is public.
_BEFORE_RECOGNITION = [action for action, rule in TRANSITIONS.items() if rule.target and rule.target not in PUBLIC]


@dataclass(frozen=True)
class Home:
    """What the first page tells of the register as a whole."""

    official: int
    ended: int
    last_event: RegisterEvent | None


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


def _marked_or_lost(group: WorkGroup, field: str) -> str:
    """Like ``marked``, and say so where the document was damaged just there and nothing is left."""
    lost = field in group.uncertain and not getattr(group, field)
    return f"Trên bản còn lại không đọc được{MARK}" if lost else group.marked(field)


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
