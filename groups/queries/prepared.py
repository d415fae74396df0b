"""Reads that are asked all day in the same words: put into SQL once, then run with other values.

Django makes the SQL of a queryset anew each time, which costs a look-up more than the database does.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet

_MARK = "\0value {}\0"


class Prepared:
    """One read of ``model``.

    ``build`` takes as many texts as the read has values and returns a ``values_list`` without slices. The values must
    be texts that the database compares as they are.
    """

    def __init__(self, model: type[Model], build: Callable[..., QuerySet]) -> None:
        self._model, self._build = model, build
        self._made: dict[tuple[str, int], tuple] = {}

    def rows(self, *values: str, limit: int | None = None, offset: int = 0) -> Iterator[tuple]:
        """Yield the rows for ``values``, converted as Django converts them; ``limit`` of them after ``offset``."""
        alias = router.db_for_read(self._model)
        connection = connections[alias]
        form = connection.vendor, len(values)
        if form not in self._made:
            self._made[form] = self._make(alias, len(values))
        sql, parameters, converted = self._made[form]
        asked = [values[each.number] if isinstance(each, _Value) else each for each in parameters]
        if limit is not None:
            sql, asked = f"{sql} LIMIT %s OFFSET %s", [*asked, limit, offset]
        with connection.cursor() as cursor:
            cursor.execute(sql, asked)
            found = cursor.fetchall()
        for row in found:
            if converted:
                row = list(row)
                for place, convert, expression in converted:
                    for each in convert:
                        row[place] = each(row[place], expression, connection)
            yield tuple(row)

    def _make(self, alias: str, count: int) -> tuple[str, list, list]:
        marks = {_MARK.format(number): _Value(number) for number in range(count)}
        compiler = self._build(*marks).query.get_compiler(alias)
        sql, parameters = compiler.as_sql()
        expressions = [selected for selected, *_ in compiler.select]
        converters = compiler.get_converters(expressions)
        return (
            sql,
            [_marked(marks, each) for each in parameters],
            [(place, *both) for place, both in converters.items()],
        )


class _Value:
    """The place of a value among the parameters."""

    def __init__(self, number: int) -> None:
        self.number = number


def _marked(marks: dict[str, _Value], parameter: Any) -> Any:
    return marks.get(parameter, parameter) if isinstance(parameter, str) else parameter
