"""Doors for those who run the service: is the process there, is it ready, what do the figures say.

They stand before Django: who asks may call this machine by any name and speaks no HTTPS. Nothing secret is told.
"""

import json
import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from groups.queries.public_version import public_version
from groups.queries.reading import PRIMARY, Reading, reading

from . import metrics
from .replica import REPLICA, Sources

log = logging.getLogger(__name__)
Answer = tuple[str, str, bytes]
_JSON, _TEXT = "application/json", "text/plain; charset=utf-8"


def healthz(environ: dict) -> Answer:
    """The process answers; nothing else is asked."""
    return "200 OK", _TEXT, b"ok\n"


def readyz(environ: dict) -> Answer:
    """A database answers, every migration is applied there, and the head of the register can be read.

    While the primary is lost that is the replica: readers are answered from it, so they are to come (ADR 0016).
    """
    source, token = PRIMARY, reading.set(PRIMARY)
    found: dict[str, object] = {}
    try:
        source = _source()
        reading.set(source)
        with connections[source.alias].cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            waiting = len(_migrations() - set(cursor.fetchall()))
        found = {"database": "ok", "migrations_waiting": waiting, "head": public_version().event}
        ready = not waiting
    except Exception as error:  # whatever it is, this worker should get no questions now
        log.error("not ready: %s", type(error).__name__)
        found, ready = {**found, "database": "no answer"}, False
    finally:
        reading.reset(token)
        connections[source.alias].close_if_unusable_or_obsolete()
    if source.as_of is not None:
        found |= {"database": "no answer", "replica_as_of": source.as_of.isoformat(timespec="seconds")}
    return ("200 OK" if ready else "503 Service Unavailable"), _JSON, json.dumps(found).encode() + b"\n"


_sources = Sources()


def _source() -> Reading:
    return _sources.decisive() if REPLICA in settings.DATABASES else PRIMARY


@cache
def _migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations)


def figures(environ: dict) -> Answer:
    """The figures, for this machine or for who knows the token; for others there is no such page."""
    if not metrics.allowed(environ):
        return "404 Not Found", _TEXT, b"not found\n"
    kind, content = metrics.page()
    return "200 OK", kind, content


DOORS: dict[str, Callable[[dict], Answer]] = {"/healthz": healthz, "/readyz": readyz, "/metrics": figures}
