"""The bytes of an entry: fixed for ever, so every one is written out here."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from groups.domain.canonical import NotCanonical
from groups.domain.entries import PUBLIC_ACTIONS, CitedDocument, LeafFields, entry_bytes
from groups.domain.status import Action

VIETNAM = dt.timezone(dt.timedelta(hours=7))
FIELDS = LeafFields(
    number=7,
    action=Action.RECOGNISE,
    group="BM-0001-8",
    related=None,
    recorded_at=dt.datetime(2026, 11, 23, 9, 0, 0, 5, tzinfo=VIETNAM),
    effective_on=dt.date(2026, 11, 5),
    effective_precision="day",
    document=CitedDocument("Công văn", "215", "GDĐT", dt.date(2026, 11, 2), "day"),
    public={"facts": {"name": "Nhóm"}, "change": {"status": ["proposed", "recognised"]}},
    actor="a" * 64,
    links="c" * 64,
    private="b" * 64,
)


def test_the_bytes_of_an_entry_are_these():
    assert entry_bytes(FIELDS).decode() == (
        '{"action":"recognise","actor":"' + "a" * 64 + '","document":{"issued_on":"2026-11-02",'
        '"issued_precision":"day","kind":"Công văn","number":"215","symbol":"GDĐT"},"effective_on":"2026-11-05",'
        '"effective_precision":"day","group":"BM-0001-8","links":"'
        + "c" * 64
        + '","number":7,"private":"'
        + "b" * 64
        + '","public":'
        '{"change":{"status":["proposed","recognised"]},"facts":{"name":"Nhóm"}},'
        '"recorded_at":"2026-11-23T02:00:00.000005Z","related":null,"v":1}'
    )


def test_a_moment_is_written_in_utc_whatever_its_zone():
    other = replace(FIELDS, recorded_at=FIELDS.recorded_at.astimezone(dt.UTC))
    assert entry_bytes(other) == entry_bytes(FIELDS)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"action": "nonsense"},
        {"group": None},
        {"actor": "A" * 64},
        {"private": ""},
        {"recorded_at": dt.datetime(2026, 11, 23)},
        {"public": {"share": 0.5}},
    ],
)
def test_a_field_that_is_not_what_it_must_be_is_refused(change):
    with pytest.raises(NotCanonical):
        entry_bytes(replace(FIELDS, **change))


def test_an_unknown_version_is_refused():
    with pytest.raises(NotCanonical, match="version 2"):
        entry_bytes(FIELDS, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"number": 8},
        {"action": Action.CONFIRM},
        {"related": "BM-0002-6"},
        {"effective_precision": "month"},
        {"document": None},
        {"public": {}},
        {"actor": "c" * 64},
        {"links": "d" * 64},
        {"private": "c" * 64},
    ],
)
def test_every_field_counts(change):
    assert entry_bytes(replace(FIELDS, **change)) != entry_bytes(FIELDS)


def test_what_was_proposed_returned_or_declined_is_never_public():
    assert set(Action) - PUBLIC_ACTIONS == {Action.PROPOSE, Action.RETURN, Action.DECLINE}


@pytest.mark.parametrize("action", [Action.PROPOSE, Action.RETURN, Action.DECLINE])
def test_of_what_is_not_public_only_number_and_hash_are_told(action):
    entry = json.loads(entry_bytes(replace(FIELDS, action=action)))
    assert (set(entry), entry["number"]) == ({"v", "number", "hidden"}, 7)
    other = json.loads(entry_bytes(replace(FIELDS, action=action, actor="d" * 64)))
    assert other["hidden"] != entry["hidden"]
