"""What scripts/test leaves out on the second database is nothing that a database decides."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
SCRIPT = TESTS.parents[1] / "scripts" / "test"
#: Here a database decides: constraints, guards, transactions, plans, what is found and what is said of it.
DECIDED_BY_A_DATABASE = ("models", "queries", "services", "management", "api", "web", "endurance")
_ASKS = re.compile(r"django_db|live_server|DATABASE_URL|\btransactional_db\b")


def marks(source, name):
    """Yield what each use of a mark is given; None where it is given nothing."""
    tree = ast.parse(source)
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == f"pytest.mark.{name}":
            given = called[id(node)].args if id(node) in called else []
            yield getattr(given[0], "value", None) if given else None


def left_out():
    """Return the places that the script does not run again."""
    names = re.search(r"for place in (.+); do", SCRIPT.read_text())[1].split()
    return [TESTS / name for name in names]


def modules(place):
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def test_a_place_that_is_not_run_again_asks_no_database():
    places = left_out()
    assert len(places) >= 5
    assert all(modules(place) for place in places)
    # How a server is started, and whether migrations can be undone: these two have a database of their own.
    own = {TESTS / "scripts" / "test_with_postgres.py", TESTS / "scripts" / "test_check_migrations.py"}
    looked_at = {file for place in places for file in modules(place)} - own
    assert [file.name for file in looked_at if _ASKS.search(file.read_text())] == []


@pytest.mark.parametrize("room", DECIDED_BY_A_DATABASE)
def test_nothing_is_tried_once_where_a_database_decides(room):
    files = modules(TESTS / room)
    assert files
    found = [(file.name, name) for file in files for name in ("once", "looks") if [*marks(file.read_text(), name)]]
    assert found == []


def test_who_is_tried_once_says_why():
    given = [(file.name, why) for file in modules(TESTS) for why in marks(file.read_text(), "once")]
    assert len(given) > 5
    assert [name for name, why in given if not (isinstance(why, str) and len(why.split()) > 4)] == []


def test_a_mark_without_a_reason_is_seen():
    source = "x = pytest.mark.once\ny = pytest.mark.once()\nz = pytest.mark.once('why')"
    assert [*marks(source, "once")] == [None, None, "why"]
