"""Processes and the database die (-9) at random moments: what was acknowledged stands, and nothing stands by half."""

import json
import random
import threading

import pytest

from .conftest import ON_SQLITE

ACTS = 300
SEED = 20261123


class Crew:
    """Workers that act until they end or are killed; every event that a service acknowledged is remembered."""

    def __init__(self, register) -> None:
        self.register, self.acknowledged, self.started = register, [], 0
        self._heard = threading.Condition()

    def start(self, acts: int):
        """Start one more worker, and listen to it."""
        self.started += 1
        worker = self.register.worker("act", f"{self.started}", f"{acts}")
        worker.listener = threading.Thread(target=self._listen, args=(worker,))
        worker.listener.start()
        return worker

    def _listen(self, worker) -> None:
        for line in worker.stdout:
            if line.startswith("done"):
                with self._heard:
                    self.acknowledged.append(int(line.split()[1]))
                    self._heard.notify_all()

    def wait_for(self, count: int) -> None:
        with self._heard:
            assert self._heard.wait_for(lambda: len(self.acknowledged) >= count, timeout=120), len(self.acknowledged)

    @staticmethod
    def end(worker) -> None:
        worker.wait(timeout=120)
        worker.listener.join(timeout=60)
        for pipe in (worker.stdin, worker.stdout, worker.stderr):
            pipe.close()


def assert_whole(register, acknowledged, started):
    """Every acknowledged event is there; of each death at most one act is there that nobody heard of."""
    numbers = register.numbers()
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) - set(numbers) == set()
    assert len(numbers) - len(acknowledged) <= started
    assert json.loads(register.ask("check")) == []


def verify_where_there(register):
    if "verify_register" in register.manage("help", "--commands").stdout.split():
        register.manage("verify_register")


def kill_workers(register, workers, rng) -> int:
    """Kill each at a moment of its own; return with which status they end."""
    for worker in workers:
        threading.Event().wait(rng.uniform(0, 0.02))  # somewhere within an act
        worker.kill()
    return -9


def kill_server(register, workers, rng) -> int:
    """Kill the database under them: each is told so by an error, and acknowledges nothing more."""
    threading.Event().wait(rng.uniform(0, 0.02))
    register.server.kill()
    return 1


#: With SQLite the process is the database: it dies in the middle of a commit.
DEATHS = {"workers": kill_workers} if ON_SQLITE else {"workers": kill_workers, "database": kill_server}


@pytest.mark.parametrize("death", DEATHS)
def test_what_is_killed_at_random_leaves_every_acknowledged_act_and_no_half_one(register, death):
    register.ask("found", "4")
    founded = register.numbers()
    crew, rng = Crew(register), random.Random(SEED)
    while len(crew.acknowledged) < ACTS:
        workers = [crew.start(ACTS) for _ in range(3)]
        crew.wait_for(len(crew.acknowledged) + rng.randint(30, 90))
        status = DEATHS[death](register, workers, rng)
        for worker in workers:
            crew.end(worker)
        assert [worker.returncode for worker in workers] == [status] * 3
        if death == "database":
            register.server.start_again()
    assert_whole(register, founded + crew.acknowledged, crew.started)
    verify_where_there(register)
