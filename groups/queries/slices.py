"""Many keys, cut into as many as one statement of the database bears."""

from collections.abc import Collection, Iterator
from typing import TypeVar

from django.db import connection

#: Where the database names no limit of its own.
_MOST = 10_000
#: This share of the limit is left to what a statement asks besides.
_BESIDES = 5

Item = TypeVar("Item")


def slices(items: Collection[Item]) -> Iterator[list[Item]]:
    """Yield ``items`` in order, in lists that may each be asked for by one ``IN``; nothing where there are none."""
    most = min(connection.features.max_query_params or _MOST, _MOST)
    size, found = most - most // _BESIDES, list(items)
    for start in range(0, len(found), size):
        yield found[start : start + size]
