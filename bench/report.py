"""``docs/benchmarks.md``: the figures of one database after those of the other, each with its own day and machine."""

import json
from collections.abc import Sequence
from pathlib import Path

from .tables import Table

_ROOT = Path(__file__).resolve().parent.parent
PAGE = _ROOT / "docs" / "benchmarks.md"
#: The last run of each database lies here, so that one may be repeated without the other.
_KEPT = _ROOT / "var" / "bench"
_INTRODUCTION = """\
# Benchmarks

Written by `make bench`, which runs `python -m bench` on a temporary SQLite file and on a temporary PostgreSQL. Do not
edit. Figures are one machine's; what to keep are the ratios to the machine's own figures, which stand first. Names
are made up (`bench/names.grammar`), always the same; so are the questions.

PostgreSQL is the one of the tests (`scripts/with_postgres`): 64 MB of shared buffers, no autovacuum, no fsync. Reads
gain nothing from the last, and after loading the tables are vacuumed and analysed.
"""


def keep(vendor: str, day: str, command: str, machine: Sequence[str], tables: Sequence[Table]) -> None:
    """Keep the figures of one database and write the page anew."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    part = [f"Measured on {day} by `{command}`.", "", *(f"- {line}" for line in machine)]
    part += [line for table in tables for line in ("", table.markdown())]
    (_KEPT / f"{vendor}.json").write_text(json.dumps("\n".join(part)), encoding="utf-8")
    page = [_INTRODUCTION]
    for name, heading in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        file = _KEPT / f"{name}.json"
        if file.exists():
            page.append(f"## {heading}\n\n{json.loads(file.read_text(encoding='utf-8'))}\n")
    PAGE.write_text("\n".join(page), encoding="utf-8")
