"""The front door: the same answer again as long as nothing public has changed, and never one that has."""

import datetime as dt
import gzip
import io
import json
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from groups.models import Letterhead, Unit
from groups.queries.public_version import PublicVersion, public_version
from groups.queries.reading import Reading
from groups.services import amendments, lookup_limit, publishing
from groups.services.reports import confirm_report
from groups.services.roles import CLERK
from groups.tests import factories
from registry import front
from registry.front import Front
from registry.offers import OUTCOME, Offer
from registry.shelf import Kept, Shelf
from registry.version_reader import VersionReader

LINK = "https://zalo.me/g/abcdef123"
LIST = reverse("web:list")
VERIFY = "/api/v1/verify"


class Asked:
    """A door, and what it answered."""

    def __init__(self, **more):
        self.reader = VersionReader()
        self.door = Front(WSGIHandler(), self.reader, **more)

    def __call__(self, path=LIST, query="", method="GET", **headers):
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "HTTP_HOST": "testserver",
            "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "192.0.2.1",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), **headers,
        }  # fmt: skip
        self.said = None

        def start(status, headers, exc_info=None):
            self.said = status, dict(headers)

        result = self.door(environ, start)
        self.body = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        self.status, self.headers = int(self.said[0][:3]), self.said[1]
        self.outcome = environ.get(OUTCOME, "made")
        return self.outcome


@pytest.fixture
def ask(transactional_db):
    asked = Asked()
    yield asked
    asked.reader.close()
    connection.close()


@pytest.fixture
def group(transactional_db):
    return factories.make_group(name="Hiệu trưởng tiểu học", url=LINK)


def test_the_second_reader_gets_the_same_answer_without_django(ask, group):
    assert ask() == "made"
    first = ask.status, ask.headers, ask.body
    assert ask() == "hit"
    assert (ask.status, ask.headers, ask.body) == first
    assert "Hiệu trưởng tiểu học" in ask.body.decode()


def test_it_is_the_answer_that_django_gives(ask, group, client):
    ask()
    ask()
    own = client.get(LIST)

    assert ask.body == own.content
    added = {"ETag", "Content-Length", "Vary"}
    assert {name: value for name, value in ask.headers.items() if name not in added} == {
        name: value for name, value in own.headers.items() if name not in added
    }
    assert ask.headers["Content-Security-Policy"] == own.headers["Content-Security-Policy"]


def test_whoever_has_it_hears_that_nothing_changed(ask, group):
    ask()
    tag = ask.headers["ETag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        assert ask(HTTP_IF_NONE_MATCH=known) == "unchanged"
        assert (ask.status, ask.body) == (304, b"")
        assert ask.headers["ETag"] == tag
        assert "Content-Length" not in ask.headers
    assert ask(HTTP_IF_NONE_MATCH='"another"') == "hit"


def test_head_has_the_headers_and_no_body(ask, group):
    ask()
    length = ask.headers["Content-Length"]
    assert ask(method="HEAD") == "hit"
    assert (ask.body, ask.headers["Content-Length"]) == (b"", length)


def test_it_is_packed_for_who_takes_it_so(ask, group):
    ask()
    plain = ask.body
    assert ask(HTTP_ACCEPT_ENCODING="br, gzip;q=0.8") == "hit"
    assert gzip.decompress(ask.body) == plain
    assert ask.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in ask.headers["Vary"]
    for none in ("", "br", "gzip;q=0", "gzip; q=0.0"):
        ask(HTTP_ACCEPT_ENCODING=none)
        assert (ask.body, "Content-Encoding" in ask.headers) == (plain, False)


def changes():
    """Everything that the public sees and that changes, each by the way it changes in service."""

    def renamed(group):
        amendments.rename(group=group, new_name="Tên mới", **factories.amended())

    def reported(group):
        confirm_report(by=factories.make_user(), now=factories.NOW, name="Nhóm giả", url="https://zalo.me/g/giagia123")

    def published(group):
        clerk = factories.make_user(role=CLERK)
        asked = {"authority": group.authority, "now": factories.NOW, "address": "http://testserver", "grouping": ""}
        publishing.publish_list(by=clerk, seen=publishing.draft(**asked).digest, **asked)

    def headed(group):
        Letterhead.objects.create(
            authority=group.authority, valid_from=dt.date(2021, 3, 1), name="Phòng khác", superior="UBND", place="X",
            symbol="GDĐT",
        )  # fmt: skip

    def unit(group):
        Unit.objects.filter(pk=group.authority_id).update(name="Phòng đổi tên")

    return [renamed, reported, published, headed, unit]


@pytest.mark.parametrize("change", changes(), ids=lambda change: change.__name__)
def test_what_is_recorded_is_seen_at_once_by_every_worker(group, ask, change):
    other = Asked()
    pages = [(LIST, ""), ("/", ""), ("/cong-bo/", ""), (VERIFY, f"q={LINK}")]
    for worker in (ask, other):
        assert [worker(*page) for page in pages] == ["made"] * 4
        assert [worker(*page) for page in pages] == ["hit"] * 4

    change(group)

    for worker in (ask, other):
        assert [worker(*page) for page in pages] == ["made"] * 4
    other.reader.close()


def test_a_link_that_was_taken_back_is_not_official_a_moment_longer(group, ask):
    ask(VERIFY, f"q={LINK}")
    ask(VERIFY, f"q={LINK}")
    assert b'"official"' in ask.body

    amendments.rotate_link(group=group, url="", revoked=group.links.get(), **factories.amended())

    ask(VERIFY, f"q={LINK}")
    assert json.loads(ask.body)["verdict"] == "revoked_link"


def test_what_was_not_committed_is_not_seen_and_changes_nothing(group, ask):
    ask()
    with transaction.atomic():
        amendments.rename(group=group, new_name="Tên mới", **factories.amended())
        transaction.set_rollback(True)
    assert ask() == "hit"


@pytest.mark.parametrize(
    "unusual",
    [
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_COOKIE": "csrftoken=x"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"REQUEST_METHOD": "POST"},
    ],
    ids=lambda unusual: next(iter(unusual)) + next(iter(unusual.values())),
)
def test_whatever_is_unusual_goes_to_django_and_leaves_nothing(ask, group, unusual):
    ask(**unusual)
    assert ask() == "made"
    assert ask(**unusual) == "made"
    assert ask() == "hit"


def test_another_host_or_scheme_is_another_question(ask, group, settings):
    settings.ALLOWED_HOSTS = ["testserver", "khac.example"]
    ask(VERIFY, f"q={LINK}")
    assert ask(VERIFY, f"q={LINK}", HTTP_HOST="khac.example") == "made"
    assert b"http://khac.example/nhom/" in ask.body
    assert ask(VERIFY, f"q={LINK}", HTTP_HOST="la.example") == "made"
    assert ask.status == 400
    assert ask(VERIFY, f"q={LINK}", HTTP_X_FORWARDED_PROTO="https") == "made"


def test_a_database_that_does_not_answer_is_no_verdict(ask, group, monkeypatch):
    ask(VERIFY, f"q={LINK}")
    assert ask(VERIFY, f"q={LINK}") == "hit"

    def down(*args, **kwargs):
        raise DatabaseError("secret")

    monkeypatch.setattr(ask.reader, "read", down)
    monkeypatch.setattr("groups.services.lookups.verify", down)
    assert ask(VERIFY, f"q={LINK}") == "made"
    assert ask.status == 503
    assert b"official" not in ask.body


def test_a_database_that_did_not_answer_is_left_alone_for_a_moment(ask, group, monkeypatch):
    ask()
    clock, tries, read = [1_000.0], [], ask.reader.read
    monkeypatch.setattr(front.time, "monotonic", lambda: clock[0])

    def down():
        tries.append(clock[0])
        raise DatabaseError("secret")

    monkeypatch.setattr(ask.reader, "read", down)
    assert [ask(), ask(), ask()] == ["made"] * 3
    assert tries == [1_000.0]
    monkeypatch.setattr(ask.reader, "read", read)
    clock[0] += 2.9
    assert ask() == "made"
    clock[0] += 0.2
    assert ask() == "hit"


def reads_from(monkeypatch, found):
    monkeypatch.setattr("registry.doors.reading", SimpleNamespace(get=lambda: found))


def test_an_answer_given_while_the_primary_is_lost_is_not_kept(ask, group, monkeypatch):
    as_of = timezone.localtime()
    reads_from(monkeypatch, Reading(as_of=as_of, primary_lost=True))
    assert [ask(), ask()] == ["made", "made"]
    reads_from(monkeypatch, Reading(as_of=as_of))
    assert [ask(), ask()] == ["made", "hit"]


def test_an_answer_of_a_replica_is_kept_no_longer_than_a_replica_is_read(ask, group, monkeypatch, settings):
    settings.REPLICA_MAX_LAG = 60
    now = timezone.localtime().replace(hour=9, minute=30, second=10, microsecond=0)
    monkeypatch.setattr("registry.doors.timezone", SimpleNamespace(localtime=lambda: now))
    clock = [now.timestamp()]
    monkeypatch.setattr(front.time, "time", lambda: clock[0])
    reads_from(monkeypatch, Reading(as_of=now - dt.timedelta(seconds=20)))
    ask()
    clock[0] += 39
    assert ask() == "hit"
    clock[0] += 2
    assert ask() == "made"


def test_no_two_questions_are_one(ask):
    """The path is decoded and may hold any sign; none moves a part of it into the question."""
    asked = [("/nhom/", "q=x"), ("/nhom/\0q=x", ""), ("/nhom/", "\0q=x"), ("/nhom/\0", "q=x"), ("/nhom/q=x", "")]
    keys = {ask.door._key({"PATH_INFO": path, "QUERY_STRING": query}) for path, query in asked if "\0" not in query}
    assert len(keys) == 4


def test_an_error_is_never_kept(ask, group):
    for _ in range(2):
        assert ask("/khong-co/") == "made"
        assert ask.status == 404


def test_a_kept_answer_counts_against_the_limit(ask, group, settings):
    settings.LOOKUP_LIMIT = "3/minute"
    lookup_limit.reset()
    assert [ask(VERIFY, f"q={LINK}") for _ in range(3)] == ["made", "hit", "hit"]
    assert ask(VERIFY, f"q={LINK}") == "made"
    assert ask.status == 429
    assert ask(VERIFY, f"q={LINK}", REMOTE_ADDR="192.0.2.9") == "hit"


def test_pages_hold_for_the_day_and_answers_for_the_minute(ask, group, monkeypatch):
    now = timezone.localtime().replace(hour=9, minute=30, second=10, microsecond=0)
    monkeypatch.setattr("registry.doors.timezone", SimpleNamespace(localtime=lambda: now))
    ask()
    ask(VERIFY, f"q={LINK}")
    clock = [now.timestamp() + 49]
    monkeypatch.setattr(front.time, "time", lambda: clock[0])
    assert (ask(), ask(VERIFY, f"q={LINK}")) == ("hit", "hit")
    clock[0] += 2
    assert (ask(), ask(VERIFY, f"q={LINK}")) == ("hit", "made")
    clock[0] = now.replace(hour=0, minute=0, second=1).timestamp() + 24 * 3600
    assert ask() == "made"


def test_no_question_lies_in_memory_in_the_clear(ask, group):
    ask(VERIFY, f"q={LINK}")
    shelf = ask.door._shelf
    assert len(shelf._kept) == 1
    held = repr([(key, kept.headers, kept.body, kept.view) for key, kept in shelf._kept.items()])
    assert "abcdef123" not in held
    key = next(iter(shelf._kept))
    assert key != Front(WSGIHandler())._key({"PATH_INFO": VERIFY, "QUERY_STRING": f"q={LINK}"})


def test_a_page_newer_than_the_version_the_door_knows_throws_the_old_ones_away():
    shelf = Shelf()
    shelf.put(b"old", (1, 0), kept(b"old"))
    shelf.put(b"new", (2, 0), kept(b"new"))
    assert (b"old" in shelf, b"new" in shelf) == (False, True)
    assert shelf.take(b"new", (1, 0), 0) is None  # a restored backup: nothing of the later register counts
    assert b"new" not in shelf


def test_the_shelf_is_bounded_and_the_oldest_makes_room():
    shelf = Shelf(capacity=10_000)
    for name in (b"a", b"b", b"c", b"d"):
        shelf.put(name, (1, 0), kept(b"x" * 500))
    assert shelf.take(b"a", (1, 0), 0) is not None
    shelf.put(b"e", (1, 0), kept(b"x" * 500))
    assert [name for name in (b"a", b"b", b"c", b"d", b"e") if name in shelf] == [b"a", b"c", b"d", b"e"]
    assert shelf._size <= 10_000


def kept(body):
    return Kept([("Content-Type", "text/html")], body, Offer(version=(1, 0), until=1.0))


def test_the_version_is_one_statement(transactional_db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert public_version() == PublicVersion(0, 0)


def test_a_closed_connection_is_made_anew(group):
    reader = VersionReader()
    before = reader.read()
    reader._local.connection.close()
    with pytest.raises(Exception, match="closed"):
        reader.read()
    assert reader.read() == before
    reader.close()
