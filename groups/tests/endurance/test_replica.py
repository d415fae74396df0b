"""A real streaming replica on loopback: behind, alone, and gone. No answer ever hides of which moment it speaks."""

import datetime as dt
import json
from contextlib import contextmanager

import pytest

from .servers import DURABLE, PostgresqlGround, Register, cluster, folder, has_postgresql, place, tell, with_postgres
from .visitor import Visitor

pytestmark = [
    pytest.mark.replica,
    pytest.mark.skipif(not has_postgresql(), reason="PostgreSQL's server programs were not found"),
]
#: A primary that is quiet is asked for a sign of life each second.
_LIVELY = f"{DURABLE}wal_level = replica\nmax_wal_senders = 4\nwal_receiver_timeout = 2s\n"
MAX_LAG = 3
LINK = "zalo.me/g/abcdef001"
GROUP = "Nhóm chung số 1"


def as_of(answer: dict) -> dt.datetime | None:
    told = answer["Register-As-Of"]
    return dt.datetime.fromisoformat(told) if told else None


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


@contextmanager
def visiting(register, url: str):
    """Yield pages that know the replica as well."""
    register.environment |= {"DATABASE_REPLICA_URL": url, "REPLICA_MAX_LAG": str(MAX_LAG)}
    visitor = Visitor(register)
    try:
        yield visitor
    finally:
        visitor.close()


@pytest.fixture
def pair(servers):
    register, primary, replica = servers
    url = replica.url.rpartition("/")[0] + "/ground"
    with visiting(register, url) as visitor:
        yield register, primary, replica, url, visitor


def test_a_replica_that_replayed_nothing_yet_still_knows_its_moment_when_the_primary_is_lost(servers):
    register, primary, replica = servers
    primary.kill()
    lost = dt.datetime.now(dt.UTC)
    with visiting(register, f"postgres://plain:plain@127.0.0.1:{replica.port}/ground") as visitor:
        asked = visitor.get(f"/api/v1/verify?q={LINK}")
        page = visitor.get("/nhom/")
    assert (asked["status"], page["status"]) == (200, 200)
    assert json.loads(asked["text"])["verdict"] == "official"
    assert as_of(asked) <= lost
    assert as_of(page) <= lost


def test_a_replica_serves_pages_of_its_moment_alone_when_the_primary_is_lost_and_is_done_without(pair):
    register, primary, replica, url, visitor = pair

    # Pages come from the replica and say so; answers that decide come from the primary.
    page = visitor.until("/nhom/", as_of)
    assert (page["status"], "Dữ liệu tính đến" in page["text"], GROUP in page["text"]) == (200, True, True)
    asked = visitor.get(f"/api/v1/verify?q={LINK}")
    assert (as_of(asked), json.loads(asked["text"])["verdict"]) == (None, "official")

    # What staff write is seen on the replica too.
    register.ask("dissolve", "Nhóm chung số 0")
    visitor.until("/nhom/", lambda answer: "Nhóm chung số 0" not in answer["text"] and as_of(answer))

    # A replica that falls behind never makes a dissolved group official while the primary is there.
    tell(url, "SELECT pg_wal_replay_pause()")
    before = dt.datetime.now(dt.UTC)
    register.ask("dissolve", GROUP)
    for path in (f"/api/v1/verify?q={LINK}", f"/kiem-tra/?q={LINK}"):
        asked = visitor.get(path)
        assert (asked["status"], as_of(asked), "official_name" in asked["text"]) == (200, None, False)
    assert json.loads(visitor.get(f"/api/v1/verify?q={LINK}")["text"])["verdict"] != "official"
    page = visitor.until("/nhom/", lambda answer: as_of(answer) is None)  # too old: from the primary
    assert GROUP not in page["text"]

    # The primary is lost: answers go on, and each names the moment before which it holds.
    primary.kill()
    asked = visitor.until(f"/api/v1/verify?q={LINK}", lambda answer: answer["status"] == 200)
    told = json.loads(asked["text"])
    assert as_of(asked) == dt.datetime.fromisoformat(told["as_of"]).replace(microsecond=0)
    assert (told["verdict"], as_of(asked) <= before) == ("official", True)
    page = visitor.get(f"/kiem-tra/?q={LINK}")
    assert "Dữ liệu tính đến" in page["text"]
    assert "Máy chủ chính tạm thời không trả lời" in page["text"]
    assert visitor.get("/nhom/")["status"] == 200
    wrote = visitor.get("/quan-tri/login/ username=thu.lanhdao&password=mat-khau", "POST")
    assert (wrote["status"], wrote["Retry-After"]) == (503, "60")
    assert "Mất kết nối với sổ. Có thể chưa có gì được ghi" in wrote["text"]

    # It comes back, and the replica is lost: everything comes from the primary.
    primary.start_again()
    replica.kill()
    page = visitor.until("/nhom/", lambda answer: answer["status"] == 200 and as_of(answer) is None)
    assert (GROUP in page["text"], "Dữ liệu tính đến" in page["text"]) == (False, False)
    asked = visitor.until(f"/api/v1/verify?q={LINK}", lambda answer: as_of(answer) is None)
    assert json.loads(asked["text"])["verdict"] != "official"
