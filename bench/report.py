"""``docs/benchmarks.md``: the figures of one database after those of the other, each with its own day and machine."""

import re
from collections.abc import Sequence
from pathlib import Path

from .tables import Table

_ROOT = Path(__file__).resolve().parent.parent
PAGE = _ROOT / "docs" / "benchmarks.md"
#: The order of the benchmarks on the page.
ORDER = ("machine", "lookup", "pictures", "documents", "desk", "importing", "proof", "serving")
_INTRODUCTION = """\
# Benchmarks

Written by `make bench`, which runs `python -m bench` on a temporary SQLite file and on a temporary PostgreSQL. Do not
edit. Figures are one machine's; what to keep are the ratios to the machine's own figures, which stand first. Names
are made up (`bench/names.grammar`), always the same; so are the questions.

PostgreSQL is the one of the tests (`scripts/with_postgres`): 64 MB of shared buffers, no autovacuum, no fsync. Reads
gain nothing from the last, and after loading the tables are vacuumed and analysed.
"""


_DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_PART = re.compile(r"^(?=Measured on )", re.MULTILINE)
_NAME = re.compile(r"--only (\w+)")


def keep(vendor: str, name: str, day: str, command: str, machine: Sequence[str], tables: Sequence[Table]) -> None:
    """Put the figures of one benchmark on one database in the place of those before; all others on the page stay."""
    part = [f"Measured on {day} by `{command}` on:", "", *(f"- {line}" for line in machine)]
    part += [line for table in tables for line in ("", table.markdown())]
    known = _parts(PAGE.read_text(encoding="utf-8") if PAGE.exists() else "") | {(vendor, name): "\n".join(part)}
    page = [_INTRODUCTION]
    for database, heading in _DATABASES.items():
        parts = [known[database, each] for each in ORDER if (database, each) in known]
        if parts:
            page.append("\n\n".join([f"## {heading}", *parts]) + "\n")
    PAGE.write_text("\n".join(page), encoding="utf-8")


def _parts(page: str) -> dict[tuple[str, str], str]:
    """Return what stands on the page, by database and benchmark: the page itself is where figures are kept."""
    found = {}
    for vendor, heading in _DATABASES.items():
        section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
        for part in _PART.split(section)[1:]:
            found[vendor, _NAME.search(part)[1]] = part.strip()
    return found
