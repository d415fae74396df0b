"""A statement that PostgreSQL has planned once goes on where the session it was planned in is gone or changed."""

import pytest
from django.db import InternalError, OperationalError, ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from groups.models import WorkGroup
from groups.queries.prepared import Prepared, Statement
from groups.tests import factories

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no sessions that could be lost")
CODES = "SELECT code FROM groups_workgroup WHERE name = %s AND code LIKE '%%-%%' ORDER BY code"


@pytest.fixture
def group(transactional_db):
    return factories.make_group(name="Nhóm một")


@pytest.fixture
def codes():
    """Yield the read, planned already."""
    statement = Statement(CODES)
    assert statement.rows("default", ["Nhóm không có"]) == []
    return lambda: statement.rows("default", ["Nhóm một"])


def _end_session() -> None:
    other = connections.create_connection("default")
    with connection.cursor() as mine, other.cursor() as cursor:
        mine.execute("SELECT pg_backend_pid()")
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", mine.fetchone())
    other.close()


def test_a_statement_is_run_with_its_values(group, codes):
    assert codes() == [(group.code,)]


@postgresql
def test_it_is_planned_once(group, codes):
    with CaptureQueriesContext(connection) as asked:
        codes()
        codes()
    assert [query["sql"].split()[0] for query in asked] == ["EXECUTE", "EXECUTE"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [Statement(CODES)._name])
        assert cursor.fetchone() == (1,)


@postgresql
def test_a_lost_session_is_replaced(group, codes):
    _end_session()
    assert codes() == [(group.code,)]


@postgresql
def test_within_a_transaction_a_lost_session_is_an_error(group, codes):
    def ask():
        with transaction.atomic():
            _end_session()
            codes()

    with pytest.raises(OperationalError):
        ask()
    connection.close()


@postgresql
def test_a_session_that_has_forgotten_is_replaced(group, codes):
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert codes() == [(group.code,)]


@postgresql
def test_a_column_changed_by_a_migration_is_read_as_it_is_now(group):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE changing (mark varchar(5)); INSERT INTO changing VALUES ('a')")
    statement = Statement("SELECT mark FROM changing")
    try:
        assert statement.rows("default") == [("a",)]
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE changing ALTER mark TYPE varchar(9)")
        assert statement.rows("default") == [("a",)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE changing")


@postgresql
def test_an_error_of_the_statement_is_an_error_at_once(group):
    # A stop by the time limit is no lost session: asked again, it would take as long again.
    slow = Statement("SELECT count(*), pg_sleep(%s) FROM groups_workgroup")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '50ms'")
    try:
        with CaptureQueriesContext(connection) as asked, pytest.raises(OperationalError):
            slow.rows("default", [5])
        assert len(asked) == 1
    finally:
        connection.close()


@postgresql
def test_after_a_failed_statement_of_a_transaction_nothing_is_answered(group, codes):
    def ask():
        with transaction.atomic():
            with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="does not exist"):
                cursor.execute("SELECT nothing_of_this_name")
            codes()

    with pytest.raises(InternalError):
        ask()


@postgresql
def test_behind_a_pool_that_changes_sessions_nothing_is_planned(group, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    with CaptureQueriesContext(connection) as asked:
        assert Statement(CODES).rows("default", ["Nhóm một"]) == [(group.code,)]
    assert asked[0]["sql"].startswith("SELECT code")


def test_what_never_changes_is_part_of_the_statement(group):
    """A percent sign of it stays one."""
    read = Prepared(WorkGroup, lambda name: WorkGroup.objects.filter(name=name, code__contains="-").values_list("code"))
    assert list(read.rows("Nhóm một")) == [(group.code,)]
    assert list(read.rows("Nhóm%")) == []
