"""The Merkle tree of the log as the database keeps it: entries, roots and proofs of any size."""

from collections.abc import Iterable

from ..domain import merkle
from ..domain.entries import CitedDocument, LeafFields, entry_bytes
from ..domain.merkle import Node
from ..models import EventLeaf, InviteLink, RegisterEvent, RegisterHead
from .slices import slices


class TreeIncomplete(Exception):
    """A leaf that must be there is not: the log was tampered with, or the register was filled past the ledger."""


def leaf_fields(event: RegisterEvent, *, actor: str, links: str, private: str) -> LeafFields:
    """Return the fields of the entry of ``event``, which has its group, related group and document at hand."""
    cited = event.document
    return LeafFields(
        number=event.number,
        action=event.action,
        group=event.group.code,
        related=event.related_group.code if event.related_group else None,
        recorded_at=event.recorded_at,
        effective_on=event.effective_on,
        effective_precision=event.effective_precision,
        document=cited
        and CitedDocument(cited.kind, cited.number, cited.symbol, cited.issued_on, cited.issued_precision),
        public=event.public,
        actor=actor,
        links=links,
        private=private,
    )


def entry_of(event: RegisterEvent, leaf: EventLeaf) -> bytes:
    """Return the bytes whose hash is ``leaf``, from the event as it stands now."""
    return entry_bytes(leaf_fields(event, actor=leaf.actor, links=leaf.links, private=leaf.private), leaf.version)


def held_links(groups: Iterable[int]) -> dict[int, list[str]]:
    """Return the sorted keys of the links that each group (by its key) holds now: to these its last event is bound."""
    found: dict[int, list[str]] = {group: [] for group in groups}
    for some in slices(found):
        rows = InviteLink.objects.current().filter(group__in=some).order_by("key")
        for group, key in rows.values_list("group", "key"):
            found[group].append(key)
    return {group: sorted(keys) for group, keys in found.items()}


def subtrees(nodes: Iterable[Node]) -> dict[Node, bytes]:
    """Return the hashes of complete subtrees, all read by one query. Raise :class:`TreeIncomplete`."""
    ends = {node: (node[1] + 1) << node[0] for node in nodes}
    if not ends:
        return {}
    rows = EventLeaf.objects.in_bulk(sorted(set(ends.values())))
    found = {node: rows[end].subtree(node[0]) for node, end in ends.items() if end in rows}
    if len(found) != len(ends) or not all(found.values()):
        raise TreeIncomplete("leaves of the log are missing")
    return found


def head() -> tuple[int, str]:
    """Return size and root (hex) of the log as they are now."""
    row = RegisterHead.objects.first()
    return (row.number, row.root) if row else (0, merkle.EMPTY_ROOT.hex())


def root_at(size: int) -> bytes:
    """Return the root of the log when it had ``size`` events, from the leaves."""
    return merkle.root_of(size, subtrees(merkle.complete_subtrees(0, size)).__getitem__)


def inclusion_path(number: int, size: int) -> list[bytes]:
    """Return the proof that event ``number`` is in the log of ``size`` events. Raise :class:`ValueError`."""
    return _path(merkle.inclusion_ranges(number - 1, size))


def consistency_path(first: int, second: int) -> list[bytes]:
    """Return the proof that the log of ``first`` events begins that of ``second``. Raise :class:`ValueError`."""
    return _path(merkle.consistency_ranges(first, second))


def _path(ranges: list[tuple[int, int]]) -> list[bytes]:
    found = subtrees(merkle.nodes_of(ranges))
    return [merkle.range_hash(start, end, found.__getitem__) for start, end in ranges]
