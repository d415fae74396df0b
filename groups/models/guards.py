"""Triggers that keep the register true whatever program writes to its database.

Django's constraints speak of one row as it is; these speak of how a row may change. They are generated from the
table in ``domain/status.py``, for SQLite and for PostgreSQL, installed by migration and compared by a test.

SQLite drops a table's triggers when a migration rebuilds the table, and rebuilds none of which a trigger of another
table speaks: such a migration must call :func:`remove` before and :func:`install` after.
"""

import re
from collections.abc import Iterator

from . import public_changes
from .guard_rules import conditions
from .guarded_tables import KEPT


def _table(moment: str) -> str:
    return moment.rsplit(" ", 1)[1]


def _possible(differs: str, columns: dict[str, set[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the conditions that speak only of tables and columns that are there."""
    for name, moment, refused, message in conditions(differs):
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
        for name, table in KEPT
        if table in columns
        for statement in (
            f"DROP TRIGGER IF EXISTS guard_{name}_truncate ON {table}",
            f"CREATE TRIGGER guard_{name}_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION guard_{name}_delete()",
        )
    ]


def _names(vendor: str) -> list[tuple[str, str]]:
    pairs = [(f"guard_{name}", _table(moment)) for name, moment, *_ in conditions("=")]
    if vendor == "postgresql":
        pairs += [(f"guard_{name}_truncate", table) for name, table in KEPT]
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
