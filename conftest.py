"""What every test stands on."""

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


def _flush_without_guards(self):
    """Empty the database after a transactional test: the guards would refuse, so they step aside and come back."""
    connection = connections["default"]
    guards.remove(connection)
    try:
        _flush(self)
    finally:
        guards.install(connection)


@pytest.fixture(scope="session", autouse=True)
def _guards_step_aside_for_the_flush():
    TransactionTestCase._fixture_teardown = _flush_without_guards
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
    """Part the last sessions of the live server from the test database before it is dropped."""
    yield
    connection = connections["default"]
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
