"""Counts in the memory of one process: exact, and bounded."""

import pytest

from groups.services import memory_counts
from groups.services.memory_counts import MemoryCounts


@pytest.fixture
def clock(monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr(memory_counts.time, "time", lambda: now[0])
    return now


def test_a_window_is_full_and_moves_on(clock):
    counts = MemoryCounts()
    assert [counts.acquire_entry("a", 2, 60) for _ in range(3)] == [True, True, False]
    clock[0] += 30
    assert counts.get_moving_window("a", 2, 60) == (1_000.0, 2)
    clock[0] += 31
    assert counts.get_moving_window("a", 2, 60)[1] == 0
    assert counts.acquire_entry("a", 2, 60, amount=3) is False
    assert counts.acquire_entry("a", 2, 60, amount=2) is True


def test_the_address_not_heard_of_for_the_longest_is_forgotten_first(clock):
    counts = MemoryCounts(capacity=2)
    for key in ("a", "b", "a", "c"):
        counts.acquire_entry(key, 5, 60)
    assert list(counts.events) == ["a", "c"]
    assert counts.get_moving_window("b", 5, 60)[1] == 0


def test_asking_alone_keeps_nothing(clock):
    counts = MemoryCounts()
    counts.get_moving_window("a", 5, 60)
    assert counts.reset() == 0
