"""Directives are closed by the act that carries them out."""

from ..domain.status import Action
from ..domain.tasks import FULFILLED_BY
from .act_entry import Entry

_CLOSED_BY = {action: kind for kind, action in FULFILLED_BY.items()}


def fulfil(entry: Entry) -> None:
    """Mark the open directives that this act carries out; the ledger closes them with the event."""
    rows = list(entry.group.directives.open().filter(kind=_CLOSED_BY[entry.action]))
    if entry.action == Action.MIGRATE:
        rows = [row for row in rows if row.target_platform == entry.group.platform]
    entry.fulfilled += rows
