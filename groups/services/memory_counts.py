"""Counts of requests in the memory of one process: a store for the "limits" library.

Its own store for this starts a thread every hundredth of a second that walks through every address it ever saw, and
forgets none: with a few thousand readers that costs more than the answers do. This one keeps a bounded number of
addresses and tidies as it goes.
"""

import threading
import time
from bisect import bisect_left
from collections import OrderedDict
from typing import Any, NoReturn

from limits.storage.base import MovingWindowSupport, Storage

#: So many windows are remembered; the one not asked for the longest goes first. A window holds at most as many times
#: as its limit allows.
CAPACITY = 20_000


class MemoryCounts(Storage, MovingWindowSupport):
    """Exact moving windows, and nothing else of what a store can be asked for."""

    STORAGE_SCHEME = None

    def __init__(self, capacity: int = CAPACITY) -> None:
        super().__init__()
        self.events: OrderedDict[str, list[float]] = OrderedDict()
        self._capacity = capacity
        self._lock = threading.Lock()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count ``amount`` more within the last ``expiry`` seconds and return True, or return False where full."""
        now = time.time()
        with self._lock:
            times = self._window(key, now - expiry)
            if len(times) + amount > limit:
                return False
            times.extend([now] * amount)
            self.events[key] = times
            self.events.move_to_end(key)
            if len(self.events) > self._capacity:
                self.events.popitem(last=False)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return when the window began, by its oldest entry, and how many entries there are."""
        now = time.time()
        with self._lock:
            times = self._window(key, now - expiry)
            return (times[0] if times else now), len(times)

    def _window(self, key: str, since: float) -> list[float]:
        times = self.events.get(key)
        if times is None:
            return []
        if times and times[0] < since:
            del times[: bisect_left(times, since)]
        return times

    def check(self) -> bool:
        """Return that it is there: it is this process's own memory."""
        return True

    def reset(self) -> int:
        """Forget everything; return how much there was."""
        with self._lock:
            forgotten = len(self.events)
            self.events.clear()
        return forgotten

    def clear(self, key: str) -> None:
        """Forget one window."""
        with self._lock:
            self.events.pop(key, None)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What failing looks like."""
        return ValueError

    def _not_kept(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError("Only moving windows are counted here.")

    incr = get = get_expiry = _not_kept
