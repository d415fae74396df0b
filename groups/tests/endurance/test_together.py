"""Eight processes write and read at once: nothing is lost, nobody hears "locked"."""

import json

PROCESSES, ACTS = 8, 12


def test_eight_processes_that_act_and_look_up_at_once_lose_nothing(register):
    assert register.ask("found", "6") == "ready"
    before = register.numbers()
    workers = [register.worker("act", f"{number}", f"{ACTS}") for number in range(PROCESSES)]
    said = [worker.communicate(timeout=200) for worker in workers]
    assert [(worker.returncode, errors) for worker, (_, errors) in zip(workers, said, strict=True)] == [(0, "")] * 8
    lines = [output.split("\n") for output, _ in said]
    assert [[line for line in each if line.startswith("refused")] for each in lines] == [[]] * PROCESSES
    done = sorted(int(line.split()[1]) for each in lines for line in each if line.startswith("done"))
    assert done == list(range(len(before) + 1, len(before) + PROCESSES * ACTS + 1))
    assert register.numbers() == list(range(1, done[-1] + 1))
    assert json.loads(register.ask("check")) == []
