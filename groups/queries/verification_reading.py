"""What one look-up reads of the register, for the answers that ``verification`` gives from it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet

from ..domain.abbreviations import name_key
from ..domain.lookalikes import differences, skeleton
from ..domain.privacy import private_kinds
from ..domain.reading import Kind, Part, Reading
from ..domain.status import PUBLIC, Status
from ..domain.verdicts import Evidence
from ..models import InviteLink, ReportedChat, WorkGroup
from .answers import Match
from .name_search import Found, search_names
from .prepared import Prepared
from .public_groups import outline, outlined, put_documents, with_lead_beside
from .public_version import VERSION_SQL, PublicVersion, at_one_version, public_version, version_of

#: So many other names are shown beside the answer to a name.
NEAR = 5
#: A chain of mergers is followed so far.
_MERGERS = 5


class _Link(NamedTuple):
    """What is read of a link; the group came by the same statement."""

    key: str
    ended_on: dt.date | None
    group: WorkGroup


@dataclass
class Look:
    """What one look-up has read from the register; a dozen parts are answered from the same few queries."""

    now: dt.datetime
    groups: dict[int, WorkGroup] = field(default_factory=dict)
    links: dict[str, _Link] = field(default_factory=dict)
    reports: list[ReportedChat] = field(default_factory=list)
    found: dict[str, list[Found]] = field(default_factory=dict)

    def match(self, pk: int, evidence: Evidence | None, name: str = "", score: float = 1.0, typed: str = "") -> Match:
        group = self.groups[pk]
        name = name or group.name
        return Match(group, name, round(score, 3), evidence, tuple(differences(typed, name)) if typed else ())


@dataclass(frozen=True)
class Ahead:
    """What is read before an answer is asked for: the question, and the links it names (None: not read yet)."""

    reading: Reading
    links: dict[str, _Link] | None = None


def read_ahead(reading: Reading) -> tuple[PublicVersion, Ahead]:
    """Return the version of the register now and, never older than it, the links that a question names."""
    keys = [part.link.key for part in reading.parts if part.link]
    if not keys:
        return public_version(), Ahead(reading)
    rows = list(_LINKS_AND_VERSION.rows(*keys))
    return version_of(rows[0]), Ahead(reading, _by_key(row[_WIDTH:] for row in rows if row[_WIDTH] is not None))


def look_up(parts: tuple[Part, ...], now: dt.datetime, links: dict[str, _Link] | None = None) -> Look:
    """Read everything that the answers to ``parts`` need, by a number of queries that does not grow with the finds.

    ``links``: those of ``parts``, where they have been read already.
    """
    look = Look(now)
    keys = [part.link.key for part in parts if part.link]
    codes = [part.code for part in parts if part.code]
    named = [part for part in parts if part.kind == Kind.NAME and not private_kinds(part.text)]
    names = [part.text for part in named] + [part.within for part in named if part.within]
    look.links = (_by_key(_LINKS.rows(*keys)) if keys else {}) if links is None else links
    look.found = {name: search_names(name, NEAR + 5) for name in names}
    look.groups = {link.group.pk: link.group for link in look.links.values() if link.group.status in PUBLIC}
    pks = {found.group_id for finds in look.found.values() for found in finds} - look.groups.keys()
    if pks or codes:
        groups = WorkGroup.objects.public().filter(Q(pk__in=pks) | Q(code__in=codes))
        rows = with_lead_beside(groups).order_by().values_list(*outline())
        look.groups = {group.pk: group for group in map(outlined, rows)} | look.groups
    put_documents(look.groups.values())
    _follow_mergers(look.groups)
    look.reports = _reports(keys, [name_key(skeleton(name)) for name in names])
    return look


def _of_keys(*keys: str) -> QuerySet:
    # A link of a proposal has no first day yet; one of a declined proposal never had.
    links = InviteLink.objects.filter(key__in=keys, started_on__isnull=False).order_by()
    return with_lead_beside(links, "group__").values_list("pk", "key", "ended_on", *outline("group__"))


_WIDTH = 2  # columns of the version
_LINKS = Prepared(InviteLink, _of_keys)
_LINKS_AND_VERSION = Prepared(InviteLink, _of_keys, beside=(VERSION_SQL, _WIDTH))


def _by_key(rows: Iterable[Sequence]) -> dict[str, _Link]:
    """Return the official and formerly official links by key; of several that were given anew the one that holds."""
    rows = sorted(rows, key=lambda row: (row[2] is None, row[0]))
    return {key: _Link(key, ended_on, outlined(group)) for _, key, ended_on, *group in rows}


def _follow_mergers(groups: dict[int, WorkGroup]) -> None:
    """Read the successors of merged groups, and theirs; most questions meet none and ask nothing."""
    known, last = dict(groups), list(groups.values())
    for _ in range(_MERGERS):
        merged = [group for group in last if group.status == Status.MERGED]
        if not merged:
            return
        missing = {group.successor_id for group in merged} - known.keys()
        known |= {group.pk: group for group in WorkGroup.objects.public().filter(pk__in=missing)}
        for group in merged:
            group.successor = known.get(group.successor_id)
        last = [known[group.successor_id] for group in merged if group.successor_id in known]


@at_one_version
def _has_reports() -> bool:
    return ReportedChat.objects.standing().exists()


def _reports(keys: list[str], squashed: list[str]) -> list[ReportedChat]:
    if not _has_reports():
        return []
    asked = Q(key__in=[key for key in keys if key]) | Q(squash__in=[squash for squash in squashed if squash])
    return list(ReportedChat.objects.standing().filter(asked))
