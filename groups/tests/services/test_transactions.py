"""A verb is run again where others were in its way, and only then; nothing is doubled."""

import ast
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, OperationalError, connection, transaction

from groups import services
from groups.models import OutgoingMail, RegisterEvent
from groups.services import ledger, lifecycle
from groups.services.errors import ActRefused
from groups.services.roles import LEADER
from groups.services.transactions import ATTEMPTS, transactional

from ..factories import NOW, TODAY, make_draft, make_proposal, make_user, reread

pytestmark = pytest.mark.django_db(transaction=True)


class Driver(Exception):
    """What a driver raises, of either kind."""

    pgcode = None
    sqlite_errorname = ""


def trouble(*, pgcode=None, sqlite="") -> OperationalError:
    error = OperationalError("trouble")
    error.__cause__ = Driver()
    error.__cause__.pgcode, error.__cause__.sqlite_errorname = pgcode, sqlite
    return error


PASSING = [{"pgcode": "40001"}, {"pgcode": "40P01"}, {"pgcode": "55P03"}, {"sqlite": "SQLITE_BUSY_SNAPSHOT"}]


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    made = []
    monkeypatch.setattr("groups.services.transactions.time.sleep", made.append)
    return made


def failing(times, error, calls):
    @transactional
    def verb():
        calls.append(connection.in_atomic_block)
        if len(calls) <= times:
            raise error
        return "done"

    return verb


@pytest.mark.parametrize("error", [trouble(pgcode="57P01"), trouble(sqlite="SQLITE_FULL"), IntegrityError("x")])
def test_what_will_not_pass_is_not_tried_again(error, pauses):
    calls = []
    with pytest.raises(type(error)):
        failing(9, error, calls)()
    assert (calls, pauses) == ([True], [])


def test_inside_another_transaction_the_error_goes_up_to_its_owner(pauses):
    calls = []
    with pytest.raises(OperationalError), transaction.atomic():
        failing(1, trouble(pgcode="40001"), calls)()
    assert (calls, pauses) == ([True], [])


def test_after_a_commit_nothing_is_run_again(pauses):
    calls = []

    @transactional
    def verb():
        calls.append(1)

        def fail():
            raise trouble(pgcode="40001")

        transaction.on_commit(fail)

    with pytest.raises(OperationalError):
        verb()
    assert (calls, pauses) == ([1], [])


def test_it_is_given_up_in_words(pauses):
    calls = []
    with pytest.raises(ActRefused, match=r"Sổ đang bận.*Chưa có gì được ghi"):
        failing(99, trouble(pgcode="40P01"), calls)()
    assert (len(calls), len(pauses)) == (ATTEMPTS, ATTEMPTS - 1)


@pytest.mark.parametrize("kind", PASSING)
def test_what_passes_is_tried_again_after_growing_pauses(kind, pauses):
    calls = []
    assert failing(3, trouble(**kind), calls)() == "done"
    assert len(calls) == 4
    assert [0.05 * 2**n * 0.5 <= pause <= 0.05 * 2**n * 1.5 for n, pause in enumerate(pauses, start=1)] == [True] * 3


def test_an_act_that_failed_at_its_very_end_is_one_event_and_one_letter(monkeypatch):
    leader = make_user(role=LEADER)
    leader.email = "lanhdao@pgd.example"
    leader.save()
    group, close, tries = make_draft(), ledger._close, []

    def close_but_fail_once(entry):
        close(entry)
        tries.append(entry.event.number)
        if len(tries) == 1:
            raise trouble(pgcode="40001")

    monkeypatch.setattr(ledger, "_close", close_but_fail_once)
    event = lifecycle.propose(
        group=group, by=make_user(), effective_on=TODAY, now=NOW, letters_at="https://nhom.example.vn"
    )
    assert tries == [1, 1]
    assert list(RegisterEvent.objects.values_list("number", flat=True)) == [event.number] == [1]
    assert (OutgoingMail.objects.count(), len(mail.outbox)) == (1, 1)
    assert reread(group).code == event.public["facts"]["code"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file at once")
def test_two_who_really_deadlock_are_both_done():
    import threading

    first, second = make_proposal(name="Nhóm một"), make_proposal(name="Nhóm hai")
    met, outcomes = threading.Barrier(2), []

    def both_ways(order):
        tries = []

        @transactional
        def verb():
            tries.append(1)
            for at, group in enumerate(order):
                list(type(group).objects.select_for_update().filter(pk=group.pk))
                if at == 0 and len(tries) == 1:
                    met.wait(timeout=20)
            return len(tries)

        try:
            outcomes.append(verb())
        finally:
            connection.close()

    threads = [threading.Thread(target=both_ways, args=(order,)) for order in ([first, second], [second, first])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == [1, 2]


def test_every_act_on_a_group_is_a_transaction_of_this_kind():
    room = Path(services.__file__).parent
    bare = [
        f"{name}.{node.name}"
        for name in ("lifecycle", "amendments")
        for node in ast.parse((room / f"{name}.py").read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not any(getattr(each, "id", "") == "transactional" for each in node.decorator_list)
    ]
    # Only ever part of another verb's transaction, and refused outside one: to open its own would hide that.
    assert bare == ["lifecycle.propose_new"]


def test_no_verb_opens_a_transaction_that_would_not_be_run_again():
    floors = Path(services.__file__).parent, Path(services.__file__).parent.parent / "admin"
    bare = [path.name for floor in floors for path in floor.glob("*.py") if "@transaction.atomic" in path.read_text()]
    assert bare == []
