"""The questions asked most are answered through indexes, as the database itself plans them among many rows.

Nothing is switched off for the planner: it chooses as in service.
"""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.load import load
from bench.names import make_names
from groups.domain.status import Action
from groups.models import Directive, RegisterEvent, WorkGroup, guards
from groups.queries.verification import verify
from groups.services.roles import CLERK

from ..factories import NOW, make_user

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = 4_000
#: What reads a table from end to end by its nature, and what of the statement tells it.
BY_NATURE = {
    "stops at the first row": r'^SELECT 1 AS "a" .* LIMIT 1$',
    "counts all": r"^SELECT COUNT\(\*\) AS \"__count\" FROM \"groups_\w+\"$",
    "counts all of each status": r"COUNT\(\"groups_workgroup\".\"id\"\) AS \"pk__count\" .* GROUP BY 1$",
    "the calendar above the log": r'^SELECT MIN\("groups_registerevent"."recorded_at"\)|^SELECT DISTINCT \w+\(.day',
}
GROWING = {"groups_workgroup", "groups_groupname", "groups_invitelink", "groups_registerevent", "groups_directive"}


@pytest.fixture
def register():
    load(make_names(SIZE))
    first = RegisterEvent.objects.get()
    guards.remove(connection)
    events = [
        RegisterEvent(
            number=SIZE + at, action=Action.CONFIRM, group_id=at, actor=first.actor, recorded_at=NOW,
            effective_on=first.effective_on, document=first.document,
        )
        for at in range(1, SIZE + 1)
    ]  # fmt: skip
    RegisterEvent.objects.bulk_create(events)
    guards.install(connection)
    Directive.objects.bulk_create(
        Directive(group_id=at, kind="dissolve", due_on=NOW.date() if at < 20 else None) for at in range(1, SIZE + 1)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def read_whole(run) -> list[tuple[str, str]]:
    """Return (table, statement) of every reading of a growing table from end to end."""
    with CaptureQueriesContext(connection) as captured:
        run()
    found, asked = [], 0
    for query in captured.captured_queries:
        statement = query["sql"]
        if statement.startswith(("SELECT", "EXECUTE")) and not any(
            re.search(each, statement) for each in BY_NATURE.values()
        ):
            asked += 1
            found += [(table, statement) for table in _scanned(statement)]
    assert asked, "nothing was asked of the database"
    return found


def _scanned(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
            (plan,) = cursor.fetchone()
            return _seq_scans((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]) & GROWING
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        steps = [row[3] for row in cursor.fetchall()]
    return {m.group(1) for step in steps if (m := re.match(r"SCAN (\w+)(?! USING)$", step))} & GROWING


def _seq_scans(node: dict) -> set[str]:
    own = {node["Relation Name"]} if node["Node Type"] == "Seq Scan" else set()
    return own.union(*(_seq_scans(each) for each in node.get("Plans", [])))


def test_a_reading_from_end_to_end_is_seen(register):
    found = read_whole(lambda: list(WorkGroup.objects.filter(members_text__contains="không có").order_by()))
    assert [table for table, _ in found] == ["groups_workgroup"]


def test_a_look_up_reads_no_table_from_end_to_end(register):
    group = WorkGroup.objects.filter(status="recognised").order_by("pk")[500]
    asked = {"now": NOW, "own_hosts": frozenset()}
    for text in (group.code, group.links.get().url, group.name, f"{group.name} nè"):
        assert read_whole(lambda text=text: verify(text, **asked)) == []


def test_pages_read_no_table_from_end_to_end(register, client):
    code = WorkGroup.objects.filter(status="recognised").order_by("pk")[500].code
    client.force_login(make_user(role=CLERK))
    for path in (
        "/nhom/",
        f"/nhom/{code}/",
        "/quan-tri/groups/workgroup/",
        "/quan-tri/groups/directive/?due=soon",
        "/quan-tri/groups/registerevent/",
    ):
        assert read_whole(lambda path=path: client.get(path)) == [], path


def test_a_search_reads_the_former_names_alone(register):
    with CaptureQueriesContext(connection) as captured:
        list(WorkGroup.objects.matching("khong co nhom nay"))
    (statement,) = [query["sql"] for query in captured.captured_queries if "groups_groupname" in query["sql"]]
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {statement}")
        assert re.search(r"\bname_ended\b", str(cursor.fetchall()))
