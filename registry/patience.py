"""How long a worker waits for a PostgreSQL that has taken a question and says nothing (ADR 0026).

libpq would wait for ever: its connect_timeout ends with the connection, its tcp_user_timeout counts only what the other
kernel does not acknowledge, and the server's own statement_timeout stands still with the server. So the worker waits
by itself, through psycopg2's wait callback. Commands wait as libpq does: a load or a migration may take its time.
"""

import logging
import select
import threading
import time
from weakref import WeakKeyDictionary

from django.conf import settings
from psycopg2 import OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, POLL_WRITE, STATUS_BEGIN, connection, set_wait_callback

_EVENTS = {POLL_READ: select.POLLIN, POLL_WRITE: select.POLLOUT}
#: A server that was silent is left alone for so many times as long as it was waited for.
_REST = 2
log = logging.getLogger(__name__)


class Patience:
    """Waits ``quick`` seconds for a connection and for its first answer in a request, ``slow`` for any other.

    What a request asks first of a connection is small: whether it still stands, a version, a probe. ``slow`` None:
    for ever. A wait in vain raises ``psycopg2.OperationalError``, and psycopg2 closes the connection; after it,
    whatever is asked of the same server fails at once for some seconds, so that one request waits and not each.
    """

    def __init__(self, quick: float, slow: float | None) -> None:
        self._quick, self._slow = quick, slow
        #: When each open connection answered last; a list of one, to be written without being looked up again.
        self._answered: WeakKeyDictionary[connection, list[float]] = WeakKeyDictionary()
        self._left_alone: dict[str, float] = {}
        self._request = threading.local()

    def begin(self) -> None:
        """A request begins in this thread."""
        self._request.begun = time.monotonic()

    def wait(self, asked: connection) -> None:
        """Wait until ``asked`` is ready, as psycopg2 wants it of a wait callback."""
        now = begun = time.monotonic()
        if self._left_alone and now < self._left_alone.get(asked.dsn, 0.0):
            raise OperationalError("the server was silent a moment ago")
        answered = self._answered.get(asked)
        if answered is None:
            answered = self._answered[asked] = [0.0]
        state, seconds = asked.poll(), self._limit(asked, answered[0])
        while state != POLL_OK:
            waiting = select.poll()  # the socket is another one where a host has several addresses
            waiting.register(asked.fileno(), _EVENTS[state])
            left = None if seconds is None else max(0.0, begun + seconds - now) * 1_000
            if not waiting.poll(left):
                self._left_alone[asked.dsn] = time.monotonic() + _REST * self._quick
                log.error("the database gave no answer within %s seconds", seconds)
                raise OperationalError("no answer in time")
            state, now = asked.poll(), time.monotonic()
        answered[0] = now

    def _limit(self, asked: connection, answered: float) -> float | None:
        # Within a transaction nothing is cut short: whether it was written would be unknown.
        if asked.status == STATUS_BEGIN or answered > getattr(self._request, "begun", 0.0):
            return self._slow
        return self._quick


def of_settings() -> Patience | None:
    """Return the patience of this worker, set for all its connections; None where the database is a file."""
    silence = settings.DB_SILENCE
    if silence is None:
        return None
    found = Patience(*silence)
    set_wait_callback(found.wait)
    return found
