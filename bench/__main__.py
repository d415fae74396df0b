"""``python -m bench``: measure on the database of ``DATABASE_URL``, in throw-away databases of its own."""

import argparse
import datetime as dt
import os
from collections.abc import Callable, Sequence
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings_test")


def main() -> None:
    """Run the benchmarks that were asked for, print their tables and keep them in ``docs/benchmarks.md``."""
    import django

    django.setup()
    # Models can be imported only now.
    from django.db import connection

    from .desk import desk
    from .documents import documents
    from .importing import importing
    from .lookup import lookup
    from .machine import describe, machine
    from .pictures import pictures
    from .proof import GROUPS, proof
    from .report import PAGE, keep
    from .serving import serving_figures

    benchmarks: dict[str, Callable[[Sequence[int]], list]] = {
        "machine": machine,
        "lookup": lookup,
        "pictures": pictures,
        "documents": documents,
        "desk": desk,
        "importing": importing,
        "proof": proof,
        "serving": serving_figures,
    }
    chosen = _arguments(list(benchmarks), GROUPS)
    benchmarks["proof"] = partial(proof, groups=chosen.groups)
    for name in chosen.only or benchmarks:
        tables = benchmarks[name](chosen.sizes)
        for table in tables:
            print(table.text(), end="\n\n", flush=True)
        if chosen.keep:
            day = f"{dt.date.today():%Y-%m-%d}"
            keep(connection.vendor, name, day, _command(name, chosen), describe(), tables)
            print(f"Written: docs/{PAGE.name}")


def _arguments(names: list[str], groups: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[1_000, 100_000, 1_000_000], help="e.g. 1000,100000")
    parser.add_argument("--only", action="append", choices=names, help="this one alone; may be given again")
    parser.add_argument("--groups", type=int, default=groups, help="of the log that proof measures")
    parser.add_argument("--keep", action="store_true", help="write the figures into docs/benchmarks.md")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    sizes = [int(size) for size in text.split(",")]
    if min(sizes) < 100:
        raise argparse.ArgumentTypeError("a register of fewer than 100 groups measures nothing")
    return sizes


def _command(name: str, chosen: argparse.Namespace) -> str:
    groups = f" --groups {chosen.groups}" if name == "proof" else ""
    return f"python -m bench --only {name} --sizes {','.join(map(str, chosen.sizes))}{groups}"


if __name__ == "__main__":
    main()
