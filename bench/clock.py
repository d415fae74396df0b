"""How long something took, as a figure one can set beside another."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any


def timed(work: Callable[[Any], Any], inputs: Iterable[Any]) -> tuple[list[float], list[Any]]:
    """Return how many seconds ``work`` took for each of ``inputs``, and what it gave."""
    seconds, results = [], []
    for each in inputs:
        began = time.perf_counter()
        result = work(each)
        seconds.append(time.perf_counter() - began)
        results.append(result)
    return seconds, results


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return the time within which ``share`` of the runs were done."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def milliseconds(seconds: float) -> str:
    """Return a time as a table shows it: three digits that count."""
    value = seconds * 1000
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def p50_p99(seconds: Sequence[float]) -> str:
    """Return the middle time and the one that a hundredth of the runs went beyond, in milliseconds."""
    return f"{milliseconds(percentile(seconds, 0.5))} / {milliseconds(percentile(seconds, 0.99))}"
