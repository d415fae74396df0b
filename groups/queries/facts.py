"""The public facts of a group as plain data: what an event keeps, what a list prints, what a page shows."""

from typing import Any

from ..domain.dates import short_date
from ..domain.vocabulary import MARK, GroupRole
from ..models import Administrator, WorkGroup

#: Bump when a key changes its meaning; old events keep the version they were written with.
VERSION = 1


def current_lead(group: WorkGroup) -> Administrator | None:
    """Return the lead of ``group``, or None. Uses prefetched administrators where they are there."""
    for administrator in group.administrators.all():
        if administrator.role == GroupRole.LEAD and administrator.ended_on is None:
            return administrator
    return None


def done_directives(group: WorkGroup) -> list[str]:
    """Return the directives that have been carried out, in words with their dates."""
    return [
        f"{directive.get_kind_display()} (đã thực hiện ngày {short_date(directive.done_on)})"
        for directive in group.directives.all()
        if directive.done_on
    ]


def marked(facts: dict[str, Any], name: str) -> str:
    """Return the fact ``name`` as a list prints it: followed by "[?]" where its reading is uncertain."""
    value = str(facts[name])
    doubtful = name in facts.get("uncertain", ()) and MARK.strip() not in value
    return (value + MARK).strip() if doubtful else value


def public_facts(group: WorkGroup) -> dict[str, Any]:
    """Return the whole public state of ``group``: JSON values only, no link, no phone, no roster."""
    lead = current_lead(group)
    return {
        "version": VERSION,
        "authority": group.authority.code,
        "code": group.code,
        "name": group.name,
        "platform": group.platform,
        "room_count": group.room_count,
        "level": group.level,
        "purpose": group.purpose,
        "members_text": group.members_text,
        "lead": lead.shown if lead else "",
        "directive_text": group.directive_text,
        "directives_done": done_directives(group),
        "uncertain": sorted(group.uncertain),
        "source_row": group.source_row,
        "source_document": group.source_document.reference if group.source_document else "",
        "status": str(group.status),
        "status_since": group.status_since.isoformat() if group.status_since else None,
        "status_precision": group.status_precision,
        "status_document": group.status_document.reference if group.status_document else "",
        "recognised_on": group.recognised_on.isoformat() if group.recognised_on else None,
        "recognised_precision": group.recognised_precision,
        "successor": group.successor.code if group.successor else "",
    }
