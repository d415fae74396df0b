"""A register of its own for each test, of the kind that the suite runs on, for processes that are killed."""

import pytest
from django.conf import settings

from .servers import PostgresqlGround, SqliteGround, cluster, folder

ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def on_sqlite():
    return ON_SQLITE


@pytest.fixture(scope="session")
def ground():
    """Where registers are made."""
    with folder() as home:
        if ON_SQLITE:
            yield SqliteGround(home)
        else:
            with cluster() as server:
                yield PostgresqlGround(home, server)


@pytest.fixture
def register(ground):
    with ground.register() as made:
        yield made
