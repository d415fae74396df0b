"""What the public sees has a version: two pages made at the same one, on the same day, are the same (ADR 0018)."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, NamedTuple

from django.db import router

from ..models import RegisterHead
from .prepared import Statement

#: One statement, for Django's cursor here and for the kept connection of the front door.
VERSION_SQL = """
SELECT (SELECT number FROM groups_registerhead WHERE id = 1), (SELECT number FROM groups_publicchange WHERE id = 1)
"""
_VERSION = Statement(VERSION_SQL)


class PublicVersion(NamedTuple):
    """The last event of the register, and how often something public changed without one."""

    event: int
    changes: int


def version_of(row: tuple) -> PublicVersion:
    """Return the version that a row of :data:`VERSION_SQL` tells; an empty register has none of either."""
    return PublicVersion(row[0] or 0, row[1] or 0)


def version_database() -> str:
    """Return the database that public pages are read from."""
    return router.db_for_read(RegisterHead)


def public_version() -> PublicVersion:
    """Return the version now. Errors of the database pass through."""
    (row,) = _VERSION.rows(version_database())
    return version_of(row)


#: The version that the request under way was found at; the door sets it, for public pages alone.
current: ContextVar[PublicVersion | None] = ContextVar("public version", default=None)
_memories: list[dict] = []
#: So many answers of one function are remembered.
_REMEMBERED = 1_000
_UNREAD = object()


def at_one_version(read: Callable) -> Callable:
    """Decorate a read of what the public sees: within one version it is asked once for the same arguments.

    Its answer must be plain (no queryset that would be read again) and is shared, so nobody may change it. Outside
    a request for a public page it is asked each time.
    """
    remembered: dict[tuple, Any] = {}
    _memories.append(remembered)
    of: list[PublicVersion | None] = [None]

    @wraps(read)
    def _read(*asked):
        version = current.get()
        if version is None:
            return read(*asked)
        if of[0] != version or len(remembered) >= _REMEMBERED:
            remembered.clear()
            of[0] = version
        # Between any two lines another thread may go on to another version, and forget.
        if (answer := remembered.get(asked, _UNREAD)) is _UNREAD:
            answer = read(*asked)
            if of[0] == version:
                remembered[asked] = answer
        return answer

    return _read


def forget() -> None:
    """Forget every answer; for tests, where another register begins at the same version."""
    for remembered in _memories:
        remembered.clear()
