"""What the front door keeps: whole answers of one version, bounded, in the memory of the worker (ADR 0018)."""

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

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


class _Frame(NamedTuple):
    """What the headers that Django gave say of every answer that bears them."""

    packs: bool
    etag: str
    is_stored: bool
    vary: str
    headers: Headers
    not_modified: Headers


@lru_cache(maxsize=256)
def _frame(given: tuple[tuple[str, str], ...]) -> _Frame:
    named = {name.lower(): value for name, value in given}
    headers = [(name, value) for name, value in given if name.lower() not in ("content-length", "etag", "vary")]
    return _Frame(
        packs=named.get("content-type", "").startswith(_PACKED),
        etag=named.get("etag") or "",
        is_stored="no-store" not in named.get("cache-control", ""),
        vary=named.get("vary", "Cookie"),
        headers=headers,
        not_modified=[pair for pair in headers if not pair[0].lower().startswith("content-")],
    )


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
        frame = _frame(tuple(headers))
        self.packs = len(body) >= _WORTH_PACKING and frame.packs
        self.body, self.packed, self.etag = body, None, frame.etag
        if not self.etag and frame.is_stored:
            # Of the bytes, not of the version: unchanged is what reads the same, in every worker and after a restore.
            self.etag = f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
        self.entity = _ENTITY.sub(r"\1", self.etag) if self.etag else ""
        entity = [("ETag", self.etag)] if self.etag else []
        vary = ("Vary", f"{frame.vary}, Accept-Encoding" if self.packs else frame.vary)
        self.headers = [*frame.headers, *entity, vary]
        self.not_modified = [*frame.not_modified, *entity, vary]

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
