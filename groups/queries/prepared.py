"""Reads that are asked all day in the same words: put into SQL once, then run with other values.

Django makes the SQL of a queryset anew each time, and PostgreSQL plans it anew each time: each costs a look-up more
than finding the row does.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import InterfaceError, NotSupportedError, OperationalError, connections, router
from django.db.models import Model, QuerySet

_MARK = "\0value {}\0"
_PLACE = re.compile("%([s%])")
#: PostgreSQL's "no such prepared statement" (a pool gave us another session), and "cached plan must not change result
#: type" (a migration went by). Both end with a new session.
_FORGOTTEN = frozenset({"26000", "0A000"})
#: Which statements each open connection of the driver has planned.
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Statement:
    """One statement that only reads; ``sql`` has ``%s`` where its values go.

    Each connection to PostgreSQL plans it once. Since a read may be asked twice, it needs no test of the connection
    before it: it is that test, and where the connection is gone it is asked again on a new one.
    """

    def __init__(self, sql: str) -> None:
        self._sql = sql
        self._question_marks = _PLACE.sub(lambda place: "?" if place[1] == "s" else "%", sql)
        self._name = f"register_{hashlib.blake2b(sql.encode(), digest_size=12).hexdigest()}"

    def rows(self, alias: str, values: Sequence = ()) -> list[tuple]:
        """Return the rows for ``values`` as the driver gives them. Errors of the database pass through."""
        connection = connections[alias]
        # The setting's other meaning: between us and the server stands a pool that changes sessions.
        if connection.vendor != "postgresql" or connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            connection.close_if_health_check_failed()
            return self._fetch(connection, self._sql, values)
        connection.health_check_done = True
        try:
            return self._execute(connection, values)
        except (OperationalError, InterfaceError, NotSupportedError) as error:
            if connection.in_atomic_block or not _is_stale(connection, error):
                raise
        connection.close()
        return self._execute(connection, values)

    def _execute(self, connection, values: Sequence) -> list[tuple]:
        connection.ensure_connection()
        planned = _planned.setdefault(connection.connection, set())
        if self._name not in planned:
            numbered = self._sql % tuple(f"${number}" for number in range(1, len(values) + 1))
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self._name} AS {numbered}")
            planned.add(self._name)
        places = f" ({', '.join(['%s'] * len(values))})" if values else ""
        return self._fetch(connection, f"EXECUTE {self._name}{places}", values)

    def _fetch(self, connection, sql: str, values: Sequence) -> list[tuple]:
        if connection.queries_logged or connection.execute_wrappers or connection.in_atomic_block:
            with connection.cursor() as cursor:  # somebody listens, or a failed transaction must be told
                cursor.execute(sql, values)
                return cursor.fetchall()
        connection.ensure_connection()
        with connection.wrap_database_errors:
            if connection.vendor == "sqlite":
                # The driver keeps the plan of what it was asked in the same words; Django writes those anew each time.
                return connection.connection.execute(self._question_marks, values).fetchall()
            with connection.create_cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall()


class _Made(NamedTuple):
    """What one kind of database is asked."""

    before: Statement | None
    statement: Statement
    #: What stands at each of its places.
    slots: list
    #: How many the model's own are.
    columns: int
    #: Place, converters and expression of those that are converted.
    converted: list[tuple]


class Prepared:
    """One read of ``model``.

    ``build`` takes as many texts as the read has values and returns a ``values_list`` without slices. The values must
    be texts that the database compares as they are. ``beside`` is a statement of one row, and the number of its
    columns: they stand first in each row, and where nothing is found there is one row, empty after them. What it tells
    is never newer than the rows: PostgreSQL reads both by one statement; SQLite, which would build a table of the rows
    first and takes no time to be asked twice, reads it before them.
    """

    def __init__(
        self, model: type[Model], build: Callable[..., QuerySet], *, beside: tuple[str, int] = ("", 0)
    ) -> None:
        self._model, self._build, self._beside = model, build, beside
        self._made: dict[tuple[str, int, bool], _Made] = {}

    def rows(self, *values: str, limit: int | None = None, offset: int = 0) -> Iterator[tuple]:
        """Yield the rows for ``values``, converted as Django converts them; ``limit`` of them after ``offset``."""
        alias = router.db_for_read(self._model)
        connection = connections[alias]
        form = connection.vendor, len(values), limit is not None
        if form not in self._made:
            self._made[form] = self._make(alias, *form[1:])
        made = self._made[form]
        given = (*values, limit, offset)
        first = made.before.rows(alias)[0] if made.before else ()
        slots = [given[each.number] if isinstance(each, _Value) else each for each in made.slots]
        found = made.statement.rows(alias, slots)
        if made.before:
            found = [first + row for row in found] or [first + (None,) * made.columns]
        for row in found:
            if made.converted:
                row = list(row)
                for place, convert, expression in made.converted:
                    for each in convert:
                        row[place] = each(row[place], expression, connection)
            yield tuple(row)

    def _make(self, alias: str, count: int, is_slice: bool) -> _Made:
        marks = {_MARK.format(number): _Value(number) for number in range(count)}
        compiler = self._build(*marks).query.get_compiler(alias)
        sql, parameters = compiler.as_sql()
        slots = [_marked(marks, each) for each in parameters]
        sql, slots = _with_constants(connections[alias], sql, slots)
        beside, width = self._beside
        before = Statement(beside) if beside and connections[alias].vendor == "sqlite" else None
        if beside and not before:
            sql = f"SELECT * FROM ({beside}) AS beside LEFT JOIN ({sql}) AS found ON 1 = 1"  # noqa: S608  our own words
        if is_slice:
            sql, slots = f"{sql} LIMIT %s OFFSET %s", [*slots, _Value(count), _Value(count + 1)]
        expressions = [selected for selected, *_ in compiler.select]
        converters = compiler.get_converters(expressions)
        converted = [(width + place, *both) for place, both in converters.items()]
        return _Made(before, Statement(sql), slots, len(expressions), converted)


class _Value:
    """The place of a value among the parameters."""

    def __init__(self, number: int) -> None:
        self.number = number


def _marked(marks: dict[str, _Value], parameter: Any) -> Any:
    return marks.get(parameter, parameter) if isinstance(parameter, str) else parameter


def _with_constants(connection, sql: str, slots: list) -> tuple[str, list[_Value]]:
    """Write what is always the same into the statement.

    PostgreSQL does not know of a value that comes later that a partial index fits it. SQLite looks whether it does, and
    so makes the statement anew for each value: that takes four times as long as finding the row.
    """
    words = ["%s" if isinstance(each, _Value) else _literal(connection, each).replace("%", "%%") for each in slots]
    return sql.replace("%%", "%%%%") % tuple(words), [each for each in slots if isinstance(each, _Value)]


def _literal(connection, value: Any) -> str:
    """Return ``value`` as it is written into SQL; it is one of our own, never a reader's."""
    if connection.vendor == "sqlite":
        return str(connection.schema_editor().quote_value(value))
    with connection.cursor() as cursor:
        return cursor.mogrify("%s", [value]).decode()


def _is_stale(connection, error: Exception) -> bool:
    raw = connection.connection
    return raw is None or bool(raw.closed) or getattr(error.__cause__, "pgcode", None) in _FORGOTTEN
