"""What every test stands on."""

import sqlite3

import pytest
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings

from groups.models import guards
from groups.queries import name_search, public_version
from groups.services import lookup_limit

# How long an example takes is measured elsewhere: here a busy machine would fail what is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
_flush = TransactionTestCase._fixture_teardown
#: SQLite: the test database as the migrations left it. To copy it back takes a hundredth of what emptying it takes:
#: deletes table by table, the guards dropped and made anew, then roles and permissions entered once more.
_as_migrated = sqlite3.connect(":memory:", check_same_thread=False)


def _put_back(self):
    """Make the database what it was before a transactional test, guards and all, whatever the test did to it."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _as_migrated.backup(connection.connection)
    else:
        _flush_without_guards(self, connection)


def _flush_without_guards(self, connection):
    """Empty the tables: the guards would refuse, so they are switched off meanwhile, and made anew if one was lost."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("groups_")]
        cursor.execute(";".join(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables))
    try:
        _flush(self)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(";".join(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables))
        if guards.present(connection) != guards.expected(connection.vendor):
            guards.install(connection)


@pytest.fixture(scope="session", autouse=True)
def _transactional_tests_leave_nothing():
    TransactionTestCase._fixture_teardown = _put_back
    yield
    TransactionTestCase._fixture_teardown = _flush


@pytest.fixture(autouse=True)
def _no_vocabulary_of_another_test():
    """A flushed database counts its events from one again: what was read at a number is of another register."""
    name_search._vocabulary_at.cache_clear()
    public_version.forget()


@pytest.fixture(autouse=True)
def _no_counts_of_another_test():
    """Every test asks from the same address."""
    lookup_limit.reset()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep a copy to put back; part the last sessions of the live server from the database before it is dropped."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            connection.ensure_connection()
            connection.connection.backup(_as_migrated)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
