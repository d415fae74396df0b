"""``docs/benchmarks.md``: the figures of one database after those of the other, each with its own day and machine."""

import json
from collections.abc import Sequence
from pathlib import Path

from .tables import Table

_ROOT = Path(__file__).resolve().parent.parent
PAGE = _ROOT / "docs" / "benchmarks.md"
#: The order of the benchmarks on the page.
ORDER = ("machine", "lookup", "pictures", "documents", "desk", "importing", "serving")
#: The last run of each on each database lies here, so that one may be repeated without the others.
_KEPT = _ROOT / "var" / "bench"
_INTRODUCTION = """\
# Benchmarks

Written by `make bench`, which runs `python -m bench` on a temporary SQLite file and on a temporary PostgreSQL. Do not
edit. Figures are one machine's; what to keep are the ratios to the machine's own figures, which stand first. Names
are made up (`bench/names.grammar`), always the same; so are the questions.

PostgreSQL is the one of the tests (`scripts/with_postgres`): 64 MB of shared buffers, no autovacuum, no fsync. Reads
gain nothing from the last, and after loading the tables are vacuumed and analysed.
"""


def keep(vendor: str, name: str, day: str, command: str, machine: Sequence[str], tables: Sequence[Table]) -> None:
    """Keep the figures of one benchmark on one database and write the page anew."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    part = [f"Measured on {day} by `{command}` on:", "", *(f"- {line}" for line in machine)]
    part += [line for table in tables for line in ("", table.markdown())]
    (_KEPT / f"{vendor}-{name}.json").write_text(json.dumps("\n".join(part)), encoding="utf-8")
    page = [_INTRODUCTION]
    for database, heading in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        kept = [_KEPT / f"{database}-{each}.json" for each in ORDER]
        parts = [json.loads(file.read_text(encoding="utf-8")) for file in kept if file.exists()]
        if parts:
            page.append("\n\n".join([f"## {heading}", *parts]) + "\n")
    PAGE.write_text("\n".join(page), encoding="utf-8")
