"""An upgrade of a register that holds something, and one that is cut off half-way beside somebody who writes."""

import json
import subprocess
import threading
import time
from contextlib import closing, contextmanager

import psycopg2
import pytest

from .conftest import ON_SQLITE

#: The version before the index of former names.
BEFORE = "0019_phone"
INDEX = "name_ended"


@pytest.fixture
def older(register):
    """A register as the version before left it, with groups that were renamed."""
    register.manage("migrate", "--verbosity=0", "groups", BEFORE)
    register.ask("found", "3")
    register.ask("act", "1", "12")
    return register


def upgraded(register) -> None:
    """Assert that nothing waits any more, and that the newer version finds all that was there."""
    register.manage("migrate", "--check", "--verbosity=0")
    assert json.loads(register.ask("check")) == []
    register.manage("verify_register")


def test_an_upgrade_leaves_a_register_that_holds_something_whole(older):
    before = older.numbers()
    older.manage("migrate", "--verbosity=0")
    assert older.numbers() == before
    assert older.ask("act", "2", "6").split("\n")[-1] == "end"
    upgraded(older)


if not ON_SQLITE:  # there an index is made within one transaction: it is there whole, or not at all

    def indexes(register) -> list[bool]:
        """Return of each index of that name whether it may be used."""
        with closing(psycopg2.connect(register.url)) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT indisvalid AND indisready FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
                " WHERE relname LIKE %s",
                [f"{INDEX}%"],
            )
            return [valid for (valid,) in cursor.fetchall()]

    @contextmanager
    def somebody_writes(register):
        """A transaction that has written a name and goes on."""
        with closing(psycopg2.connect(register.url)) as connection, connection.cursor() as cursor:
            cursor.execute("LOCK TABLE groups_groupname IN ROW EXCLUSIVE MODE")  # what every writer takes
            yield

    def killed(register) -> subprocess.CompletedProcess:
        """Migrate, and be ended by the server while an index waits for who writes."""
        killer = threading.Thread(target=_kill_who_waits, args=(register,))
        killer.start()
        outcome = register.manage("migrate", "--verbosity=0", check=False, DB_LOCK_TIMEOUT="100")
        killer.join(timeout=120)
        return outcome

    def _kill_who_waits(register) -> None:
        end, ended = time.monotonic() + 100, None
        with closing(psycopg2.connect(register.url)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            while not ended and time.monotonic() < end:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND query LIKE '%INDEX CONCURRENTLY%' AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"
                )
                ended = cursor.fetchone()
                time.sleep(0.05)

    def test_an_index_that_was_cut_off_is_made_anew_by_the_next_attempt(older):
        with somebody_writes(older):
            outcome = older.manage("migrate", "--verbosity=0", check=False, DB_LOCK_TIMEOUT="1")
            assert (outcome.returncode, "lock timeout" in outcome.stderr) == (1, True), outcome.stderr[-3000:]
            assert indexes(older) == [False]  # what is left: one that nobody may use
            # The next attempt takes that one away first, and dies of it beside the same writer.
            outcome = killed(older)
            assert (outcome.returncode, "server closed the connection" in outcome.stderr) == (1, True), outcome.stderr
            assert indexes(older) == [False]
        # People work on with what is left of an index.
        assert older.ask("act", "2", "6").split("\n")[-1] == "end"

        older.manage("migrate", "--verbosity=0")
        assert indexes(older) == [True]
        upgraded(older)
