"""Directives are closed by the act that carries them out."""

from ..domain.status import Action
from ..domain.vocabulary import DirectiveKind
from .ledger import Entry

_CLOSED_BY = {
    Action.RENAME: DirectiveKind.RENAME,
    Action.MIGRATE: DirectiveKind.MIGRATE,
}


def fulfil(entry: Entry) -> None:
    """Mark the open directives that this act carries out; the ledger closes them with the event."""
    rows = list(entry.group.directives.open().filter(kind=_CLOSED_BY[entry.action]))
    if entry.action == Action.MIGRATE:
        rows = [row for row in rows if row.target_platform == entry.group.platform]
    entry.fulfilled += rows


def drop_open(entry: Entry) -> None:
    """A group that ends has nothing left to do: its end settles whatever was open."""
    entry.fulfilled += list(entry.group.directives.open())
