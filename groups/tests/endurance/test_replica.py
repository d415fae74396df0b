"""A real streaming replica on loopback: behind, alone, and gone. No answer ever hides of which moment it speaks."""

import datetime as dt
import json
import time
from itertools import count

import pytest

from .servers import Register, has_postgresql, tell
from .visitor import visiting

pytestmark = [
    pytest.mark.replica,
    pytest.mark.skipif(not has_postgresql(), reason="PostgreSQL's server programs were not found"),
]
LINK = "zalo.me/g/abcdef001"
GROUP = "Nhóm chung số 1"


def as_of(answer: dict) -> dt.datetime | None:
    told = answer["Register-As-Of"]
    return dt.datetime.fromisoformat(told) if told else None


@pytest.fixture
def kept(servers):
    """As ``pair``, but a worker with the front door, which keeps answers (ADR 0018)."""
    register, primary, replica = servers
    url = replica.url.rpartition("/")[0] + "/ground"
    with visiting(register, url, "serve") as visitor:
        yield register, primary, url, visitor


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


LOST = "Máy chủ chính tạm thời không trả lời"


def test_a_worker_is_wanted_as_long_as_either_database_answers_readers(kept):
    register, primary, url, visitor = kept
    ready = visitor.get("/readyz")
    told = json.loads(ready["text"])
    assert (ready["status"], told["database"], "replica_as_of" in told) == (200, "ok", False)

    primary.kill()
    lost = dt.datetime.now(dt.UTC)
    ready = visitor.until("/readyz", lambda answer: "replica_as_of" in answer["text"])
    told = json.loads(ready["text"])
    assert (ready["status"], told["database"], told["migrations_waiting"]) == (200, "no answer", 0)
    assert dt.datetime.fromisoformat(told["replica_as_of"]) <= lost
    assert told["head"] == Register(register.place, url).numbers()[-1]
    assert visitor.get(f"/api/v1/verify?q={LINK}")["status"] == 200

    primary.start_again()
    ready = visitor.until("/readyz", lambda answer: "replica_as_of" not in answer["text"])
    assert (ready["status"], json.loads(ready["text"])["database"]) == (200, "ok")


def test_a_worker_of_a_version_that_the_replica_has_not_got_is_not_wanted(kept):
    register, primary, _, visitor = kept
    tell(register.url, "DELETE FROM django_migrations WHERE name = '0020_name_ended'")
    visitor.until("/readyz", lambda answer: json.loads(answer["text"])["migrations_waiting"] == 1)
    primary.kill()
    ready = visitor.until("/readyz", lambda answer: "replica_as_of" in answer["text"])
    assert (ready["status"], json.loads(ready["text"])["migrations_waiting"]) == (503, 1)


def test_no_worker_is_wanted_where_neither_database_answers(pair):
    register, primary, replica, url, _ = pair
    with visiting(register, url, "serve") as visitor:
        assert visitor.get("/readyz")["status"] == 200
        primary.kill()
        replica.kill()
        ready = visitor.until("/readyz", lambda answer: answer["status"] == 503)
        assert json.loads(ready["text"]) == {"database": "no answer"}


def read_there(visitor) -> str:
    """Return an address of the list that was read from the replica; one that was not may be kept for the day."""
    end, numbers = time.monotonic() + 60, count()
    while not as_of(answer := visitor.get(path := f"/nhom/?lan={next(numbers)}")):
        assert time.monotonic() < end, answer
        time.sleep(0.05)
    return path


def hit(visitor, path: str) -> dict:
    """Ask until the answer is one that was kept."""
    return visitor.until(path, lambda answer: answer["outcome"] == "hit")


def test_a_kept_page_of_the_replica_grows_no_older_than_the_replica_itself_may_be(kept):
    _, _, _, visitor = kept
    path = read_there(visitor)
    first = hit(visitor, path)
    assert (as_of(first) is not None, "Dữ liệu tính đến" in first["text"]) == (True, True)

    seen = visitor.until(path, lambda answer: answer["outcome"] == "made")

    # From the primary where the replica happens to be behind just then.
    assert as_of(seen) is None or as_of(seen) > as_of(first)


def test_a_kept_page_gives_way_to_an_event_that_the_replica_has_not_got_yet(kept):
    register, _, url, visitor = kept
    path = read_there(visitor)
    old = hit(visitor, path)
    tell(url, "SELECT pg_wal_replay_pause()")
    before = dt.datetime.now(dt.UTC)
    register.ask("dissolve", GROUP)

    # What the replica still says is made anew each time and names a moment before the event.
    for _ in range(3):
        asked = visitor.get(path)
        assert GROUP not in asked["text"] or (asked["outcome"] == "made" and as_of(asked) <= before)
    # Who has the old page hears "not modified" at most for that moment, too.
    asked = visitor.get(f"{path} {old['ETag']}")
    assert asked["status"] == 200 or as_of(asked) <= before
    # Too old for the replica: from the primary, and from then on kept.
    fresh = visitor.until(path, lambda answer: as_of(answer) is None)
    assert (GROUP in fresh["text"], fresh["ETag"] == old["ETag"]) == (False, False)
    fresh = hit(visitor, path)
    assert (GROUP in fresh["text"], as_of(fresh)) == (False, None)
    assert visitor.get(f"{path} {old['ETag']}")["status"] == 200

    # What decides comes from the primary, made or kept.
    asked = [visitor.get(f"/api/v1/verify?q={LINK}") for _ in range(2)]
    assert [json.loads(each["text"])["verdict"] for each in asked] == ["ended", "ended"]


def test_no_kept_answer_says_that_the_primary_is_lost_once_it_is_back(kept):
    register, primary, _, visitor = kept
    of_group = f"/nhom/{json.loads(visitor.get(f'/api/v1/verify?q={LINK}')['text'])['matches'][0]['code']}/"
    of_list = read_there(visitor)
    assert as_of(hit(visitor, of_group)) is None

    primary.kill()
    lost = dt.datetime.now(dt.UTC)
    # What was kept before cannot be vouched for; what is made says of which moment it speaks, and is made each time.
    for _ in range(2):
        asked = visitor.get(of_group)
        assert (asked["status"], asked["outcome"], LOST in asked["text"]) == (200, "made", True)
        assert as_of(asked) <= lost
    page = visitor.until(of_list, lambda answer: LOST in answer["text"])
    assert (page["status"], page["outcome"], as_of(page) <= lost) == (200, "made", True)

    primary.start_again()
    for path in (of_group, of_list):
        visitor.until(path, lambda answer: LOST not in answer["text"])
        assert LOST not in hit(visitor, path)["text"]
    assert as_of(hit(visitor, of_group)) is None
    register.ask("dissolve", GROUP)
    visitor.until(of_list, lambda answer: GROUP not in answer["text"])
    assert "giải tán" in visitor.get(of_group)["text"].lower()
