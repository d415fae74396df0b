"""Public pages read from a streaming replica where there is one; staff and writes stay with the primary (ADR 0016).

A replica says of itself up to which moment it holds everything. That moment goes with each answer that was read there.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groups.queries.reading import PRIMARY, Reading, reading

REPLICA = "replica"
#: Answers that somebody may rest a decision on: from the primary as long as it is there.
_PRIMARY_FIRST = ("/kiem-tra/", "/api/", "/nhom/")
_LISTS = ("/nhom/",)
_STAFF = "/quan-tri/"
HEADER = "Register-As-Of"
# The last message of the primary counts where everything received has been replayed; else the last commit replayed, or
# the last checkpoint, which a replica knows even where nothing was committed since it was started. Messages can be seen
# by members of pg_read_all_stats alone; for others the older moment is told.
_STATE = """
SELECT GREATEST(pg_last_xact_replay_timestamp(), (SELECT checkpoint_time FROM pg_control_checkpoint()),
                CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN w.last_msg_send_time END)
  FROM (SELECT 1) AS one LEFT JOIN pg_stat_wal_receiver w ON TRUE
 WHERE pg_is_in_recovery()
"""
log = logging.getLogger(__name__)


class ReplicaRouter:
    """Reads go where the request reads; everything else to the primary."""

    def db_for_read(self, model, **hints) -> str:
        return reading.get().alias

    def db_for_write(self, model, **hints) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints) -> bool:
        return True  # both hold the same rows

    def allow_migrate(self, db, app_label, **hints) -> bool:
        return db == DEFAULT_DB_ALIAS


@dataclass
class Probe:
    """Asks a database one question; after a failure it is left alone for some seconds, so that nobody waits for it."""

    alias: str
    question: str
    pause: float = 3.0
    _not_before: float = 0.0

    def ask(self):
        """Return the first value of the answer, or None where there is none."""
        if time.monotonic() < self._not_before:
            return None
        connection = connections[self.alias]
        try:
            connection.close_if_unusable_or_obsolete()
            with connection.cursor() as cursor:
                cursor.execute(self.question)
                row = cursor.fetchone()
        except Error as error:
            log.error("the database %r does not answer: %s", self.alias, type(error).__name__)
            connection.close()
            self._not_before = time.monotonic() + self.pause
            return None
        return row[0] if row else None


class Sources:
    """The primary and its replica, and which of the two is read."""

    def __init__(self) -> None:
        self._primary, self._replica = Probe(DEFAULT_DB_ALIAS, "SELECT 1"), Probe(REPLICA, _STATE)

    def decisive(self) -> Reading:
        """Return the primary as long as it answers."""
        if self._primary.ask():
            return PRIMARY
        as_of = self._replica.ask()
        return Reading(REPLICA, timezone.localtime(as_of), primary_lost=True) if as_of else PRIMARY

    def plain(self, now: dt.datetime) -> Reading:
        """Return the replica as long as it is not too old."""
        as_of = self._replica.ask()
        if as_of is None:
            return PRIMARY
        fresh = now - as_of <= dt.timedelta(seconds=settings.REPLICA_MAX_LAG)
        if not fresh and self._primary.ask():
            return PRIMARY
        return Reading(REPLICA, timezone.localtime(as_of), primary_lost=not fresh)


class ReplicaMiddleware:
    """Decides before anything is read. Whoever bears a session is staff and sees what he has just written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._sources = Sources()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = reading.set(self._choose(request, timezone.now()))
        try:
            response = self.get_response(request)
            if (as_of := reading.get().as_of) is not None:
                response.headers[HEADER] = as_of.isoformat(timespec="seconds")
            return response
        finally:
            reading.reset(token)

    def _choose(self, request: HttpRequest, now: dt.datetime) -> Reading:
        decisive = request.path.startswith(_PRIMARY_FIRST) and request.path not in _LISTS
        reads = request.method in ("GET", "HEAD") or (decisive and request.method == "POST")
        staff = request.path.startswith(_STAFF) or settings.SESSION_COOKIE_NAME in request.COOKIES
        if staff or not reads:
            return PRIMARY
        return self._sources.decisive() if decisive else self._sources.plain(now)


def shown(request: HttpRequest) -> dict:
    """Context processor: what a page says of the moment that it speaks of."""
    found = reading.get()
    return {"data_as_of": found.as_of, "primary_lost": found.primary_lost}
