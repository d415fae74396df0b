"""The front door: anonymous readers get a public answer again as long as nothing public has changed (ADR 0018).

It stands before Django. What it keeps are whole answers that Django made for nobody in particular and offered
(``registry/doors.py``), in the memory of the worker, each under a keyed hash of what was asked: an address may hold an
invite link. Before each use one statement asks the database for the version of what the public sees. Whatever is
unusual (a cookie, a body, a database that does not answer, one question too many) goes to Django as if there were no
door, so there is one place that decides each of these things.
"""

import datetime as dt
import hashlib
import secrets
import time
from collections.abc import Callable, Iterable

from django.conf import settings

from groups.services.lookup_limit import LimitUnavailable, TooManyLookups, count_lookup

from .lane import Lane
from .offers import EVENT, OFFER, OUTCOME, PAUSE, VERDICT, VIEW, Offer
from .shelf import LARGEST, Headers, Kept, Shelf, StartResponse
from .version_reader import VersionReader

#: Whoever asks for these is staff, or asks for files that are kept elsewhere.
_NEVER = ("/quan-tri/", settings.STATIC_URL)
# The path last: it alone is decoded and may hold the sign that parts them.
_ASKED_BY = (
    "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME",
    "QUERY_STRING", "PATH_INFO",
)  # fmt: skip


class Front:
    """The WSGI application around Django's; ``plain`` and ``lane`` answer what they can as ``application`` would."""

    def __init__(
        self,
        application: Callable,
        reader: VersionReader | None = None,
        shelf: Shelf | None = None,
        *,
        plain: Callable | None = None,
        lane: Lane | None = None,
    ) -> None:
        self._application, self._plain, self._lane = application, plain or application, lane
        self._reader = reader or VersionReader()
        self._shelf = shelf or Shelf()
        self._secret = secrets.token_bytes(32)
        self._not_before = 0.0

    def __call__(self, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_plain(environ):
            return self._application(environ, start_response)
        key = self._key(environ)
        if key in self._shelf and (kept := self._take(key, environ)) is not None:
            environ[OUTCOME] = "hit"
            environ[VIEW], environ[VERDICT] = kept.view, kept.verdict
            return kept.answer(environ, start_response)
        return self._ask(key, environ, start_response)

    def _take(self, key: bytes, environ: dict) -> Kept | None:
        """Return what is kept, if it may be given to this reader now."""
        if time.monotonic() < self._not_before:
            return None
        now = time.time()
        try:
            version = self._reader.read()
        except Exception:  # every driver has kinds of its own; Django will meet the same and say so
            self._not_before = time.monotonic() + PAUSE
            return None
        environ[EVENT] = version[0]
        kept = self._shelf.take(key, version, now)
        if kept is not None and kept.cost:
            try:
                count_lookup(environ, now=dt.datetime.fromtimestamp(now, dt.UTC), cost=kept.cost)
            except (TooManyLookups, LimitUnavailable):
                return None  # Django counts again, refuses as well, and has the words for it
        return kept

    def _ask(self, key: bytes, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        """Let Django answer, and keep the answer where it was offered."""
        offer = environ[OFFER] = Offer()
        is_short = self._lane is not None and self._lane.fits(environ)
        if is_short and (made := self._lane.answer(environ, offer)) is not None:
            return self._keep(key, environ, offer, *made).answer(environ, start_response)
        begun: list = []

        def hold(status: str, headers: Headers, exc_info=None):
            begun[:] = [status, headers, exc_info]

        result = self._plain(environ, hold)
        status, headers, exc_info = begun
        if offer.version is None or environ["REQUEST_METHOD"] != "GET" or not _may_be_kept(status, headers):
            start_response(status, headers, *([exc_info] if exc_info else []))
            return result
        try:
            body = b"".join(result)
        finally:
            result.close()
        if is_short:
            self._lane.learn(environ, status, headers)
        return self._keep(key, environ, offer, headers, body).answer(environ, start_response)

    def _keep(self, key: bytes, environ: dict, offer: Offer, headers: Headers, body: bytes) -> Kept:
        offer.verdict = environ.get(VERDICT)
        kept = Kept(headers, body, offer)
        environ[EVENT] = offer.version[0]
        if len(body) <= LARGEST:
            self._shelf.put(key, tuple(offer.version), kept)
        return kept

    def _key(self, environ: dict) -> bytes:
        asked = "\0".join([environ.get(name) or "" for name in _ASKED_BY])
        return hashlib.blake2b(asked.encode("utf-8", "surrogateescape"), key=self._secret, digest_size=16).digest()


def _is_plain(environ: dict) -> bool:
    """Return whether this is a stranger's plain question for a page."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and "HTTP_COOKIE" not in environ
        and "HTTP_AUTHORIZATION" not in environ
        and "HTTP_RANGE" not in environ
        and environ.get("CONTENT_LENGTH") in (None, "", "0")
        and not environ.get("CONTENT_TYPE")  # it may say how the question is encoded, and is no part of the key
        and "HTTP_TRANSFER_ENCODING" not in environ
        and not environ.get("PATH_INFO", "").startswith(_NEVER)
    )


def _may_be_kept(status: str, headers: Headers) -> bool:
    names = {name.lower() for name, _ in headers}
    return status.startswith("200 ") and not names & {"set-cookie", "content-encoding"}
