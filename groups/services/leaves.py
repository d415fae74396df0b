"""The leaf that every event gets when the ledger writes it, under the lock of the register's head."""

import secrets
from collections.abc import Sequence

from ..domain import merkle
from ..domain.canonical import SALT_BYTES, commitment
from ..domain.entries import VERSION, entry_bytes, kept_back
from ..models import EventLeaf, EventOpening, RegisterEvent
from ..queries.tree import held_links, leaf_fields, subtrees

#: So many rows go into one statement.
_BATCH = 250


def add_leaves(events: Sequence[RegisterEvent]) -> str:
    """Write leaves and salts of ``events``, the last of the log and at least one; return the new root in hex.

    Reads and computes O(log n) an event, however long the log. Raise :class:`NotCanonical` where an event has no
    canonical form, and :class:`TreeIncomplete` where leaves before are missing: then there is no act either.
    """
    before = events[0].number - 1
    known = subtrees(merkle.complete_subtrees(0, before))
    held = held_links({event.group_id for event in events})
    leaves, openings = [], []
    for event in events:
        leaf, opening, entry = sealed(event, held[event.group_id])
        completed = merkle.completed_by(event.number, merkle.leaf_hash(entry), known.__getitem__)
        known |= {(level, (event.number >> level) - 1): value for level, value in enumerate(completed)}
        leaf.hashes = b"".join(completed).hex()
        leaves.append(leaf)
        openings.append(opening)
    EventLeaf.objects.bulk_create(leaves, batch_size=_BATCH)
    EventOpening.objects.bulk_create(openings, batch_size=_BATCH)
    return merkle.root_of(events[-1].number, known.__getitem__).hex()


def sealed(event: RegisterEvent, links: list[str] | None) -> tuple[EventLeaf, EventOpening, bytes]:
    """Return a leaf without its hashes, the fresh salts, and the entry. Nothing is written.

    ``links``: the sorted keys of the links that the group holds, or None where they are not known.
    """
    said = {"actor": event.actor_id, "links": links, "private": kept_back(event.reason, event.private)}
    salts = {name: secrets.token_bytes(SALT_BYTES) for name in said}
    commitments = {name: commitment(value, salts[name]) for name, value in said.items()}
    entry = entry_bytes(leaf_fields(event, **commitments))
    leaf = EventLeaf(event_id=event.number, version=VERSION, **commitments)
    return leaf, EventOpening(event_id=event.number, **{name: salt.hex() for name, salt in salts.items()}), entry
