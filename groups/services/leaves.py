"""The leaf that every event gets when the ledger writes it, under the lock of the register's head."""

import secrets

from ..domain import merkle
from ..domain.canonical import SALT_BYTES, commitment
from ..domain.entries import VERSION, entry_bytes
from ..models import EventLeaf, EventOpening, RegisterEvent
from ..queries.tree import leaf_fields, subtrees


def add_leaf(event: RegisterEvent) -> str:
    """Write the leaf and the salts of ``event``, the last of the log, and return the new root in hex.

    Reads and computes O(log n), however long the log. Raise :class:`NotCanonical` where the event has no canonical
    form, and :class:`TreeIncomplete` where leaves before it are missing: then there is no act either.
    """
    leaf, opening, entry = sealed(event)
    known = subtrees(merkle.complete_subtrees(0, event.number - 1))
    completed = merkle.completed_by(event.number, merkle.leaf_hash(entry), known.__getitem__)
    known |= {(level, (event.number >> level) - 1): value for level, value in enumerate(completed)}
    leaf.hashes = b"".join(completed).hex()
    leaf.save(force_insert=True)
    opening.save(force_insert=True)
    return merkle.root_of(event.number, known.__getitem__).hex()


def sealed(event: RegisterEvent) -> tuple[EventLeaf, EventOpening, bytes]:
    """Return a leaf without its hashes, the fresh salts, and the entry. Nothing is written."""
    salts = [secrets.token_bytes(SALT_BYTES) for _ in range(2)]
    actor, private = commitment(event.actor_id, salts[0]), commitment(event.private, salts[1])
    entry = entry_bytes(leaf_fields(event, actor=actor, private=private))
    leaf = EventLeaf(event_id=event.number, version=VERSION, actor=actor, private=private)
    return leaf, EventOpening(event_id=event.number, actor=salts[0].hex(), private=salts[1].hex()), entry
