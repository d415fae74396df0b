"""The short way gives the answers of the long one, and whatever is no plain answer takes the long one."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection
from django.utils import timezone

from groups.queries.public_version import current
from groups.services import lookup_limit
from groups.tests import factories
from registry.front import Front
from registry.lane import Lane
from registry.offers import Offer
from registry.shelf import Shelf
from registry.version_reader import VersionReader

from .test_front import LINK, VERIFY, Asked

OTHER = "https://zalo.me/g/uvwxyz789"
UNKNOWN = "https://zalo.me/g/khongco99"


class Counted:
    """Django, and how often it was asked."""

    def __init__(self):
        self.times, self._django = 0, WSGIHandler()

    def __call__(self, environ, start_response):
        self.times += 1
        return self._django(environ, start_response)


class Asking(Asked):
    """A door with a short way."""

    def __init__(self, lane):
        self.reader, self.django = VersionReader(), Counted()
        self.door = Front(self.django, self.reader, Shelf(), lane=lane)


@pytest.fixture
def register(transactional_db):
    lookup_limit.reset()
    yield factories.make_group(name="Hiệu trưởng tiểu học", url=LINK), factories.make_group(url=OTHER)
    lookup_limit.reset()


@pytest.fixture
def ask(register):
    asking = Asking(Lane())
    yield asking
    asking.reader.close()
    connection.close()


@pytest.fixture
def long_way(register):
    asking = Asking(None)
    yield asking
    asking.reader.close()
    connection.close()


def test_it_answers_to_the_byte_what_django_answers(ask, long_way, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    ask(VERIFY, f"q={LINK}&x=0")  # from here on it knows the headers
    for number, text in enumerate(
        (OTHER, UNKNOWN, LINK, "hieu+truong", "BM-9999-9", "%E1%BB%81&q=hai", "a%00b", "x" * 300)
    ):
        query = f"q={text}&x={number + 1}"
        before = ask.django.times
        ask(VERIFY, query)
        long_way(VERIFY, query)
        assert (ask.said, ask.body) == (long_way.said, long_way.body), text
        assert (ask.status, ask.django.times) == (200, before), text


def test_the_first_question_is_answered_by_django(ask):
    ask(VERIFY, f"q={LINK}")
    assert ask.django.times == 1


def test_what_it_answered_is_kept_and_counted(ask, monkeypatch):
    monkeypatch.setattr(settings, "LOOKUP_LIMIT", "3/minute")
    lookup_limit.reset()
    ask(VERIFY, f"q={LINK}")
    assert ask(VERIFY, f"q={OTHER}") == "made"
    assert ask(VERIFY, f"q={OTHER}") == "hit"
    ask(VERIFY, f"q={OTHER}")
    assert ask.status == 429
    assert ask.headers["Retry-After"]


def test_one_question_too_many_is_refused_by_django(ask, monkeypatch):
    monkeypatch.setattr(settings, "LOOKUP_LIMIT", "2/minute")
    lookup_limit.reset()
    for number in range(2):
        ask(VERIFY, f"q={LINK}&x={number}")
    ask(VERIFY, f"q={LINK}&x=9")
    assert (ask.status, ask.django.times) == (429, 2)


def test_what_goes_both_ways_is_counted_once(ask, monkeypatch):
    monkeypatch.setattr(settings, "LOOKUP_LIMIT", "3/minute")
    lookup_limit.reset()
    ask(VERIFY, f"q={LINK}")
    ask(VERIFY, f"q={'a' * 2_001}")
    assert ask.status == 400
    said = [ask(VERIFY, f"q={LINK}&x={number}") and ask.status for number in range(2)]
    assert said == [200, 429]


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "x=1", f"q={'a' * 2_001}"])
def test_what_cannot_be_looked_up_is_said_by_django(ask, query):
    ask(VERIFY, f"q={LINK}")
    ask(VERIFY, query)
    assert (ask.status, ask.django.times) == (400, 2)


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_HOST": "khac.example"}, {"HTTP_X_FORWARDED_PROTO": "https"}, {"SERVER_PORT": "81"}, {"SCRIPT_NAME": "/so"}],
)
def test_under_another_name_of_the_site_django_is_asked(ask, headers):
    ask(VERIFY, f"q={LINK}")
    ask(VERIFY, f"q={OTHER}", **headers)
    assert ask.django.times == 2


def test_a_host_that_is_not_served_is_never_learnt(ask):
    for number in range(2):
        ask(VERIFY, f"q={LINK}&x={number}", HTTP_HOST="khac.example")
        assert (ask.status, ask.django.times) == (400, number + 1)


def test_how_a_question_was_encoded_changes_nothing_for_who_asks_after_it(ask):
    ask(VERIFY, f"q={LINK}")
    ask(VERIFY, "q=nh%F3m", CONTENT_TYPE="text/plain; charset=latin-1")
    assert (ask.django.times, '"query":"nhóm"' in ask.body.decode()) == (2, True)
    assert ask(VERIFY, "q=nh%F3m") == "made"
    assert '"query":"nhóm"' not in ask.body.decode()


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_other_methods_go_to_django(ask, method):
    ask(VERIFY, f"q={LINK}")
    ask(VERIFY, f"q={OTHER}", method=method)
    assert ask.django.times == 2


def test_a_cookie_goes_to_django(ask):
    ask(VERIFY, f"q={LINK}")
    ask(VERIFY, f"q={OTHER}", HTTP_COOKIE="sessionid=x")
    assert ask.django.times == 2


def test_a_database_that_fails_is_no_answer(ask):
    def broken(execute, sql, params, many, context):
        raise DatabaseError("no words of mine")

    ask(VERIFY, f"q={LINK}")
    with connection.execute_wrapper(broken):
        ask(VERIFY, f"q={OTHER}")
    assert (ask.status, ask.django.times) == (503, 2)
    assert current.get() is None


def test_an_answer_is_offered_for_the_minute_and_at_the_version_before_it(ask, register):
    ask(VERIFY, f"q={LINK}")
    version = ask.reader.read()
    ask(VERIFY, f"q={OTHER}")
    key = next(reversed(ask.door._shelf._kept))
    kept = ask.door._shelf._kept[key]
    assert ask.door._shelf._version == version
    assert 0 < kept.until - timezone.now().timestamp() <= 60
    assert kept.cost == 1


def test_with_a_replica_there_is_no_short_way(register, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "replica", settings.DATABASES["default"])
    asking = Asking(Lane())
    for number in range(2):
        asking(VERIFY, f"q={LINK}&x={number}")
    assert asking.django.times == 2
    asking.reader.close()


def test_an_offer_of_an_answer_ends_with_the_minute_and_one_of_a_page_with_the_day():
    arrived = timezone.make_aware(dt.datetime(2026, 11, 26, 23, 59, 30))
    for keep, cost in (("answer", 3), ("today", 0)):
        offer = Offer()
        offer.fill((1, 0), keep, arrived, "view", 3)
        assert (offer.until - arrived.timestamp(), offer.cost) == (30, cost)
