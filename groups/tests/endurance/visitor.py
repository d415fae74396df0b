"""A reader of pages that a process of its own serves."""

import json
import select
import time
from contextlib import contextmanager

#: By how many seconds a replica may be behind in these tests.
MAX_LAG = 3
#: Seconds after which an answer that has not come is a failure.
_AT_MOST = 60


class Visitor:
    """A process that serves pages, asked one at a time."""

    def __init__(self, register, duty: str = "visit") -> None:
        self.process = register.worker(duty)
        assert self.process.stdout.readline() == "ready\n", self.process.stderr.read()

    def get(self, path: str, method: str = "GET") -> dict:
        self.process.stdin.write(f"{method} {path}\n")
        self.process.stdin.flush()
        assert select.select([self.process.stdout], [], [], _AT_MOST)[0], f"{path} was not answered"
        return json.loads(self.process.stdout.readline())

    def until(self, path: str, fits) -> dict:
        """Ask until an answer fits; fail after a generous while with the last one."""
        end = time.monotonic() + _AT_MOST
        while not fits(answer := self.get(path)):
            assert time.monotonic() < end, answer
            time.sleep(0.05)
        return answer

    def close(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=_AT_MOST)


@contextmanager
def visiting(register, url: str, duty: str = "visit"):
    """Yield pages that know the replica as well."""
    register.environment |= {"DATABASE_REPLICA_URL": url, "REPLICA_MAX_LAG": str(MAX_LAG)}
    visitor = Visitor(register, duty)
    try:
        yield visitor
    finally:
        visitor.close()
