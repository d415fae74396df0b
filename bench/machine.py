"""The bare figures of this machine, to set ours beside: the interpreter, and one row by its key without Django."""

import os
import platform
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from .clock import milliseconds, p50_p99, percentile, timed
from .tables import Table

_ROWS, _READS = 100_000, 2_000


def describe() -> list[str]:
    """Return what the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        f"{os.cpu_count()} cores, {_processor()}, {memory:.0f} GB of memory",
        f"Python {platform.python_version()}, {platform.system()} {platform.release().split('-')[0]}",
        _database(),
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _database() -> str:
    if connection.vendor != "postgresql":
        return f"SQLite {sqlite3.sqlite_version} in a temporary file"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
        cursor.execute("SHOW shared_buffers")
        return f"PostgreSQL {version} on the same machine, shared_buffers {cursor.fetchone()[0]}, autovacuum off"


def machine(sizes: Sequence[int]) -> list[Table]:
    """Measure the machine; the sizes of the register do not matter to it."""
    table = Table("The machine itself", ["what", "p50 / p99, ms"])
    seconds, _ = timed(lambda _: sum(number * number for number in range(1_000_000)), range(7))
    table.rows.append(["Python: the squares of a million numbers added up", milliseconds(percentile(seconds, 0.5))])
    table.rows.append(["SQLite: one row of 100,000 by its key, in a file", p50_p99(_sqlite())])
    if connection.vendor == "postgresql":
        bare, row = _postgresql()
        table.rows.append(["PostgreSQL: SELECT 1, there and back", p50_p99(bare)])
        table.rows.append(["PostgreSQL: one row of 100,000 by its key", p50_p99(row)])
    return [table]


def _keys() -> list[int]:
    return [number * 7919 % _ROWS + 1 for number in range(_READS)]


def _sqlite() -> list[float]:
    with tempfile.TemporaryDirectory() as place:
        database = sqlite3.connect(f"{place}/bare.sqlite3")
        database.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, name TEXT)")
        rows = ((number, f"Nhóm số {number}") for number in range(1, _ROWS + 1))
        database.executemany("INSERT INTO bare VALUES (?, ?)", rows)
        database.commit()
        query = "SELECT name FROM bare WHERE id = ?"
        seconds, _ = timed(lambda key: database.execute(query, (key,)).fetchone(), _keys())
        database.close()
    return seconds


def _postgresql() -> tuple[list[float], list[float]]:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:  # psycopg's own, without Django around it

        def read(key: int):
            cursor.execute("SELECT name FROM bare WHERE id = %s", (key,))
            return cursor.fetchone()

        def nothing(_):
            cursor.execute("SELECT 1")
            return cursor.fetchone()

        cursor.execute("CREATE TEMPORARY TABLE bare (id integer PRIMARY KEY, name text)")
        cursor.execute(
            "INSERT INTO bare SELECT number, 'Nhóm số ' || number FROM generate_series(1, %s) number", (_ROWS,)
        )
        cursor.execute("ANALYZE bare")
        bare, _ = timed(nothing, range(_READS))
        row, _ = timed(read, _keys())
        cursor.execute("DROP TABLE bare")
    return bare, row
