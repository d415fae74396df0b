"""Figures on paper."""

import pytest

from bench.clock import milliseconds, p50_p99, percentile, timed
from bench.tables import Table

TABLE = Table("Times", ["what", "ms"], [["a look", "1.5"], ["another", "120"]], notes="One run.")


def test_a_terminal_gets_columns_that_stand_under_each_other():
    assert TABLE.text().splitlines() == ["Times", "what      ms", "a look   1.5", "another  120", "One run."]


def test_a_page_gets_markdown():
    lines = TABLE.markdown().splitlines()
    assert lines[2:] == ["| what | ms |", "| --- | ---: |", "| a look | 1.5 |", "| another | 120 |", "", "One run."]


def test_percentiles_are_of_the_sorted_times():
    times = [number / 1000 for number in range(100, 0, -1)]
    assert percentile(times, 0.5) == 0.051
    assert p50_p99(times) == "51 / 100"


@pytest.mark.parametrize(("seconds", "shown"), [(0.0000123, "0.0123"), (0.001, "1"), (0.01234, "12.3"), (1.5, "1500")])
def test_three_digits_count(seconds, shown):
    assert milliseconds(seconds) == shown


def test_what_was_timed_is_given_back():
    seconds, results = timed(lambda number: number * 2, [1, 2, 3])
    assert results == [2, 4, 6]
    assert len(seconds) == 3
    assert min(seconds) >= 0
