"""What the front door keeps: whole answers of one version, bounded, in the memory of the worker (ADR 0018)."""

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache

from .offers import OUTCOME, Offer

#: What is kept, in bytes of answers: some thousand pages. One answer may take up a thirtieth.
CAPACITY = 32 * 1024 * 1024
LARGEST = CAPACITY // 32
#: Answers shorter than a packet gain nothing from being packed.
_WORTH_PACKING = 1_000
_PACKED = ("text/", "application/json", "application/atom+xml")
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
