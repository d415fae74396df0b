"""The leaf that every event gets when the ledger writes it, under the lock of the register's head."""

import secrets

from ..domain import merkle
from ..domain.canonical import SALT_BYTES, commitment
from ..domain.entries import VERSION, entry_bytes
from ..models import EventLeaf, EventOpening, RegisterEvent
from ..queries.tree import held_links, leaf_fields, subtrees


def add_leaf(event: RegisterEvent) -> str:
    """Write the leaf and the salts of ``event``, the last of the log, and return the new root in hex.

    Reads and computes O(log n), however long the log. Raise :class:`NotCanonical` where the event has no canonical
    form, and :class:`TreeIncomplete` where leaves before it are missing: then there is no act either.
    """
    leaf, opening, entry = sealed(event, held_links(event.group))
    known = subtrees(merkle.complete_subtrees(0, event.number - 1))
    completed = merkle.completed_by(event.number, merkle.leaf_hash(entry), known.__getitem__)
    known |= {(level, (event.number >> level) - 1): value for level, value in enumerate(completed)}
    leaf.hashes = b"".join(completed).hex()
    leaf.save(force_insert=True)
    opening.save(force_insert=True)
    return merkle.root_of(event.number, known.__getitem__).hex()


def sealed(event: RegisterEvent, links: list[str] | None) -> tuple[EventLeaf, EventOpening, bytes]:
    """Return a leaf without its hashes, the fresh salts, and the entry. Nothing is written.

    ``links``: the sorted keys of the links that the group holds, or None where they are not known.
    """
    said = {"actor": event.actor_id, "links": links, "private": event.private}
    salts = {name: secrets.token_bytes(SALT_BYTES) for name in said}
    commitments = {name: commitment(value, salts[name]) for name, value in said.items()}
    entry = entry_bytes(leaf_fields(event, **commitments))
    leaf = EventLeaf(event_id=event.number, version=VERSION, **commitments)
    return leaf, EventOpening(event_id=event.number, **{name: salt.hex() for name, salt in salts.items()}), entry
