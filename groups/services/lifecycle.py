"""The acts that move a group from one status to another. Each is one event, or nothing at all."""

from collections.abc import Iterator
from typing import Unpack

from ..domain.codes import make_code
from ..domain.status import Action
from ..models import CodeCounter, RegisterEvent, Unit, WorkGroup
from ..queries.obstacles import STRANGER, holding_strangers, incomplete
from .act_entry import Basis, Entry
from .directives import fulfil
from .errors import ActRefused
from .ledger import act, act_on_many
from .transactions import transactional


@transactional
def propose(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Hand a draft, or a returned proposal, to the one who decides. The first time, the group gets its code."""
    with act(Action.PROPOSE, group, **basis) as entry:
        if sentence := incomplete(entry.group):
            raise ActRefused(sentence)
        entry.group.proposed_by = basis["by"]
        if entry.group.code is None:
            entry.group.code = _next_code(entry.group)
    return entry.event


def propose_new(*, groups: list[WorkGroup], step=None, **basis: Unpack[Basis]) -> list[RegisterEvent]:
    """Propose many drafts that this very transaction has recorded: each its own code and event; all, or none."""
    if not groups:
        return []
    codes = _next_codes(groups[0].authority, len(groups))

    def fill(entry: Entry) -> None:
        if sentence := incomplete(entry.group):
            raise ActRefused(f"{entry.group}: {sentence}")
        if entry.group.authority_id != groups[0].authority_id:
            raise ActRefused("Mỗi lần chỉ đề nghị nhóm của một cơ quan.")
        entry.group.proposed_by = basis["by"]
        entry.group.code = next(codes)

    return act_on_many(Action.PROPOSE, groups, fill, step=step, **basis)


@transactional
def return_(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Give a proposal back to be completed."""
    with act(Action.RETURN, group, **basis) as entry:
        pass
    return entry.event


@transactional
def decline(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Refuse a proposal for good. Its links were never ours and become free."""
    with act(Action.DECLINE, group, **basis) as entry:
        _end_links(entry)
    return entry.event


@transactional
def recognise(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Make a proposed group official: it is public from now on, its name, links and people count from that day."""
    with act(Action.RECOGNISE, group, **basis) as entry:
        found = entry.group
        # A link typed into a draft at the moment of a report can have escaped it.
        if holding_strangers([found]):
            raise ActRefused(STRANGER)
        found.recognised_on, found.recognised_precision = entry.effective_on, entry.precision
        found.recognised_document = entry.document
        found.last_confirmed_on = entry.effective_on
        entry.name_given = found.name
        for rows in (found.links, found.administrators, found.members):
            rows.filter(started_on__isnull=True).update(started_on=entry.effective_on)
    return entry.event


@transactional
def suspend(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Take an official group off the list for a time."""
    with act(Action.SUSPEND, group, **basis) as entry:
        pass
    return entry.event


@transactional
def resume(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """Put a suspended group back on the list."""
    with act(Action.RESUME, group, **basis) as entry:
        pass
    return entry.event


@transactional
def dissolve(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """End a group. It stays findable for ever; its links are revoked."""
    with act(Action.DISSOLVE, group, **basis) as entry:
        _end_links(entry)
        fulfil(entry)
    return entry.event


@transactional
def merge(*, group: WorkGroup, successor: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """End a group in favour of another official one, its successor."""
    if group.pk == successor.pk:
        raise ActRefused("Không thể ghép một nhóm vào chính nó.")
    with act(Action.MERGE, group, related=successor, **basis) as entry:
        if not entry.related.is_official:
            raise ActRefused(f"Chỉ ghép được vào một nhóm đang chính thức; “{entry.related}” hiện không chính thức.")
        entry.group.successor = entry.related
        _end_links(entry)
        fulfil(entry)
    return entry.event


def _next_code(group: WorkGroup) -> str:
    return next(_next_codes(group.authority, 1))


def _next_codes(authority: Unit, count: int) -> Iterator[str]:
    """Yield ``count`` codes of ``authority``, taken under the lock of its counter when the first is asked for."""
    CodeCounter.objects.get_or_create(authority=authority)
    counter = CodeCounter.objects.select_for_update().get(authority=authority)
    first = counter.last_number + 1
    counter.last_number += count
    counter.save()
    yield from (make_code(authority.code, number) for number in range(first, first + count))


def _end_links(entry: Entry) -> None:
    ended = entry.group.links.current()
    entry.private["ended_links"] = sorted(ended.values_list("pk", flat=True))
    ended.update(ended_on=entry.effective_on)
