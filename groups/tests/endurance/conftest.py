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


@pytest.fixture(scope="session")
def primary_made():
    """A primary with a register on it, made once and stopped: each test starts a copy of its data."""
    with cluster(_LIVELY) as primary, folder() as scans:
        register = Register(scans, PostgresqlGround(scans, primary).url("ground"))
        register.ask("found", "3")
        # One who may read, and may see nothing of the replication.
        tell(
            register.url,
            "CREATE ROLE plain LOGIN PASSWORD 'plain'",
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO plain",
        )
        primary.stop("fast")
        yield primary


@pytest.fixture
def servers(primary_made):
    """A register on a primary, its replica as it was just made, and a place for scans."""
    with place() as home, place() as beside, folder() as scans:
        primary = with_postgres.Cluster(primary_made.programs, home, primary_made.user, _LIVELY)
        replica = with_postgres.Cluster(primary_made.programs, beside, primary_made.user, _LIVELY)
        try:
            primary.start_copy(primary_made)
            replica.follow(primary)
            yield Register(scans, primary.url.rpartition("/")[0] + "/ground"), primary, replica
        finally:
            replica.stop()
            primary.stop()
