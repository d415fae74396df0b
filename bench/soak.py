"""``python -m bench.soak --minutes 30``: mixed load and acts at once; no error, no lost act, no growth of memory.

While wrk reads pages and asks look-ups, this process records acts through the services. After each act its group is
asked for over HTTP in both workers' faces: what was acknowledged must be seen at once. The register was made by the
services too, and is verified whole at the end.
"""

import argparse
import os
import random
import sys
import threading
import time
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings_test")

#: The load is bounded: so many seconds of it, then so many of rest, in which the acts go on.
_SIZE, _PART, _REST = 1_000, 3, 9


def main() -> None:
    """Run for the minutes that were asked for, print what was found, exit 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    minutes = parser.parse_args().minutes
    import django

    django.setup()
    from .databases import recognised_register_of
    from .server import built_site, serving

    with recognised_register_of(_SIZE) as names, built_site() as place, serving(STATIC_ROOT=place) as server:
        sys.exit(_soak(server, names, minutes * 60))


def _soak(server, names, seconds: float) -> int:
    from groups.models import InviteLink, RegisterEvent
    from groups.queries.register_check import check_register

    links = list(InviteLink.objects.order_by("pk").values_list("url", flat=True))
    rng = random.Random(30)
    paths = [_path(rng, names, links) for _ in range(20_000)]
    writer = _Writer(server)
    server.wrk(paths, seconds=5)
    before = [round(each) for each in server.memory()]
    first = RegisterEvent.objects.count()
    writer.start()
    until, asked = time.monotonic() + seconds, 0
    memory = []
    while time.monotonic() < until:
        # An answer that is an error stops the soak there (Server.wrk).
        asked += server.wrk(paths, seconds=min(_PART, max(2, int(until - time.monotonic())))).requests
        memory.append([round(each) for each in server.memory()])
        time.sleep(_REST)
    writer.stop()
    lost = writer.acknowledged - (RegisterEvent.objects.count() - first)
    print(f"{asked:,} requests without an error; {writer.acknowledged} acts acknowledged, {lost} lost")
    print(f"acts seen late: {writer.late}; acts that failed: {writer.failed}")
    print(
        f"memory of each worker, MB: {before} after warming up, {memory[len(memory) // 2]} half-way, {memory[-1]} last"
    )
    check_register()  # raises, naming the first event at fault
    print(f"verified: {RegisterEvent.objects.count():,} events")
    return 1 if lost or writer.late or writer.failed else 0


def _path(rng: random.Random, names, links) -> str:
    kind = rng.random()
    if kind < 0.4:
        return f"/api/v1/verify?q={quote(rng.choice(links), safe='')}"
    if kind < 0.5:
        return f"/kiem-tra/?q={quote(rng.choice(names), safe='')}"
    if kind < 0.8:
        return f"/nhom/?page={rng.randint(1, 38)}"
    return rng.choice(["/", "/nhom/", "/cong-bo/", "/cong-bo/tin.atom", "/healthz", "/readyz"])


class _Writer(threading.Thread):
    """Renames groups one after the other and looks at once whether the service tells of it."""

    def __init__(self, server) -> None:
        super().__init__(daemon=True)
        self._server, self._over = server, threading.Event()
        self.acknowledged = self.late = self.failed = 0

    def run(self) -> None:
        from django.db import connection

        number = 0
        while not self._over.wait(0.2):
            number += 1
            try:
                self._rename(number)
            except Exception as error:  # counted and told; the soak goes on
                self.failed += 1
                print(f"an act failed: {type(error).__name__}: {error}", file=sys.stderr)
        connection.close()

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _rename(self, number: int) -> None:
        from django.utils import timezone

        from groups.domain.status import Status
        from groups.models import Document, WorkGroup
        from groups.services import amendments
        from groups.tests import factories

        groups = WorkGroup.objects.filter(status=Status.RECOGNISED).order_by("pk")
        group = groups[number % 500]
        name = f"Nhóm đổi tên lần {number}"
        now = timezone.now()
        amendments.rename(
            group=group, new_name=name, by=factories.make_user(), effective_on=timezone.localdate(now), now=now,
            document=Document.objects.first(), reason="Thử tải",
        )  # fmt: skip
        self.acknowledged += 1
        for _ in range(4):  # by chance both workers
            if name.encode() not in self._server.get(f"/nhom/{group.code}/")[2]:
                self.late += 1


if __name__ == "__main__":
    main()
