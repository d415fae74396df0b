"""The front door: anonymous readers get a public answer again as long as nothing public has changed (ADR 0018).

It stands before Django. What it keeps are whole answers that Django made for nobody in particular and offered
(``registry/doors.py``), in the memory of the worker, each under a keyed hash of what was asked: an address may hold an
invite link. Before each use one statement asks the database for the version of what the public sees. Whatever is
unusual (a cookie, a body, a database that does not answer, one question too many) goes to Django as if there were no
door, so there is one place that decides each of these things.
"""

import datetime as dt
import gzip
import hashlib
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache

from django.conf import settings

from groups.services.lookup_limit import LimitUnavailable, TooManyLookups, count_lookup

from .lane import Lane
from .offers import EVENT, OFFER, OUTCOME, PAUSE, VERDICT, VIEW, Offer
from .version_reader import VersionReader

#: What is kept, in bytes of answers: some thousand pages. One answer may take up a thirtieth.
CAPACITY = 32 * 1024 * 1024
_LARGEST = CAPACITY // 32
#: Answers shorter than a packet gain nothing from being packed.
_WORTH_PACKING = 1_000
_PACKED = ("text/", "application/json", "application/atom+xml")
#: Whoever asks for these is staff, or asks for files that are kept elsewhere.
_NEVER = ("/quan-tri/", settings.STATIC_URL)
# The path last: it alone is decoded and may hold the sign that parts them.
_ASKED_BY = (
    "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME",
    "QUERY_STRING", "PATH_INFO",
)  # fmt: skip
_ENTITY = re.compile(r'(?:W/)?("[^"]*")')

StartResponse = Callable[..., object]
Headers = list[tuple[str, str]]


class Kept:
    """One answer: its headers without those that depend on who asks, its body, packed once somebody wants it so."""

    __slots__ = (
        "body",
        "cost",
        "entity",
        "etag",
        "headers",
        "not_modified",
        "packed",
        "packs",
        "until",
        "verdict",
        "view",
    )

    def __init__(self, headers: Headers, body: bytes, offer: Offer) -> None:
        self.until, self.cost, self.view, self.verdict = offer.until, offer.cost, offer.view, offer.verdict
        given = {name.lower(): value for name, value in headers}
        self.packs = len(body) >= _WORTH_PACKING and given.get("content-type", "").startswith(_PACKED)
        self.body, self.packed = body, None
        self.etag = given.get("etag") or ""
        if not self.etag and "no-store" not in given.get("cache-control", ""):
            # Of the bytes, not of the version: unchanged is what reads the same, in every worker and after a restore.
            self.etag = f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
        self.entity = _ENTITY.sub(r"\1", self.etag)
        self.headers = [
            (name, value) for name, value in headers if name.lower() not in ("content-length", "etag", "vary")
        ]
        if self.etag:
            self.headers.append(("ETag", self.etag))
        vary = given.get("vary", "Cookie")
        self.headers.append(("Vary", f"{vary}, Accept-Encoding" if self.packs else vary))
        self.not_modified = [pair for pair in self.headers if not pair[0].lower().startswith("content-")]

    def answer(self, environ: dict, start_response: StartResponse) -> Iterable[bytes]:
        """Give this answer; nothing but headers to who has it already or asked for no more."""
        if self.entity and (seen := environ.get("HTTP_IF_NONE_MATCH")) and self._is_known(seen):
            environ[OUTCOME] = "unchanged"
            start_response("304 Not Modified", self.not_modified)
            return []
        body, headers = self.body, self.headers
        if self.packs and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            if self.packed is None:
                self.packed = gzip.compress(self.body, 6, mtime=0)
            body, headers = self.packed, [*headers, ("Content-Encoding", "gzip")]
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _is_known(self, seen: str) -> bool:
        """Compare weakly (RFC 9110, 13.1.2)."""
        return seen == self.etag or seen.strip() == "*" or self.entity in _ENTITY.findall(seen)


class Shelf:
    """The answers of one version, bounded; those of another version are thrown away together."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity, self._size = capacity, 0
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self._version: tuple[int, int] | None = None
        self._lock = threading.Lock()

    def __contains__(self, key: bytes) -> bool:
        return key in self._kept

    def take(self, key: bytes, version: tuple[int, int], now: float) -> Kept | None:
        """Return the answer kept under ``key`` if it is of this version and still holds."""
        with self._lock:
            self._at(version)
            kept = self._kept.get(key)
            if kept is not None and now >= kept.until:
                self._drop(key)
                return None
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: bytes, version: tuple[int, int], kept: Kept) -> None:
        """Keep an answer; the ones not asked for the longest make room."""
        with self._lock:
            self._at(version)
            if key in self._kept:
                self._drop(key)
            self._kept[key] = kept
            self._size += _weight(kept)
            while self._size > self._capacity:
                self._drop(next(iter(self._kept)))

    def _at(self, version: tuple[int, int]) -> None:
        if version != self._version:
            self._kept.clear()
            self._size, self._version = 0, version

    def _drop(self, key: bytes) -> None:
        self._size -= _weight(self._kept.pop(key))


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
        if len(body) <= _LARGEST:
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
        and "HTTP_TRANSFER_ENCODING" not in environ
        and not environ.get("PATH_INFO", "").startswith(_NEVER)
    )


def _may_be_kept(status: str, headers: Headers) -> bool:
    names = {name.lower() for name, _ in headers}
    return status.startswith("200 ") and not names & {"set-cookie", "content-encoding"}


def _weight(kept: Kept) -> int:
    # The packed form comes later; a page packs to less than a third.
    return len(kept.body) * (2 if kept.packs else 1) + 2_000


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in ("gzip", "*"):
            return not re.fullmatch(r"\s*q\s*=\s*0(?:\.0*)?\s*", weight)
    return False
