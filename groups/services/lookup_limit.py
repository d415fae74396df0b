"""How often one address may ask. A correct link answers yes, so guessing must cost time.

What is counted are guesses: every link and every code of a question, and each question at least once. The counters
are in the memory of the worker process (so each worker counts for itself) unless ``LOOKUP_LIMIT_STORAGE`` names a
store that all of them share. Addresses are kept for the window alone and written nowhere.
"""

import datetime as dt
import ipaddress
from functools import cache

from django.conf import settings
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from ..domain.reading import Kind, read


class TooManyLookups(Exception):
    """This address has asked too often; ``retry_after`` is how many seconds it should wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after

    @property
    def sentence(self) -> str:
        """What the reader is told."""
        wait = f"{self.retry_after} giây" if self.retry_after < 120 else f"{-(-self.retry_after // 60)} phút"
        return f"Từ nơi này vừa có quá nhiều lượt kiểm tra nên lượt này chưa được kiểm tra. Xin thử lại sau {wait}."


class LimitUnavailable(Exception):
    """The store of the counters does not answer. Nobody is answered uncounted."""


@cache
def _limiter() -> tuple[MovingWindowRateLimiter, list[RateLimitItem]]:
    storage = storage_from_string(settings.LOOKUP_LIMIT_STORAGE, wrap_exceptions=True)
    return MovingWindowRateLimiter(storage), parse_many(settings.LOOKUP_LIMIT)


def reset() -> None:
    """Forget every count and read the settings anew; for tests."""
    _limiter.cache_clear()


def guesses(text: str) -> int:
    """Return how many secrets a question may be probing: its links and codes, at least one."""
    parts = read(text).parts
    return max(1, sum(part.kind in (Kind.LINK, Kind.CODE) for part in parts))


def count_lookup(meta: dict[str, str], *, now: dt.datetime, cost: int = 1) -> None:
    """Count a question from the sender of a request (its ``META``).

    Raise :class:`TooManyLookups` where it is one too many, :class:`LimitUnavailable` where it cannot be counted.
    """
    limiter, items = _limiter()
    address = client_address(meta)
    try:
        for item in items:
            if not limiter.hit(item, "lookup", address, cost=min(cost, item.amount)):
                ends = limiter.get_window_stats(item, "lookup", address).reset_time
                raise TooManyLookups(max(1, min(item.get_expiry(), int(ends - now.timestamp()) + 1)))
    except StorageError as error:
        raise LimitUnavailable from error


def client_address(meta: dict[str, str]) -> str:
    """Return whom to count: the sender's address; of IPv6 the network of a household, which holds many addresses.

    ``X-Forwarded-For`` counts only behind our own proxy, and of it only the last entry, which the proxy wrote itself.
    """
    address = meta.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = meta.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed.ipv4_mapped or parsed) if parsed.version == 6 else str(parsed)
