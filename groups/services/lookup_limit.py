"""How often one address may ask. A correct link answers yes, so guessing must cost time.

What is counted are guesses: every link and every code of a question, and each question at least once. The counters
are in the memory of the worker process (so each worker counts for itself) unless ``LOOKUP_LIMIT_STORAGE`` names a
store that all of them share. Addresses are kept for the window alone, there as a keyed hash, and written nowhere.
"""

import datetime as dt
import hmac
import ipaddress
import logging
import math
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.crypto import salted_hmac
from limits import RateLimitItem, parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from ..domain.reading import MAX_INPUT, MAX_PARTS, Kind, Reading, read
from .memory_counts import MemoryCounts

#: A store on another machine that is silent for so many seconds counts as failed.
_PATIENCE = 2
log = logging.getLogger(__name__)


class TooManyLookups(Exception):
    """This address has asked too often; ``retry_after`` is how many seconds it should wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after

    @property
    def wait(self) -> str:
        """How long to wait, in words."""
        return f"{self.retry_after} giây" if self.retry_after < 120 else f"{-(-self.retry_after // 60)} phút"

    @property
    def sentence(self) -> str:
        """What the reader is told."""
        said = "Từ nơi này vừa có quá nhiều lượt kiểm tra nên lượt này chưa được kiểm tra."
        return f"{said} Xin thử lại sau {self.wait}."


class LimitUnavailable(Exception):
    """The store of the counters does not answer. Nobody is answered uncounted."""


@cache
def _limiter() -> tuple[MovingWindowRateLimiter, list[RateLimitItem], list[RateLimitItem]]:
    place = settings.LOOKUP_LIMIT_STORAGE
    options = {"socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE} if place.startswith("redis") else {}
    storage = MemoryCounts() if place == "memory://" else storage_from_string(place, **options)
    return MovingWindowRateLimiter(storage), parse_many(settings.LOOKUP_LIMIT), parse_many(settings.DOWNLOAD_LIMIT)


def reset() -> None:
    """Forget every count and read the settings anew; for tests."""
    _limiter.cache_clear()
    _secret.cache_clear()


def guesses(*texts: str) -> int:
    """Return how many secrets a question may be probing: its links and codes, at least one.

    A text is read as far as a look-up reads it: the rest could cost the machine more than the answer.
    """
    return guesses_in(*(read(text[:MAX_INPUT]) for text in texts))


def guesses_in(*readings: Reading) -> int:
    """Return the same of what has been read."""
    parts = [part for reading in readings for part in reading.parts]
    return max(1, sum(part.kind in (Kind.LINK, Kind.CODE) for part in parts[:MAX_PARTS]))


def count_lookup(meta: Mapping[str, str], *, now: dt.datetime, cost: int = 1) -> None:
    """Count a question from the sender of a request (its ``META``).

    Raise :class:`TooManyLookups` where it is one too many, :class:`LimitUnavailable` where it cannot be counted.
    """
    _count(meta, now, cost, dear=False)


def count_download(meta: Mapping[str, str], *, now: dt.datetime) -> None:
    """Count what costs the machine much to make (a table, a comparison), apart from the questions. Raises the same."""
    _count(meta, now, 1, dear=True)


def _count(meta: Mapping[str, str], now: dt.datetime, cost: int, *, dear: bool) -> None:
    try:
        wait = _take(_key(client_address(meta)), now.timestamp(), cost, dear)
    except Exception as error:  # every store has kinds of its own; each means that nothing was counted
        # Only the kind: the words of a store may repeat its password.
        log.error("look-ups cannot be counted: %s", type(error).__name__)
        raise LimitUnavailable from error
    if wait:
        raise TooManyLookups(wait)


def _take(key: str, now: float, cost: int, dear: bool) -> int:
    """Count and return 0, or return how many seconds to wait. What is refused by one limit uses up none of another."""
    limiter, questions, downloads = _limiter()
    key, items = (f"{key}-dear", downloads) if dear else (key, questions)
    # A question dearer than a whole limit is answered where nothing was asked before.
    full = [item for item in items if not limiter.test(item, key, cost=min(cost, item.amount))]
    # Between the test and the count another worker may have taken the last of a shared limit.
    full = full or [item for item in items if not limiter.hit(item, key, cost=min(cost, item.amount))]
    waits = [min(item.get_expiry(), limiter.get_window_stats(item, key).reset_time - now) for item in full]
    return max(1, math.ceil(max(waits))) if waits else 0


@cache
def _secret() -> bytes:
    return salted_hmac(__name__, "address", algorithm="sha256").digest()


def _key(address: str) -> str:
    return hmac.digest(_secret(), address.encode(), "sha256").hex()


def client_address(meta: Mapping[str, str]) -> str:
    """Return whom to count: the sender's address; of IPv6 the network of a household, which holds many addresses.

    ``X-Forwarded-For`` counts only behind our own proxy, and of it only the last entry, which the proxy wrote itself.
    """
    address = meta.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed.ipv4_mapped or parsed) if parsed.version == 6 else str(parsed)
