"""How many questions a second the service answers, beside the smallest application under the same server."""

import random
from collections.abc import Sequence
from urllib.parse import quote

from groups.models import InviteLink

from .databases import register_of
from .server import Figures, Server, built_site, serving
from .tables import Table, say

_LARGEST = 100_000  # more groups than any office keeps
_SECONDS, _BARE_SECONDS, _READERS, _PAGE = 8, 4, 2_000, 25
_GROWTH = (25_000, 50_000, 75_000, 100_000)
_NOTES = (
    f"wrk, two threads and eight connections on loopback, {_SECONDS} s each, one after the other in one run; gunicorn "
    "as in service (`gunicorn.conf.py`: two sync workers, one line of log for each answer, figures counted), the bare "
    "application under the same configuration; PostgreSQL on the same machine, met at its Unix socket. Each question "
    "comes from another reader, so that the limit of look-ups counts and lets through. Share: of what the bare "
    f"application answered just before and just after, {_BARE_SECONDS} s each, for a shared machine is not the same "
    "from minute to minute. A page or question is new where no worker has answered it at this version; new pages of "
    "the list go through all pages in an order drawn by chance. Memory: what a worker holds for itself alone at the "
    "end, in megabytes; then new workers, and a mixture of all of these."
)


def serving_figures(sizes: Sequence[int]) -> list[Table]:
    """Measure on a register of each size up to the largest that an office could keep."""
    table = Table("The service", ["", "requests/s", "share", "p50, ms", "p99, ms"], notes=_NOTES)
    for size in (size for size in sizes if size <= _LARGEST):
        with register_of(size) as names:
            table.rows += _measure(size, names, with_growth=size == sizes[0])
        say(f"  {size:,} groups done")
    return [table]


def _measure(size: int, names: Sequence[str], *, with_growth: bool) -> list[list[str]]:
    rng = random.Random(2026)
    links = list(InviteLink.objects.order_by("pk").values_list("url", flat=True))
    asked = [_verify(link) for link in rng.sample(links, min(len(links), 20_000))]
    named = [_verify(name) for name in rng.sample(list(names), min(len(names), 20_000))]
    pages = [f"/nhom/?page={number}" for number in range(1, max(2, size * 95 // 100 // _PAGE))]
    with built_site() as place, serving("bench.bare:application") as idle, serving(STATIC_ROOT=place) as server:
        bares = [_bare(idle)]
        rows = [_row(f"{size:,} groups: the bare application", bares[0], bares[0].rate)]
        etag = server.get("/nhom/")[1]["ETag"]
        for name, paths, headers in (
            ("list, unchanged (304)", ["/nhom/"] * _READERS, {"If_None_Match": etag}),
            ("list, asked again", ["/nhom/"] * _READERS, {}),
            ("list, asked again, gzip", ["/nhom/"] * _READERS, {"Accept_Encoding": "gzip"}),
            ("list, its first page, each new", _ever_new(rng, pages[:1], 60_000), {}),
            ("list, each page new", _ever_new(rng, pages, 60_000), {}),
            ("verify by link, asked again", [asked[0]] * _READERS, {}),
            ("verify by link, each new", _ever_new(rng, asked, 60_000), {}),
            ("verify by name, asked again", [named[0]] * _READERS, {}),
            ("verify by name, each new", _ever_new(rng, named, 60_000), {}),
        ):
            asked_now = server.wrk(paths, seconds=_SECONDS, **headers)
            bares.append(_bare(idle))
            rows.append(_row(name, asked_now, (bares[-2].rate + bares[-1].rate) / 2))
        rows.append(["memory of each worker", _memory(server), "", "", ""])
        new = [*_ever_new(rng, pages, 20_000), *_ever_new(rng, asked + named, 40_000)]
        if with_growth:  # nothing of it depends on how many groups there are
            with serving(STATIC_ROOT=place) as server:  # of new workers, none of which is replaced on the way
                rows += _growth(server, new)
    return rows


def _growth(server: Server, paths: list[str]) -> list[list[str]]:
    """Return what the workers hold after so many requests, three in five of them new to the worker."""
    again = ["/nhom/", *paths[:1]] * (len(paths) // 3)
    mixed = random.Random(2026).sample(paths + again, len(paths) + len(again))
    rows, asked, marks = [], 0, list(_GROWTH)
    while marks:
        asked += server.wrk(mixed, seconds=3).requests
        mixed = mixed[len(mixed) // 7 :] + mixed[: len(mixed) // 7]  # it begins elsewhere each time
        if asked >= marks[0]:
            rows.append([f"memory after {marks.pop(0):,} requests", _memory(server), "", "", ""])
    return rows


def _verify(text: str) -> str:
    return f"/api/v1/verify?q={quote(text, safe='')}"


def _ever_new(rng: random.Random, paths: list[str], count: int) -> list[str]:
    """Return ``count`` addresses of which no two are the same; a parameter that nothing reads tells them apart."""
    return [f"{rng.choice(paths)}{'&' if '?' in paths[0] else '?'}x={number}" for number in range(count)]


def _bare(idle: Server) -> Figures:
    return idle.wrk(["/"] * _READERS, seconds=_BARE_SECONDS)


def _row(name: str, figures: Figures, bare: float) -> list[str]:
    times = (f"{seconds * 1_000:.2f}" for seconds in (figures.p50, figures.p99))
    return [name, f"{figures.rate:,.0f}", f"{figures.rate / bare:.2f}", *times]


def _memory(server: Server) -> str:
    return " / ".join(f"{megabytes:.0f}" for megabytes in server.memory())
