"""Pages wait for a lock or a statement for some seconds, commands as long as they must."""

import json
import threading
from contextlib import suppress

import psycopg2
import pytest

from .conftest import ON_SQLITE
from .servers import tell

LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
PRAGMAS = ("busy_timeout", "journal_mode", "synchronous", "foreign_keys")
_ASKS = [f"PRAGMA {name}" for name in PRAGMAS] if ON_SQLITE else [f"SHOW {name}" for name in LIMITS]
ASK = f"""
from django.db import connection
with connection.cursor() as cursor:
    for statement in {_ASKS}:
        cursor.execute(statement)
        print(*cursor.fetchone())
"""


def test_a_command_is_given_its_time_and_a_page_its_seconds(register, on_sqlite):
    said = register.manage("shell", "--verbosity=0", "--command", ASK).stdout.split()
    if on_sqlite:
        assert said == ["20000", "wal", "2", "1"]
    else:
        assert said == ["10s", "0", "10min"]
        assert register.ask("limits", *LIMITS).split() == ["4s", "15s", "1min"]


#: Of each connection: what libpq was given, and what it told the kernel.
LINES = """
import json, os, socket
from django.db import connections
for alias in ("default", "replica"):
    connections[alias].ensure_connection()
    line = connections[alias].connection
    given = line.get_dsn_parameters()
    with socket.socket(fileno=os.dup(line.fileno())) as copy:
        names = ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT")
        kernel = [copy.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in names]
        alive = bool(copy.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))
    print(json.dumps([given["connect_timeout"], alive, kernel]))
"""


if not ON_SQLITE:  # there nobody holds a lock longer than a transaction of our own, and no line is cut

    def test_a_line_that_was_cut_is_noticed_whether_it_leads_to_the_primary_or_to_the_replica(register):
        asked = ["shell", "--verbosity=0", "--command", LINES]
        ours = ["5", True, [30, 10, 3, 30_000]]
        said = register.manage(*asked, DATABASE_REPLICA_URL=register.url).stdout
        assert [json.loads(line) for line in said.splitlines()] == [ours, ours]
        # What stands in an address comes before.
        own = "?connect_timeout=2&keepalives_idle=7&tcp_user_timeout=9000"
        said = register.manage(*asked, DATABASE_REPLICA_URL=register.url + own).stdout
        assert [json.loads(line) for line in said.splitlines()] == [ours, ["2", True, [7, 10, 3, 9_000]]]

    @pytest.fixture
    def head_locked(register):
        """Somebody keeps the head of the log from all who write."""

        def hold():
            with suppress(psycopg2.Error):  # it is ended by force
                tell(register.url, "BEGIN; LOCK TABLE groups_registerhead IN EXCLUSIVE MODE; SELECT pg_sleep(300)")

        holder = threading.Thread(target=hold)
        holder.start()
        register.ask("locked", "groups_registerhead")
        yield
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%'"
        tell(register.server.url, end)
        holder.join(timeout=60)

    @pytest.fixture
    def founded(register):
        register.ask("found", "1")
        register.environment["DB_LOCK_TIMEOUT"] = "1"
        return register.numbers()

    def test_who_waits_for_a_lock_too_long_is_told_and_nothing_is_written(register, founded, head_locked):
        said = register.ask("act", "1", "1").split("\n")
        assert said[1].startswith("refused Sổ đang bận")
        assert said[1].endswith("Chưa có gì được ghi; xin thử lại sau ít phút.")
        assert register.numbers() == founded
