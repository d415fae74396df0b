"""A register of its own for each test, of the kind that the suite runs on, for processes that are killed."""

import pytest
from django.conf import settings

from .servers import DURABLE, PostgresqlGround, Register, SqliteGround, cluster, folder, place, tell, with_postgres

ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")

#: A primary that is quiet is asked for a sign of life each second.
_LIVELY = f"{DURABLE}wal_level = replica\nmax_wal_senders = 4\nwal_receiver_timeout = 2s\n"


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


@pytest.fixture
def servers():
    """A register on a primary, its replica as it was just made, and a place for scans."""
    with cluster(_LIVELY) as primary, place() as home, folder() as scans:
        ground = PostgresqlGround(scans, primary)
        register = Register(scans, ground.url("ground"))
        register.ask("found", "3")
        # One who may read, and may see nothing of the replication.
        tell(
            register.url,
            "CREATE ROLE plain LOGIN PASSWORD 'plain'",
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO plain",
        )
        replica = with_postgres.Cluster(primary.programs, home, primary.user, _LIVELY)
        try:
            replica.follow(primary)
            yield register, primary, replica
        finally:
            replica.stop()
