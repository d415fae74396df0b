"""Triggers that keep the register true whatever program writes to its database.

Django's constraints speak of one row as it is; these speak of how a row may change. They are generated from the
table in ``domain/status.py``, for SQLite and for PostgreSQL, installed by migration and compared by a test.

SQLite drops a table's triggers when a migration rebuilds the table, and rebuilds none of which a trigger of another
table speaks: such a migration must call :func:`remove` before and :func:`install` after.
"""

import re
from collections.abc import Iterator

from ..domain.reasons import NEEDS_CODE, ReasonCode
from ..domain.status import EDITABLE, TRANSITIONS, Status
from ..domain.vocabulary import ERASED, GroupRole
from . import public_changes

_EVENT, _GROUP, _LOOK = "groups_registerevent", "groups_workgroup", "groups_secretlook"
_REPORT, _NOTE = "groups_reportedchat", "groups_groupnote"
_ENTRY = "groups_entryrecord"
_PEOPLE, _DOCUMENT, _UNIT, _LETTERHEAD = (
    "groups_administrator",
    "groups_document",
    "groups_unit",
    "groups_letterhead",
)
_LEAF, _OPENING, _HEAD = "groups_eventleaf", "groups_eventopening", "groups_registerhead"
#: Tables whose rows are found by the number of an event.
_NUMBERED = {_EVENT, _LEAF, _OPENING}
_LIST, _FILE, _SIGNED = "groups_publication", "groups_publishedfile", "groups_signedcopy"
#: Tables that nobody empties, by the name of the guard against deleting a row.
_KEPT = (
    ("event", _EVENT),
    ("leaf", _LEAF),
    ("opening", _OPENING),
    ("look", _LOOK),
    ("note", _NOTE),
    ("entry", _ENTRY),
    ("report", _REPORT),
    ("list", _LIST),
    ("file", _FILE),
    ("signed", _SIGNED),
)
#: Columns that change only together with a new event, once a group has been proposed.
_FACTS = (
    "status",
    "status_since",
    "status_document_id",
    "status_reason",
    "recognised_on",
    "recognised_document_id",
    "successor_id",
    "name",
    "name_key",
    "name_squash",
    "platform",
    "room_count",
    "level",
    "purpose",
    "members_text",
    "directive_text",
    "source_row",
    "source_document_id",
    "uncertain",
    "status_precision",
    "recognised_precision",
    "last_confirmed_on",
    "proposed_by_id",
    "authority_id",
)
#: What a document says of itself, once something rests on it; a scan may still be added.
_DOCUMENT_SAYS = ("authority_id", "kind", "number", "symbol", "issued_on", "issued_precision", "subject")
#: Who leads or administers a group; only the last day is written later.
_ADMINISTERS = ("group_id", "role", "person_id", "post", "uncertain")
_LETTERHEAD_SAYS = (
    "authority_id",
    "valid_from",
    "superior",
    "name",
    "place",
    "symbol",
    "signer_title",
    "signer_name",
    "recipients",
)

#: Columns of a confirmed report that stand for ever; its document and its note may be completed.
_CONFIRMED = ("name", "squash", "url", "key", "confirmed_by_id", "confirmed_at")
_WITHDRAWN = ("withdrawn_by_id", "withdrawn_at", "withdrawn_reason")
#: A published list stands for ever; its covering document may be named once.
_PUBLISHED = (
    "authority_id",
    "number",
    "event_number",
    "as_of",
    "grouping",
    "letterhead_id",
    "content",
    "digest",
    "published_by_id",
    "published_at",
)


def _quoted(values) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


def _conditions(differs: str) -> list[tuple[str, str, str, str]]:
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
    own_event = f"SELECT 1 FROM {_EVENT} WHERE number = NEW.last_event_id AND group_id = NEW.id"  # noqa: S608  names of our own tables
    proposed = f"SELECT 1 FROM {_GROUP} WHERE id = OLD.group_id AND status NOT IN ({_quoted(EDITABLE)})"  # noqa: S608  names of our own tables
    numbered = f"SELECT 1 FROM {_GROUP} WHERE authority_id = OLD.id AND code IS NOT NULL"  # noqa: S608  names of our own tables
    headed = f"SELECT 1 FROM {_LIST} WHERE letterhead_id = OLD.id"  # noqa: S608  names of our own tables
    cited = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {column} = OLD.id{more})"  # noqa: S608  names of our own tables
        for table, column, more in (
            (_EVENT, "document_id", ""),
            (_LIST, "covering_id", ""),
            (_GROUP, "source_document_id", " AND code IS NOT NULL"),
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
            *((name, table, "number" if table in _NUMBERED else "id") for name, table in _KEPT),
            ("group", _GROUP, "id"),
        )
    ]
    return [
        *replacing,
        (
            "administrator_update",
            f"BEFORE UPDATE ON {_PEOPLE}",
            # Who was never the lead was never public, and may have his name erased.
            f"({any_differs(_ADMINISTERS)}"
            f" OR (NEW.shown {differs} OLD.shown AND (OLD.role = '{GroupRole.LEAD}' OR NEW.shown <> '{ERASED}')))"
            f" AND EXISTS ({proposed})",
            "who administers a proposed group changes by an act",
        ),
        (
            "administrator_delete",
            f"BEFORE DELETE ON {_PEOPLE}",
            f"EXISTS ({proposed})",
            "who administers a proposed group changes by an act",
        ),
        (
            "document_update",
            f"BEFORE UPDATE ON {_DOCUMENT}",
            f"({any_differs(_DOCUMENT_SAYS)}) AND ({cited})",
            "a document that something rests on stands as it is",
        ),
        (
            "unit_code",
            f"BEFORE UPDATE ON {_UNIT}",
            f"OLD.code IS NOT NULL AND NEW.code {differs} OLD.code AND EXISTS ({numbered})",
            "the prefix of codes already given stands",
        ),
        (
            "letterhead_update",
            f"BEFORE UPDATE ON {_LETTERHEAD}",
            f"({any_differs(_LETTERHEAD_SAYS)}) AND EXISTS ({headed})",
            "the letterhead of a published list stands as it is",
        ),
        ("event_update", f"BEFORE UPDATE ON {_EVENT}", "", "the log of the register is append-only"),
        ("event_delete", f"BEFORE DELETE ON {_EVENT}", "", "the log of the register is append-only"),
        (
            "event_gapless",
            f"BEFORE INSERT ON {_EVENT}",
            f"NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM {_EVENT})",  # noqa: S608  names of our own tables
            "events are numbered without gaps",
        ),
        ("leaf_update", f"BEFORE UPDATE ON {_LEAF}", "", "a leaf of the log stands as it is"),
        ("leaf_delete", f"BEFORE DELETE ON {_LEAF}", "", "a leaf of the log is kept for ever"),
        (
            "leaf_gapless",
            f"BEFORE INSERT ON {_LEAF}",
            f"NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM {_LEAF})",  # noqa: S608  names of our own tables
            "leaves follow each other without gaps",
        ),
        (
            "opening_update",
            f"BEFORE UPDATE ON {_OPENING}",
            "NEW.number <> OLD.number"
            + "".join(f" OR (NEW.{salt} <> OLD.{salt} AND NEW.{salt} <> '')" for salt in ("actor", "links", "private")),
            "a salt of the log is erased or stands",
        ),
        ("opening_delete", f"BEFORE DELETE ON {_OPENING}", "", "a salt of the log is erased, its row stays"),
        (
            "head_back",
            f"BEFORE UPDATE ON {_HEAD}",
            f"NEW.number < OLD.number OR (NEW.number = OLD.number AND NEW.root {differs} OLD.root)",
            "the head of the log only goes forward",
        ),
        ("head_delete", f"BEFORE DELETE ON {_HEAD}", "", "the head of the log is kept for ever"),
        (
            "event_reason_code",
            f"BEFORE INSERT ON {_EVENT}",
            f"NEW.action IN ({_quoted(NEEDS_CODE)}) AND COALESCE(NEW.public ->> 'reason_code', '')"
            f" NOT IN ({_quoted(ReasonCode)})",
            "a proposal is returned for a reason of the list",
        ),
        ("look_update", f"BEFORE UPDATE ON {_LOOK}", "", "the record of looks is append-only"),
        ("look_delete", f"BEFORE DELETE ON {_LOOK}", "", "the record of looks is append-only"),
        ("note_update", f"BEFORE UPDATE ON {_NOTE}", "", "a note is never edited, only added to"),
        ("note_delete", f"BEFORE DELETE ON {_NOTE}", "", "a note is kept for ever"),
        ("entry_update", f"BEFORE UPDATE ON {_ENTRY}", "", "the record of the entrance is append-only"),
        ("entry_delete", f"BEFORE DELETE ON {_ENTRY}", "", "the record of the entrance is append-only"),
        ("report_delete", f"BEFORE DELETE ON {_REPORT}", "", "a confirmed report is withdrawn, never deleted"),
        ("report_update", f"BEFORE UPDATE ON {_REPORT}", any_differs(_CONFIRMED), "a confirmed report stands as it is"),
        (
            "report_withdrawn",
            f"BEFORE UPDATE ON {_REPORT}",
            f"OLD.withdrawn_at IS NOT NULL AND ({any_differs(_WITHDRAWN)})",
            "a report is withdrawn once",
        ),
        ("list_delete", f"BEFORE DELETE ON {_LIST}", "", "a published list is kept for ever"),
        ("list_update", f"BEFORE UPDATE ON {_LIST}", any_differs(_PUBLISHED), "a published list stands as it is"),
        (
            "list_covering",
            f"BEFORE UPDATE ON {_LIST}",
            f"OLD.covering_id IS NOT NULL AND NEW.covering_id {differs} OLD.covering_id",
            "the covering document of a list is named once",
        ),
        (
            "list_gapless",
            f"BEFORE INSERT ON {_LIST}",
            f"NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM {_LIST}"  # noqa: S608  names of our own tables
            " WHERE authority_id = NEW.authority_id)",
            "publications are numbered without gaps",
        ),
        ("file_update", f"BEFORE UPDATE ON {_FILE}", "", "a published file stands as it is"),
        ("file_delete", f"BEFORE DELETE ON {_FILE}", "", "a published file is kept for ever"),
        ("signed_update", f"BEFORE UPDATE ON {_SIGNED}", "", "a signed copy stands as it is"),
        ("signed_delete", f"BEFORE DELETE ON {_SIGNED}", "", "a signed copy is kept for ever"),
        ("group_insert", f"BEFORE INSERT ON {_GROUP}", f"NEW.status <> '{Status.DRAFT}'", "a group begins as a draft"),
        (
            "group_delete",
            f"BEFORE DELETE ON {_GROUP}",
            f"OLD.status <> '{Status.DRAFT}'",
            "a proposed group is kept for ever",
        ),
        (
            "group_code",
            f"BEFORE UPDATE ON {_GROUP}",
            f"OLD.code IS NOT NULL AND NEW.code {differs} OLD.code",
            "a register code is given once",
        ),
        (
            "group_last_event",
            f"BEFORE UPDATE ON {_GROUP}",
            f"NEW.last_event_id {differs} OLD.last_event_id"
            f" AND NOT (NEW.last_event_id > COALESCE(OLD.last_event_id, 0) AND EXISTS ({own_event}))",
            "a group points to the last of its own events",
        ),
        (
            "group_facts",
            f"BEFORE UPDATE ON {_GROUP}",
            f"OLD.status NOT IN ({_quoted(EDITABLE)}) AND ({any_differs(_FACTS)})"
            f" AND NOT (NEW.last_event_id > OLD.last_event_id AND EXISTS ({own_event}))",
            "a change of a proposed group needs an event of its own",
        ),
        (
            "group_status",
            f"BEFORE UPDATE ON {_GROUP}",
            f"NEW.status <> OLD.status AND NOT EXISTS ({own_event} AND ({legal}))",
            "this change of status is not in the table of transitions",
        ),
    ]


def _table(moment: str) -> str:
    return moment.rsplit(" ", 1)[1]


def _possible(differs: str, columns: dict[str, set[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the conditions that speak only of tables and columns that are there."""
    for name, moment, refused, message in _conditions(differs):
        table = _table(moment)
        named = set(re.findall(r"(?:NEW|OLD)\.(\w+)", refused))
        if {table, *re.findall(r"\bgroups_\w+", refused)} <= columns.keys() and named <= columns[table]:
            yield name, moment, refused, message


def _sqlite(columns: dict[str, set[str]]) -> list[str]:
    statements = []
    for name, moment, refused, message in _possible("IS NOT", columns):
        when = f"WHEN {refused} " if refused else ""
        statements += [
            f"DROP TRIGGER IF EXISTS guard_{name}",
            f"CREATE TRIGGER guard_{name} {moment} FOR EACH ROW {when}"
            f"BEGIN SELECT RAISE(ABORT, 'register: {message}'); END",
        ]
    return statements


def _postgresql(columns: dict[str, set[str]]) -> list[str]:
    statements = []
    for name, moment, refused, message in _possible("IS DISTINCT FROM", columns):
        table, refused = _table(moment), refused or "TRUE"
        # PL/pgSQL, because a trigger's WHEN clause may not hold a sub-query.
        statements += [
            f"CREATE OR REPLACE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
            f"IF {refused} THEN RAISE EXCEPTION 'register: {message}' "
            "USING ERRCODE = 'integrity_constraint_violation'; "
            "END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $guard$",
            f"DROP TRIGGER IF EXISTS guard_{name} ON {table}",
            f"CREATE TRIGGER guard_{name} {moment} FOR EACH ROW EXECUTE FUNCTION guard_{name}()",
        ]
    return statements + [
        statement
        for name, table in _KEPT
        if table in columns
        for statement in (
            f"DROP TRIGGER IF EXISTS guard_{name}_truncate ON {table}",
            f"CREATE TRIGGER guard_{name}_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION guard_{name}_delete()",
        )
    ]


def _names(vendor: str) -> list[tuple[str, str]]:
    pairs = [(f"guard_{name}", _table(moment)) for name, moment, *_ in _conditions("=")]
    if vendor == "postgresql":
        pairs += [(f"guard_{name}_truncate", table) for name, table in _KEPT]
    return pairs


def expected(vendor: str) -> set[str]:
    """Return the names of the triggers that a database of this vendor must have."""
    return {name for name, _ in _names(vendor)}


def present(connection) -> set[str]:
    """Return the names of the guards that the database of ``connection`` has."""
    postgresql = "SELECT tgname FROM pg_trigger WHERE tgname LIKE %s AND tgenabled <> 'D'"
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(postgresql if connection.vendor == "postgresql" else sqlite, ["guard%"])
        return {name for (name,) in cursor.fetchall()}


def install(connection) -> None:
    """Create the guards anew in the database of ``connection``.

    Those that speak of a table or column that is not there yet are left to the migration that brings it: the first
    one calls this too.
    """
    with connection.cursor() as cursor:
        columns = {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for table in connection.introspection.table_names(cursor)
            if table.startswith("groups_")
        }
        statements = _postgresql(columns) if connection.vendor == "postgresql" else _sqlite(columns)
        # They are lost on the same occasions, and come back by the same call.
        statements += public_changes.statements(connection.vendor, columns.keys())
        for statement in statements:
            cursor.execute(statement)


def remove(connection) -> None:
    """Drop the guards: for the reverse of the migration, and for emptying a test database."""
    with connection.cursor() as cursor:
        for name, table in _names(connection.vendor):
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
        for statement in public_changes.drops(connection.vendor):
            cursor.execute(statement)
