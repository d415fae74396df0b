"""Whether anything moved in what imported rows are compared with: a short mark, cheap enough to ask twice."""

import hashlib

from django.db.models import Count, Max

from ..domain.status import EDITABLE
from ..models import InviteLink, Member, Person, RegisterHead, ReportedChat, Unit, WorkGroup


def standing_mark() -> str:
    """Return a mark that changes with every event, group, link, report, unit, person and name of a draft."""
    parts: list = [RegisterHead.objects.values_list("number", flat=True).first()]
    counted = (WorkGroup, InviteLink, ReportedChat, Member)
    parts += [model.objects.aggregate(Count("pk"), Max("pk")) for model in counted]
    drafts = WorkGroup.objects.filter(status__in=EDITABLE).order_by("pk")
    parts.append(list(drafts.values_list("pk", "name", "platform", "status")))
    parts += [list(model.objects.order_by("pk").values_list()) for model in (Unit, Person)]
    parts.append(ReportedChat.objects.standing().count())
    return hashlib.sha256(repr(parts).encode()).hexdigest()
