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

    def __init__(self, register, *duty: str) -> None:
        self.process = register.worker(*(duty or ["visit"]))
        assert self.process.stdout.readline() == "ready\n", self.process.stderr.read()

    def get(self, path: str, method: str = "GET") -> dict:
        return json.loads(self._told(f"{method} {path}"))

    def hold(self, path: str) -> None:
        """Send a form, up to the commit of what it writes."""
        assert self._told(f"HOLD {path}") == "commit\n"

    def let_go(self) -> dict:
        """Let what was held commit, and return the answer."""
        return json.loads(self._told(""))

    def _told(self, line: str) -> str:
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        assert select.select([self.process.stdout], [], [], _AT_MOST)[0], f"{line!r} was not answered"
        return self.process.stdout.readline()

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
