"""The process that writes a large sheet: it writes whole, and one that is killed has written nothing and says so."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from groups.domain.importing import RunState
from groups.models import ImportRun, RegisterEvent, WorkGroup
from groups.services import import_ends, import_performing, import_process

from ..factories import NOW
from .test_concurrency import together
from .test_import_runs import confirmed, group_cells, opened

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 201


def large():
    return confirmed(opened(*(group_cells(number) for number in range(1, MANY + 1))))


@pytest.fixture
def own_database(monkeypatch):
    """Let a child process find the database of the tests."""
    name = connection.settings_dict["NAME"]
    address = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "registry.settings")


def state_once(run, wanted, seconds=60):
    """Wait until the run stands so, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = ImportRun.objects.get(pk=run.pk)
        if found.state == wanted:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{found.state}, not {wanted}")


def test_the_command_writes_what_was_confirmed_and_nothing_twice():
    run = large()
    call_command("run_import", str(run.pk), verbosity=0)
    assert ImportRun.objects.get(pk=run.pk).state == RunState.DONE
    assert RegisterEvent.objects.count() == MANY
    for number in (run.pk, run.pk + 99):
        with pytest.raises(CommandError, match="không chờ ghi"):
            call_command("run_import", str(number))


def test_a_started_process_writes_the_whole_sheet(own_database):
    run = large()
    import_process.begin(run=run, now=NOW)
    assert state_once(run, RunState.DONE).last_event == MANY
    assert WorkGroup.objects.filter(status="proposed").count() == MANY


def test_a_killed_process_has_written_nothing_and_is_told_as_stopped(own_database, monkeypatch):
    # A process that stands still in the midst of its work, as the real one for a moment.
    monkeypatch.setattr(import_process, "COMMAND", [sys.executable, "-c", "import time; time.sleep(600)"])
    run = large()
    child = import_process.start(run)
    os.kill(child.pid, signal.SIGKILL)
    ended = state_once(run, RunState.FAILED)
    assert ended.failure == import_ends.STOPPED
    assert not RegisterEvent.objects.exists()
    assert import_performing.perform_run(run=confirmed(ended), now=NOW).state == RunState.DONE


def test_a_process_killed_at_any_moment_of_its_work_leaves_all_or_nothing(own_database):
    run = large()
    child = subprocess.Popen([*import_process.COMMAND, str(run.pk)], stderr=subprocess.DEVNULL)
    while ImportRun.objects.get(pk=run.pk).progress == 0 and child.poll() is None:
        time.sleep(0.01)
    child.kill()
    child.wait()
    found = ImportRun.objects.get(pk=run.pk)
    assert RegisterEvent.objects.count() == (MANY if found.state == RunState.DONE else 0)
    assert WorkGroup.objects.count() == (MANY if found.state == RunState.DONE else 0)


def test_two_confirmations_at_once_write_once():
    run = opened(group_cells(1))

    def confirm():
        ordered = confirmed(ImportRun.objects.get(pk=run.pk))
        return import_performing.perform_run(run=ordered, now=NOW).state

    outcomes = together(confirm, confirm)
    assert sorted(str(outcome) for outcome in outcomes)[-1] == RunState.DONE
    assert RegisterEvent.objects.count() == 1


def test_two_sheets_at_once_give_every_group_its_own_code_and_no_gap():
    runs = [confirmed(opened(*(group_cells(number) for number in part))) for part in (range(1, 40), range(50, 90))]
    outcomes = together(*[lambda run=run: import_performing.perform_run(run=run, now=NOW).state for run in runs])
    assert set(outcomes) <= {RunState.DONE, RunState.FAILED}, outcomes
    numbers = list(RegisterEvent.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert WorkGroup.objects.values("code").distinct().count() == len(numbers)
