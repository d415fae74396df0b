"""A reader of pages that a process of its own serves."""

import json
import time


class Visitor:
    """A process that serves pages, asked one at a time."""

    def __init__(self, register, duty: str = "visit") -> None:
        self.process = register.worker(duty)
        assert self.process.stdout.readline() == "ready\n", self.process.stderr.read()

    def get(self, path: str, method: str = "GET") -> dict:
        self.process.stdin.write(f"{method} {path}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def until(self, path: str, fits) -> dict:
        """Ask until an answer fits; fail after a generous while with the last one."""
        end = time.monotonic() + 60
        while not fits(answer := self.get(path)):
            assert time.monotonic() < end, answer
            time.sleep(0.05)
        return answer

    def close(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)
