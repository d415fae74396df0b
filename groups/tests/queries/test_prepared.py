"""A read put into SQL once says what the queryset says, whatever the values hold."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groups.models import WorkGroup
from groups.queries.prepared import Prepared
from groups.tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = ("pk", "name", "uncertain", "recognised_on", "status_document__issued_on", "status_document__number")


def named(*names):
    return WorkGroup.objects.filter(name__in=names).order_by("pk").values_list(*COLUMNS)


def test_it_converts_what_it_reads_as_django_does():
    group = factories.make_group(name="Nhóm một", uncertain=["name"])

    (row,) = Prepared(WorkGroup, named).rows("Nhóm một")

    assert row == named("Nhóm một").get()
    assert row[2] == ["name"]
    assert row[3] == group.recognised_on
    assert isinstance(row[3], dt.date)


def test_nothing_is_found_for_other_values():
    factories.make_group(name="Nhóm một")
    read = Prepared(WorkGroup, named)

    assert list(read.rows("Nhóm hai")) == []
    assert len(list(read.rows("Nhóm một"))) == 1
    assert list(read.rows("Nhóm hai")) == []


def test_as_many_values_as_are_asked_for():
    groups = [factories.make_group(name=f"Nhóm {number}") for number in range(3)]
    read = Prepared(WorkGroup, named)

    assert [row[0] for row in read.rows("Nhóm 0", "Nhóm 2")] == [groups[0].pk, groups[2].pk]
    assert [row[0] for row in read.rows("Nhóm 1")] == [groups[1].pk]


def test_a_slice_of_the_rows():
    for number in range(5):
        factories.make_group(name=f"Nhóm {number}")
    everything = Prepared(WorkGroup, lambda: WorkGroup.objects.order_by("name").values_list("name"))

    assert [name for (name,) in everything.rows(limit=2, offset=1)] == ["Nhóm 1", "Nhóm 2"]
    assert list(everything.rows(limit=2, offset=5)) == []


def test_each_read_is_one_statement():
    factories.make_group(name="Nhóm một")
    read = Prepared(WorkGroup, named)
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(read.rows("Nhóm một"))
        assert len(asked) == 1


BESIDE = ("SELECT 7, 'hai'", 2)


def test_what_is_beside_stands_first_in_each_row_and_alone_where_nothing_is_found():
    factories.make_group(name="Nhóm một", uncertain=["name"])
    plain, beside = Prepared(WorkGroup, named), Prepared(WorkGroup, named, beside=BESIDE)

    assert list(beside.rows("Nhóm một")) == [(7, "hai", *row) for row in plain.rows("Nhóm một")]
    ((*first, pk, name, _, since, issued, number),) = beside.rows("Nhóm hai")
    assert (first, pk, name, since, issued, number) == ([7, "hai"], None, None, None, None, None)


def test_what_is_beside_is_never_newer_than_the_rows():
    factories.make_group(name="Nhóm một")
    beside = Prepared(WorkGroup, named, beside=BESIDE)
    list(beside.rows("Nhóm một"))
    with CaptureQueriesContext(connection) as asked:
        list(beside.rows("Nhóm một"))
    first = asked[0]["sql"]
    assert "SELECT 7" in first or first.startswith("EXECUTE")
    assert len(asked) == (2 if connection.vendor == "sqlite" else 1)


def test_what_is_always_the_same_stands_in_the_statement_as_it_is():
    odd = "Nhóm '50%' ? %s %%s"
    group = factories.make_group(name=odd)
    factories.make_group(name="Nhóm hai")
    read = Prepared(WorkGroup, lambda *statuses: named(odd).filter(status__in=statuses))

    assert [row[0] for row in read.rows(group.status)] == [group.pk]
    (made,) = read._made.values()
    assert len(made.slots) == 1  # the value alone is left to be given


class TestValues(TestCase):
    """A value is a value, never a part of the statement."""

    @classmethod
    def setUpTestData(cls):
        factories.make_group(name="Nhóm một")

    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))))
    @settings(max_examples=60, deadline=None)
    def test_any_text_finds_what_the_queryset_finds(self, text):
        assert list(_NAMED.rows(text)) == list(named(text))

    def test_what_looks_like_a_statement_finds_nothing(self):
        for text in ("' OR 1=1 --", "%s", "%(name)s", "Nhóm một' --", "\\", '"'):
            assert list(_NAMED.rows(text)) == []


_NAMED = Prepared(WorkGroup, named)
