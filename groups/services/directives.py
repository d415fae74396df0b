"""Directives are closed by the act that carries them out."""

from ..domain.status import Action
from ..domain.vocabulary import DirectiveKind
from .ledger import Entry

_CLOSED_BY = {
    Action.RENAME: DirectiveKind.RENAME,
    Action.MIGRATE: DirectiveKind.MIGRATE,
    Action.MERGE: DirectiveKind.MAY_MERGE,
    Action.DISSOLVE: DirectiveKind.DISSOLVE,
}


def fulfil(entry: Entry) -> None:
    """Mark the open directives that this act carries out; the ledger closes them with the event."""
    rows = list(entry.group.directives.open().filter(kind=_CLOSED_BY[entry.action]))
    if entry.action == Action.MIGRATE:
        rows = [row for row in rows if row.target_platform == entry.group.platform]
    entry.fulfilled += rows
