"""What could a new name, or a new link, be mistaken for? Asked before either is written.

The same resemblance makes the public look-up answer "look-alike": what staff are told here, a principal would be told
later. Nothing is decided by it; two honest names of one series resemble each other too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from ..domain.abbreviations import spelled_out
from ..domain.lookalikes import differences, skeleton
from ..domain.resemblance import LOOKALIKE, resemblances
from ..domain.status import Status
from ..domain.text import clean
from ..models import InviteLink, ReportedChat, WorkGroup
from .name_search import search_names

#: So many names are shown; a person reads no more.
LIMIT = 6
# A group's own names, present and former, are looked past.
_POOL = LIMIT + 12


@dataclass(frozen=True)
class Likeness:
    """A name that the new one could be mistaken for: a group's, present or former, or that of a reported chat."""

    name: str
    differences: tuple[str, ...]
    is_same: bool = False
    is_former: bool = False
    group: WorkGroup | None = None
    report: ReportedChat | None = None


def names_like(name: str, *, group: WorkGroup | None = None) -> list[Likeness]:
    """Return what ``name`` could be mistaken for, at most :data:`LIMIT`: strangers' chats first, then the likest.

    ``group`` is the one that is to bear the name; its own names are left out. Drafts and proposals bear no name yet.
    """
    name = clean(name)
    return [*_reported(name), *_borne(name, group)][:LIMIT] if skeleton(name) else []


def declined_holders(keys: Iterable[str], *, group: WorkGroup) -> list[WorkGroup]:
    """Return the other proposals, none of them recognised, that once held a link with one of ``keys`` (not refused).

    Of the office of ``group`` alone: what another office declined is never told (ADR 0013). A form in which no office
    was chosen yet is told nothing.
    """
    held = InviteLink.objects.filter(key__in=list(keys), started_on__isnull=True, ended_on__isnull=False)
    other = ~Q(pk=group.pk) if group.pk else Q()
    of_office = WorkGroup.objects.filter(other, authority=group.authority_id)
    return list(of_office.filter(pk__in=held.values("group"), status=Status.DECLINED))


def _borne(name: str, group: WorkGroup | None) -> list[Likeness]:
    own, best = group.pk if group else None, {}
    for find in search_names(name, _POOL, thorough=True):
        if find.score >= LOOKALIKE and find.group_id != own:
            best.setdefault(find.group_id, find)
    related = ("status_document", "successor")
    groups = WorkGroup.objects.public().select_related(*related).in_bulk(best) if best else {}
    return [
        Likeness(
            find.name,
            tuple(differences(name, find.name)),
            is_same=find.same,
            is_former=not find.is_current,
            group=groups[find.group_id],
        )
        for find in best.values()
        if find.group_id in groups
    ]


def _reported(name: str) -> list[Likeness]:
    # There are few of them, so each is compared; they stand in no index.
    reports = list(ReportedChat.objects.standing().exclude(squash=""))
    typed = [skeleton(name), spelled_out(skeleton(name))]
    names = [skeleton(report.name) for report in reports]
    pairs = zip(resemblances(typed, names), resemblances(typed, list(map(spelled_out, names))), strict=True)
    scores = [max(each.whole for each in pair) for pair in pairs]
    scored = sorted(zip(scores, reports, strict=True), key=lambda pair: (-pair[0], pair[1].pk))
    return [
        Likeness(report.name, tuple(differences(name, report.name)), is_same=score == 1.0, report=report)
        for score, report in scored
        if score >= LOOKALIKE
    ]
