"""What waits for a member of staff, and what happened last."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from ..domain.letters import MailState
from ..domain.status import Action, Status
from ..domain.tasks import SOON, Due
from ..domain.vocabulary import GroupRole
from ..models import Directive, OutgoingMail, Publication, RegisterEvent, WorkGroup
from .authorities import own_authorities
from .permissions import may_act, may_publish, may_record, may_resend, may_see_groups, may_see_tasks
from .scope import in_scope
from .tasks import due_when, open_tasks


@dataclass(frozen=True)
class Waiting:
    """A heap of work: how many, what it is, and the list that shows it with its query."""

    count: int
    label: str
    query: str
    urgent: bool = False
    place: str = "admin:groups_workgroup_changelist"


def missing_of(user) -> str:
    """Return what an account lacks before anything can be done with it, in a sentence; empty where nothing."""
    if not may_see_groups(user):
        return "Tài khoản của bạn chưa được giao vai trò nào nên chưa xem được sổ: xin báo người quản trị của cơ quan."
    if own_authorities(user) == frozenset():
        return (
            "Tài khoản của bạn chưa được giao làm việc cho cơ quan nào nên chưa thấy hồ sơ nào: xin báo người quản trị."
        )
    return ""


def confirm_limit(today: dt.date) -> dt.date:
    """Return the day before which a confirmation has grown old."""
    return today - dt.timedelta(days=settings.REGISTER_CONFIRM_DAYS)


def with_open_directives(groups: QuerySet[WorkGroup]) -> QuerySet[WorkGroup]:
    """Groups, still living, with a directive that asks for an act not done yet."""
    return (
        groups.public()
        .exclude(status__in=(Status.DISSOLVED, Status.MERGED))
        .filter(pk__in=Directive.objects.open().values("group"))
    )


def with_departed_lead(groups: QuerySet[WorkGroup]) -> QuerySet[WorkGroup]:
    """Official groups whose lead is a person no longer in office."""
    return groups.official().filter(
        administrators__role=GroupRole.LEAD,
        administrators__ended_on__isnull=True,
        administrators__person__active=False,
    )


def waiting_for(user, today: dt.date) -> list[Waiting]:
    """Return the heaps that wait for ``user``; empty ones are left out."""
    if not may_see_groups(user):
        return []
    groups = in_scope(WorkGroup.objects.all(), user)
    heaps = []
    if may_act(user, Action.RECOGNISE):
        heaps.append(
            Waiting(
                groups.filter(status=Status.PROPOSED).count(), "đề nghị chờ quyết định", "status__exact=proposed", True
            )
        )
    if may_record(user):
        mine = groups.filter(recorded_by=user)
        heaps += [
            Waiting(
                mine.filter(status=Status.RETURNED).count(),
                "đề nghị bị trả lại cho bạn",
                "status__exact=returned&mine=1",
                True,
            ),
            Waiting(mine.filter(status=Status.DRAFT).count(), "bản nháp của bạn", "status__exact=draft&mine=1"),
        ]
    heaps += _tasks_due(user, today)
    heaps += [
        Waiting(with_open_directives(groups).count(), "nhóm còn hướng xử lý chưa thực hiện", "directive=open"),
        Waiting(with_departed_lead(groups).count(), "nhóm có trưởng nhóm đã thôi công tác", "lead=departed", True),
        Waiting(
            groups.unconfirmed_since(confirm_limit(today)).count(),
            f"nhóm chưa được xác nhận trong {settings.REGISTER_CONFIRM_DAYS} ngày qua",
            "confirm=old",
        ),
    ]
    if may_publish(user):
        heaps.append(
            Waiting(
                in_scope(Publication.objects.unsigned(), user).count(),
                "danh sách đã công bố mà chưa có bản ký",
                "signed=no",
                place="admin:groups_publication_changelist",
            )
        )
    if may_resend(user):
        unsent = in_scope(OutgoingMail.objects.filter(state=MailState.FAILED), user)
        place = "admin:groups_outgoingmail_changelist"
        heaps.append(Waiting(unsent.count(), "thư không gửi được", "state__exact=failed", True, place))
    return [heap for heap in heaps if heap.count]


def _tasks_due(user, today: dt.date) -> list[Waiting]:
    if not may_see_tasks(user):
        return []
    tasks, place = in_scope(open_tasks(), user), "admin:groups_directive_changelist"
    return [
        Waiting(due_when(tasks, Due.OVERDUE, today).count(), "hướng xử lý quá hạn", "due=overdue", True, place),
        Waiting(
            due_when(tasks, Due.SOON, today).count(),
            f"hướng xử lý đến hạn trong {SOON.days} ngày",
            "due=soon",
            place=place,
        ),
    ]


def recent_events(user, limit: int = 12) -> QuerySet[RegisterEvent]:
    """Return the last events of the offices of ``user``, newest first; none for who may not see groups."""
    if not may_see_groups(user):
        return RegisterEvent.objects.none()
    events = RegisterEvent.objects.select_related("group", "actor", "document", "related_group")
    return in_scope(events, user)[:limit]
