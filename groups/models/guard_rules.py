"""What the guards refuse: every condition once, for both databases.

The changes of status that are legal come from the table in ``domain/status.py``.
"""

from ..domain.reasons import NEEDS_CODE, ReasonCode
from ..domain.status import EDITABLE, TRANSITIONS, Status
from ..domain.vocabulary import ERASED, GroupRole
from .guarded_tables import (
    ADMINISTERS,
    CONFIRMED,
    DOCUMENT,
    DOCUMENT_SAYS,
    ENTRY,
    EVENT,
    FACTS,
    FILE,
    GROUP,
    HEAD,
    KEPT,
    LEAF,
    LETTERHEAD,
    LETTERHEAD_SAYS,
    LIST,
    LOOK,
    NOTE,
    NUMBERED,
    OPENING,
    PEOPLE,
    PUBLISHED,
    REPORT,
    SIGNED,
    UNIT,
    WITHDRAWN,
)


def _quoted(values) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


def conditions(differs: str) -> list[tuple[str, str, str, str]]:
    """Return (name, table and moment, condition under which the statement is refused, message)."""

    def any_differs(columns: tuple[str, ...]) -> str:
        return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)

    # The values below are the closed words of our own tables, never input.
    legal = " OR ".join(
        f"(action = '{action}' AND OLD.status = '{source}' AND NEW.status = '{rule.target}')"
        for action, rule in TRANSITIONS.items()
        if rule.target
        for source in sorted(rule.sources)
    )
    own_event = f"SELECT 1 FROM {EVENT} WHERE number = NEW.last_event_id AND group_id = NEW.id"  # noqa: S608  names of our own tables
    proposed = f"SELECT 1 FROM {GROUP} WHERE id = OLD.group_id AND status NOT IN ({_quoted(EDITABLE)})"  # noqa: S608  names of our own tables
    numbered = f"SELECT 1 FROM {GROUP} WHERE authority_id = OLD.id AND code IS NOT NULL"  # noqa: S608  names of our own tables
    headed = f"SELECT 1 FROM {LIST} WHERE letterhead_id = OLD.id"  # noqa: S608  names of our own tables
    cited = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {column} = OLD.id{more})"  # noqa: S608  names of our own tables
        for table, column, more in (
            (EVENT, "document_id", ""),
            (LIST, "covering_id", ""),
            (GROUP, "source_document_id", " AND code IS NOT NULL"),
        )
    )
    # INSERT OR REPLACE of SQLite deletes without asking the guards against deleting.
    replacing = [
        (
            f"{name}_replace",
            f"BEFORE INSERT ON {table}",
            f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",  # noqa: S608  names of our own tables
            "a row that is kept is not replaced",
        )
        for name, table, key in (
            *((name, table, "number" if table in NUMBERED else "id") for name, table in KEPT),
            ("group", GROUP, "id"),
        )
    ]
    return [
        *replacing,
        (
            "administrator_update",
            f"BEFORE UPDATE ON {PEOPLE}",
            # Who was never the lead was never public, and may have his name erased.
            f"({any_differs(ADMINISTERS)}"
            f" OR (NEW.shown {differs} OLD.shown AND (OLD.role = '{GroupRole.LEAD}' OR NEW.shown <> '{ERASED}')))"
            f" AND EXISTS ({proposed})",
            "who administers a proposed group changes by an act",
        ),
        (
            "administrator_delete",
            f"BEFORE DELETE ON {PEOPLE}",
            f"EXISTS ({proposed})",
            "who administers a proposed group changes by an act",
        ),
        (
            "document_update",
            f"BEFORE UPDATE ON {DOCUMENT}",
            f"({any_differs(DOCUMENT_SAYS)}) AND ({cited})",
            "a document that something rests on stands as it is",
        ),
        (
            "unit_code",
            f"BEFORE UPDATE ON {UNIT}",
            f"OLD.code IS NOT NULL AND NEW.code {differs} OLD.code AND EXISTS ({numbered})",
            "the prefix of codes already given stands",
        ),
        (
            "letterhead_update",
            f"BEFORE UPDATE ON {LETTERHEAD}",
            f"({any_differs(LETTERHEAD_SAYS)}) AND EXISTS ({headed})",
            "the letterhead of a published list stands as it is",
        ),
        ("event_update", f"BEFORE UPDATE ON {EVENT}", "", "the log of the register is append-only"),
        ("event_delete", f"BEFORE DELETE ON {EVENT}", "", "the log of the register is append-only"),
        (
            "event_gapless",
            f"BEFORE INSERT ON {EVENT}",
            f"NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM {EVENT})",  # noqa: S608  names of our own tables
            "events are numbered without gaps",
        ),
        ("leaf_update", f"BEFORE UPDATE ON {LEAF}", "", "a leaf of the log stands as it is"),
        ("leaf_delete", f"BEFORE DELETE ON {LEAF}", "", "a leaf of the log is kept for ever"),
        (
            "leaf_gapless",
            f"BEFORE INSERT ON {LEAF}",
            f"NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM {LEAF})",  # noqa: S608  names of our own tables
            "leaves follow each other without gaps",
        ),
        (
            "opening_update",
            f"BEFORE UPDATE ON {OPENING}",
            "NEW.number <> OLD.number"
            + "".join(f" OR (NEW.{salt} <> OLD.{salt} AND NEW.{salt} <> '')" for salt in ("actor", "links", "private")),
            "a salt of the log is erased or stands",
        ),
        ("opening_delete", f"BEFORE DELETE ON {OPENING}", "", "a salt of the log is erased, its row stays"),
        (
            "head_back",
            f"BEFORE UPDATE ON {HEAD}",
            f"NEW.number < OLD.number OR (NEW.number = OLD.number AND NEW.root {differs} OLD.root)",
            "the head of the log only goes forward",
        ),
        ("head_delete", f"BEFORE DELETE ON {HEAD}", "", "the head of the log is kept for ever"),
        (
            "event_reason_code",
            f"BEFORE INSERT ON {EVENT}",
            f"NEW.action IN ({_quoted(NEEDS_CODE)}) AND COALESCE(NEW.public ->> 'reason_code', '')"
            f" NOT IN ({_quoted(ReasonCode)})",
            "a proposal is returned for a reason of the list",
        ),
        ("look_update", f"BEFORE UPDATE ON {LOOK}", "", "the record of looks is append-only"),
        ("look_delete", f"BEFORE DELETE ON {LOOK}", "", "the record of looks is append-only"),
        ("note_update", f"BEFORE UPDATE ON {NOTE}", "", "a note is never edited, only added to"),
        ("note_delete", f"BEFORE DELETE ON {NOTE}", "", "a note is kept for ever"),
        ("entry_update", f"BEFORE UPDATE ON {ENTRY}", "", "the record of the entrance is append-only"),
        ("entry_delete", f"BEFORE DELETE ON {ENTRY}", "", "the record of the entrance is append-only"),
        ("report_delete", f"BEFORE DELETE ON {REPORT}", "", "a confirmed report is withdrawn, never deleted"),
        ("report_update", f"BEFORE UPDATE ON {REPORT}", any_differs(CONFIRMED), "a confirmed report stands as it is"),
        (
            "report_withdrawn",
            f"BEFORE UPDATE ON {REPORT}",
            f"OLD.withdrawn_at IS NOT NULL AND ({any_differs(WITHDRAWN)})",
            "a report is withdrawn once",
        ),
        ("list_delete", f"BEFORE DELETE ON {LIST}", "", "a published list is kept for ever"),
        ("list_update", f"BEFORE UPDATE ON {LIST}", any_differs(PUBLISHED), "a published list stands as it is"),
        (
            "list_covering",
            f"BEFORE UPDATE ON {LIST}",
            f"OLD.covering_id IS NOT NULL AND NEW.covering_id {differs} OLD.covering_id",
            "the covering document of a list is named once",
        ),
        (
            "list_gapless",
            f"BEFORE INSERT ON {LIST}",
            f"NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM {LIST}"  # noqa: S608  names of our own tables
            " WHERE authority_id = NEW.authority_id)",
            "publications are numbered without gaps",
        ),
        ("file_update", f"BEFORE UPDATE ON {FILE}", "", "a published file stands as it is"),
        ("file_delete", f"BEFORE DELETE ON {FILE}", "", "a published file is kept for ever"),
        ("signed_update", f"BEFORE UPDATE ON {SIGNED}", "", "a signed copy stands as it is"),
        ("signed_delete", f"BEFORE DELETE ON {SIGNED}", "", "a signed copy is kept for ever"),
        ("group_insert", f"BEFORE INSERT ON {GROUP}", f"NEW.status <> '{Status.DRAFT}'", "a group begins as a draft"),
        (
            "group_delete",
            f"BEFORE DELETE ON {GROUP}",
            f"OLD.status <> '{Status.DRAFT}'",
            "a proposed group is kept for ever",
        ),
        (
            "group_code",
            f"BEFORE UPDATE ON {GROUP}",
            f"OLD.code IS NOT NULL AND NEW.code {differs} OLD.code",
            "a register code is given once",
        ),
        (
            "group_last_event",
            f"BEFORE UPDATE ON {GROUP}",
            f"NEW.last_event_id {differs} OLD.last_event_id"
            f" AND NOT (NEW.last_event_id > COALESCE(OLD.last_event_id, 0) AND EXISTS ({own_event}))",
            "a group points to the last of its own events",
        ),
        (
            "group_facts",
            f"BEFORE UPDATE ON {GROUP}",
            f"OLD.status NOT IN ({_quoted(EDITABLE)}) AND ({any_differs(FACTS)})"
            f" AND NOT (NEW.last_event_id > OLD.last_event_id AND EXISTS ({own_event}))",
            "a change of a proposed group needs an event of its own",
        ),
        (
            "group_status",
            f"BEFORE UPDATE ON {GROUP}",
            f"NEW.status <> OLD.status AND NOT EXISTS ({own_event} AND ({legal}))",
            "this change of status is not in the table of transitions",
        ),
    ]
