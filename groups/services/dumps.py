"""The whole database as one file, and back: SQLite by its own copying, PostgreSQL by pg_dump and pg_restore.

Both copies are of one moment, and nobody waits for them. A password is never on a command line, where every user of
the machine could read it.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DatabaseError, connection, transaction

_EMPTY = """
SELECT format('DROP TABLE %s CASCADE', c.oid::regclass) FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT format('DROP FUNCTION %s CASCADE', p.oid::regprocedure) FROM pg_proc p
 WHERE p.pronamespace = 'public'::regnamespace
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
#: What the head of a copy is read by; it tells a truncated or another copy from this one.
_HEAD = """SELECT
 (SELECT COUNT(*) FROM groups_registerevent), (SELECT COALESCE(MAX(number), 0) FROM groups_registerevent),
 (SELECT COUNT(*) FROM groups_workgroup), (SELECT COUNT(*) FROM groups_publication)"""
Head = dict[str, int]


class DumpFailed(Exception):
    """A copy could not be made or put back; the message says why, in Vietnamese. The database is as it was."""


def dump(place: Path) -> tuple[Path, Head]:
    """Write a copy of the database into the directory ``place``; return the file and the head of the register in it."""
    return _dump_postgresql(place) if connection.vendor == "postgresql" else _dump_sqlite(place)


def put_back(file: Path, *, kept_as: str) -> Path | None:
    """Replace the database by the copy in ``file``: all of it, or nothing.

    On SQLite the file that was there stays beside the new one, under its name and ``kept_as``, and is returned.
    """
    connection.close()
    if connection.vendor == "postgresql":
        return _put_back_postgresql(file)
    return _put_back_sqlite(file, kept_as)


def head() -> Head:
    """Return the head of the register as the database holds it now."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        return _named(cursor.fetchone())


def _named(row) -> Head:
    return dict(zip(("events", "last_event", "groups", "publications"), row, strict=True))


# --- SQLite ---------------------------------------------------------------------------------------------------------
def database_file() -> Path:
    """Return the file of a database of SQLite."""
    return Path(connection.settings_dict["NAME"])


def _dump_sqlite(place: Path) -> tuple[Path, Head]:
    copy = place / "database.sqlite3"
    try:
        there = sqlite3.connect(f"file:{database_file()}?mode=rw", uri=True, timeout=60)
        with closing(there) as source, closing(sqlite3.connect(copy)) as made:
            source.backup(made)  # all pages in one step: what is written meanwhile stays out, and nobody waits
            made.execute("PRAGMA journal_mode=DELETE")  # one file, without a second one beside it
            return copy, _named(made.execute(_HEAD).fetchone())
    except sqlite3.Error as error:
        raise DumpFailed(f"SQLite không sao được cơ sở dữ liệu: {error}") from error


def check_sqlite(file: Path) -> None:
    """Raise :class:`DumpFailed` where a copy is damaged or a row points to one that is not there."""
    # By Django's own connection: the checks of the tables call functions that Django brings.
    copy = connection.copy()
    copy.settings_dict |= {"NAME": str(file), "OPTIONS": {}}
    try:
        with copy.cursor() as cursor:
            said = cursor.execute("PRAGMA integrity_check(1)").fetchone()[0]
            broken = cursor.execute("PRAGMA foreign_key_check").fetchone()
    except DatabaseError as error:
        said, broken = str(error), None
    finally:
        copy.close()
    if said != "ok" or broken:
        raise DumpFailed(f"Cơ sở dữ liệu trong bản sao bị hỏng: {said if said != 'ok' else broken}.")


def _put_back_sqlite(file: Path, kept_as: str) -> Path | None:
    check_sqlite(file)
    target, kept = database_file(), None
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.fresh")
    shutil.copyfile(file, fresh)
    os.chmod(fresh, target.stat().st_mode & 0o777 if target.exists() else 0o600)
    settle(fresh)
    if target.exists():
        _part_from(target)
        kept = target.with_name(f"{target.name}.{kept_as}")
        os.link(target, kept)
    os.replace(fresh, target)
    settle(target.parent)
    return kept


def _part_from(target: Path) -> None:
    """Bring the old file into one piece, which SQLite grants only while nobody else has it open."""
    try:
        with closing(sqlite3.connect(target, timeout=2)) as old:
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise DumpFailed("Sổ đang được dùng: hãy dừng dịch vụ rồi khôi phục lại.") from error
    except sqlite3.DatabaseError:  # it is damaged: that is why somebody restores
        for suffix in ("-wal", "-shm"):
            beside = target.with_name(target.name + suffix)
            if beside.exists():
                beside.rename(beside.with_name(beside.name + ".damaged"))


def settle(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- PostgreSQL -----------------------------------------------------------------------------------------------------
def program(name: str) -> str:
    """Return the path of a program of PostgreSQL: of the newest version that is here, else the one in PATH."""
    places = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(re.sub(r"\D", "", each.parent.name))
    )
    found = shutil.which(name, path=str(places[-1])) if places else None
    if (found := found or shutil.which(name)) is None:
        raise DumpFailed(f"Không thấy chương trình {name} của PostgreSQL: hãy cài gói postgresql-client.")
    return found


@contextmanager
def _access() -> Iterator[dict[str, str]]:
    """Yield the environment in which programs of PostgreSQL find the database."""
    settings = connection.settings_dict
    options = settings.get("OPTIONS", {})
    named = {
        "PGDATABASE": settings["NAME"],
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PGOPTIONS": "-c lock_timeout=10000",
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    yield kept | {key: str(value) for key, value in named.items() if value}


def _run(name: str, *arguments: str) -> str:
    with _access() as environment:
        outcome = subprocess.run(  # noqa: S603  our own programs, no shell
            [program(name), *arguments], env=environment, capture_output=True, text=True, check=False
        )
    if outcome.returncode != 0:
        raise DumpFailed(f"{name} báo lỗi: {' '.join(outcome.stderr.split())[:500]}")
    return outcome.stdout


def _dump_postgresql(place: Path) -> tuple[Path, Head]:
    """pg_dump reads the very snapshot in which the head is read here."""
    copy = place / "database.dump"
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        found = head()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={copy}")
    return copy, found


def _put_back_postgresql(file: Path) -> None:
    """Drop what is there and run the copy, in one transaction of psql."""
    script, empty = file.with_suffix(".sql"), file.with_suffix(".empty.sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
        empty.write_text("".join(f"{statement};\n" for (statement,) in cursor.fetchall()))
    connection.close()
    _run(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
        f"--file={empty}", f"--file={script}",
    )  # fmt: skip
    script.unlink()
