"""What the tree of the log costs: an act with and without its leaf, and the check of the whole register.

The log is of real events: groups recognised by acts, then confirmations written by the batch with their leaves.
"""

import datetime as dt
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from unittest import mock

import psutil
from django.db import connection, transaction

from groups.domain.merkle import Peaks, leaf_hash
from groups.models import EventLeaf, EventOpening, RegisterEvent, RegisterHead, WorkGroup, guards
from groups.queries import tree
from groups.queries.register_check import check_register
from groups.services import amendments, leaves
from groups.tests import factories

from .clock import milliseconds, percentile, timed
from .tables import Table, say

GROUPS, _ACTS, _BATCH = 200, 200, 5_000


def proof(sizes: Sequence[int], groups: int = GROUPS) -> list[Table]:
    """Measure on logs of so many events; those of more than 100,000 would take longer to make than to measure.

    The events of a log are of ``groups`` groups, where it is long enough for two of each.
    """
    heads = ["events", "groups", "act, ms", "without its leaf, ms", "check, s", "events a second", "memory, MB"]
    table = Table("The log as a tree", heads)
    for size in (size for size in sizes if size <= 100_000):
        with _log_of(size, groups):
            table.rows.append(_measured(size))
    table.notes = (
        f"Median of {_ACTS} confirmations, with the leaf and with the writing of leaves taken out, in turns; "
        "`verify_register` over all, and by how much the process grew."
    )
    return [table]


def _measured(size: int) -> list[str]:
    acted = WorkGroup.objects.filter(last_event__isnull=False)
    groups, count = list(acted[:_ACTS]), acted.count()
    seconds, grown = _check()
    # In turns and undone, so that both meet the same log.
    with_leaf, without = _acts(groups), _acts(groups, leafless=True)
    cells = [milliseconds(percentile(each, 0.5)) for each in (with_leaf, without)]
    return [f"{size:,}", f"{count:,}", *cells, f"{seconds:.1f}", f"{size / seconds:,.0f}", f"{grown:.0f}"]


def _acts(groups: list[WorkGroup], *, leafless: bool = False) -> list[float]:
    basis = factories.amended(effective_on=factories.TODAY)

    def act(group: WorkGroup) -> None:
        amendments.confirm(group=group, **basis)

    patch = mock.patch("groups.services.ledger.add_leaves", return_value="0" * 64)
    with transaction.atomic():
        with patch if leafless else nullcontext():
            seconds, _ = timed(act, groups[:_ACTS])
        transaction.set_rollback(True)
    return seconds


def _check() -> tuple[float, float]:
    """Return how many seconds the check took, and by how many MB the process grew at most."""
    process, done, most = psutil.Process(), threading.Event(), 0
    before = process.memory_info().rss

    def watch() -> None:
        nonlocal most
        while not done.wait(0.02):
            most = max(most, process.memory_info().rss - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    try:
        check_register(witnesses=[tree.head()])
        return time.perf_counter() - began, most / 2**20
    finally:
        done.set()
        watcher.join()


@contextmanager
def _log_of(size: int, groups: int) -> Iterator[None]:
    kept = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        began = time.perf_counter()
        _fill(size, groups)
        say(f"{connection.vendor}: a log of {size:,} events made in {time.perf_counter() - began:.0f} s")
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def _fill(size: int, count: int) -> None:
    groups = [factories.make_group(name=f"Nhóm {number}") for number in range(min(count, size // 2))]
    peaks = Peaks()
    for leaf in EventLeaf.objects.order_by("pk"):
        peaks.append(leaf.subtree(0))
    models = [RegisterEvent.objects.get(pk=group.last_event_id) for group in groups]
    guards.remove(connection)
    try:
        while peaks.size < size:
            with transaction.atomic():
                _confirmations(groups, models, peaks, min(_BATCH, size - peaks.size))
    finally:
        guards.install(connection)


def _confirmations(groups: list[WorkGroup], models: list[RegisterEvent], peaks: Peaks, count: int) -> None:
    events, kept, openings = [], [], []
    for _ in range(count):
        number = peaks.size + 1
        group, model = groups[number % len(groups)], models[number % len(groups)]
        event = RegisterEvent(
            number=number,
            action="confirm",
            group=group,
            actor_id=model.actor_id,
            recorded_at=factories.NOW + dt.timedelta(seconds=number),
            effective_on=model.effective_on,
            public={"facts": model.public["facts"], "change": {}},
        )
        leaf, opening, entry = leaves.sealed(event, [])
        leaf.hashes = b"".join(peaks.append(leaf_hash(entry))).hex()
        group.last_event = event
        events.append(event)
        kept.append(leaf)
        openings.append(opening)
    for kind, rows in ((RegisterEvent, events), (EventLeaf, kept), (EventOpening, openings)):
        kind.objects.bulk_create(rows, batch_size=500)
    WorkGroup.objects.bulk_update(dict.fromkeys(event.group for event in events), ["last_event"], batch_size=500)
    RegisterHead.objects.update(number=peaks.size, root=peaks.root.hex())
