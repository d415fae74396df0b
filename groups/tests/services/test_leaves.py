"""Every act adds one leaf to the tree, or nothing is written at all."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from groups.domain import merkle
from groups.domain.canonical import commitment
from groups.domain.entries import kept_back
from groups.domain.status import Status
from groups.models import EventLeaf, EventOpening, RegisterEvent, RegisterHead, WorkGroup, guards
from groups.queries import tree
from groups.services import amendments, leaves
from groups.services.errors import ActRefused

from ..factories import amended, make_draft, make_group, make_proposal, reread

pytestmark = pytest.mark.django_db


def roots_by_definition():
    """The root at each size, from the events alone."""
    peaks, roots = merkle.Peaks(), []
    for leaf in EventLeaf.objects.order_by("pk").select_related("event"):
        peaks.append(merkle.leaf_hash(tree.entry_of(leaf.event, leaf)))
        roots.append(peaks.root)
    return roots


def test_an_act_whose_content_has_no_canonical_form_is_not_written(monkeypatch):
    group = make_group()
    before = list(RegisterEvent.objects.values()), list(RegisterHead.objects.values()), list(WorkGroup.objects.values())
    monkeypatch.setattr("groups.services.ledger.public_facts", lambda group: {"share": 0.5})
    with pytest.raises(ActRefused, match="chuỗi chứng thực"):
        amendments.confirm(group=group, **amended())
    after = list(RegisterEvent.objects.values()), list(RegisterHead.objects.values()), list(WorkGroup.objects.values())
    assert after == before


def test_where_a_leaf_before_is_missing_no_act_is_written():
    group = make_group()
    guards.remove(connection)
    EventOpening.objects.filter(pk=2).delete()
    EventLeaf.objects.filter(pk=2).delete()
    with pytest.raises(ActRefused, match="verify_register"):
        amendments.confirm(group=group, **amended())
    assert RegisterEvent.objects.count() == 2


def test_an_act_that_is_undone_leaves_no_leaf():
    with pytest.raises(ActRefused):
        amendments.rename(group=make_group(), new_name="Hiệu trưởng các trường tiểu học", **amended())
    assert (EventLeaf.objects.count(), RegisterHead.objects.get().number) == (2, 2)


def test_the_head_bears_the_root_of_all_leaves_at_each_size():
    for number in range(5):
        make_group(name=f"Nhóm {number}", status=Status.SUSPENDED)
        roots = roots_by_definition()
        assert tree.head() == (len(roots), roots[-1].hex())
    assert [tree.root_at(size) for size in range(1, len(roots) + 1)] == roots
    assert tree.root_at(0) == merkle.EMPTY_ROOT


def test_every_proof_of_every_size_holds():
    for number in range(4):
        make_group(name=f"Nhóm {number}", status=Status.SUSPENDED)
    roots = [merkle.EMPTY_ROOT, *roots_by_definition()]
    for size in range(1, len(roots)):
        for number in range(1, size + 1):
            leaf = EventLeaf.objects.get(pk=number).subtree(0)
            path = tree.inclusion_path(number, size)
            assert merkle.includes(leaf=leaf, index=number - 1, size=size, path=path, root=roots[size])
            path = tree.consistency_path(number, size)
            assert merkle.is_consistent(
                first=number, first_root=roots[number], second=size, second_root=roots[size], path=path
            )


def test_a_proof_is_read_by_one_query(django_assert_num_queries):
    for number in range(4):
        make_group(name=f"Nhóm {number}")
    with django_assert_num_queries(1):
        tree.inclusion_path(3, 8)
    with django_assert_num_queries(1):
        tree.consistency_path(3, 7)


def test_an_act_asks_as_many_questions_at_event_thirty_as_at_event_three():
    counts = []
    for number in range(16):
        group = make_group(name=f"Nhóm {number}")
        with CaptureQueriesContext(connection) as seen:
            amendments.confirm(group=group, **amended())
        counts.append(len(seen.captured_queries))
    assert len(set(counts)) == 1


def test_the_commitments_open_with_the_salts_and_hide_without():
    make_proposal()
    event, leaf, opening = RegisterEvent.objects.get(), EventLeaf.objects.get(), EventOpening.objects.get()
    assert leaf.actor == commitment(event.actor_id, bytes.fromhex(opening.actor))
    assert leaf.private == commitment(kept_back(event.reason, event.private), bytes.fromhex(opening.private))
    assert leaf.links == commitment([], bytes.fromhex(opening.links))
    assert len({opening.actor, opening.links, opening.private}) == 3
    again, salts, _ = leaves.sealed(event, [])
    assert again.actor != leaf.actor
    assert salts.actor != opening.actor


def test_the_entry_stands_when_the_group_changes():
    group = make_group()
    leaf = EventLeaf.objects.get(pk=1)
    before = tree.entry_of(leaf.event, leaf)
    amendments.rename(group=group, new_name="Tên khác", **amended())
    leaf = EventLeaf.objects.get(pk=1)
    assert tree.entry_of(leaf.event, leaf) == before


@pytest.mark.django_db(transaction=True)
def test_events_from_before_get_their_leaves_by_migration():
    make_group(status=Status.MERGED)
    make_draft(name="Nháp")
    count = RegisterEvent.objects.count()
    forwards = MigrationExecutor(connection)
    try:
        MigrationExecutor(connection).migrate([("groups", "0015_public_change")])
    finally:
        forwards = MigrationExecutor(connection)
        forwards.migrate(forwards.loader.graph.leaf_nodes())
    roots = roots_by_definition()
    assert tree.head() == (count, roots[-1].hex())
    assert EventOpening.objects.exclude(actor="").count() == count
    group = reread(WorkGroup.objects.get(status=Status.RECOGNISED))
    amendments.confirm(group=group, **amended(effective_on=dt.date(2026, 11, 20)))
    assert tree.head()[1] == roots_by_definition()[-1].hex()
