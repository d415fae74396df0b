"""How often one address may ask."""

import datetime as dt

import pytest

from groups.services import lookup_limit
from groups.services.lookup_limit import LimitUnavailable, TooManyLookups, client_address, count_lookup, guesses

NOW = dt.datetime.now(dt.UTC)
META = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture(autouse=True)
def limit(settings):
    def set_to(text, storage="memory://"):
        settings.LOOKUP_LIMIT, settings.LOOKUP_LIMIT_STORAGE = text, storage
        lookup_limit.reset()

    set_to("3/minute;5/hour")
    yield set_to
    lookup_limit.reset()


def test_one_too_many_is_refused_with_the_time_to_wait():
    for _ in range(3):
        count_lookup(META, now=NOW)
    with pytest.raises(TooManyLookups) as refused:
        count_lookup(META, now=NOW)
    assert 1 <= refused.value.retry_after <= 60
    assert "thử lại sau" in refused.value.sentence


def test_another_address_is_another_count():
    for _ in range(3):
        count_lookup(META, now=NOW)
    count_lookup({"REMOTE_ADDR": "192.0.2.8"}, now=NOW)


def test_many_guesses_in_one_question_count_as_many():
    count_lookup(META, now=NOW, cost=3)
    with pytest.raises(TooManyLookups):
        count_lookup(META, now=NOW)


def test_a_question_dearer_than_the_whole_limit_is_answered_once():
    count_lookup(META, now=NOW, cost=12)
    with pytest.raises(TooManyLookups):
        count_lookup(META, now=NOW)


def test_a_long_wait_is_said_in_minutes():
    assert TooManyLookups(3000).sentence.endswith("50 phút.")
    assert TooManyLookups(40).sentence.endswith("40 giây.")


def test_a_store_that_does_not_answer_lets_nobody_through(monkeypatch):
    from limits.errors import StorageError

    def fail(*args, **kwargs):
        raise StorageError(OSError("gone"))

    monkeypatch.setattr(lookup_limit._limiter()[0], "hit", fail)
    with pytest.raises(LimitUnavailable):
        count_lookup(META, now=NOW)


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("Hiệu trưởng các trường", 1),
        ("TB-0007-X", 1),
        ("zalo.me/g/abcdef123 zalo.me/g/abcdef124", 2),
        ("TB-0007-X, TB-0006-Z và zalo.me/g/abcdef123", 3),
        ("", 1),
    ],
)
def test_links_and_codes_are_what_is_counted(text, cost):
    assert guesses(text) == cost


@pytest.mark.parametrize(
    ("meta", "behind_proxy", "address"),
    [
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, False, "192.0.2.7"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.1, 203.0.113.9"}, True, "203.0.113.9"),
        ({"REMOTE_ADDR": "127.0.0.1"}, True, "127.0.0.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, False, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": "::ffff:192.0.2.7"}, False, "192.0.2.7"),
        ({"REMOTE_ADDR": "no address"}, False, "no address"),
        ({}, False, ""),
    ],
)
def test_whom_to_count(settings, meta, behind_proxy, address):
    settings.BEHIND_PROXY = behind_proxy
    assert client_address(meta) == address
