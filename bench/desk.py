"""The desk's pages beside Django's plain admin on the same rows: wall time and queries."""

import random
import statistics
import sys
import time
import types
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial, update_wrapper

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from groups.domain.doors import Door, declare
from groups.models import WorkGroup

from .databases import register_of
from .tables import Table, say

_LARGEST = 100_000  # more groups than any office keeps; larger sizes are for the look-up
_WARM, _ROUNDS, _REPEATS = 3, 5, 5
_NOTES = (
    f"Medians of {_ROUNDS * _REPEATS} answers of the whole application in one process, in milliseconds, and queries of "
    f"each; asked {_REPEATS} at a time by turns, for a shared machine is not the same from second to second. "
    "Plain: Django's own ModelAdmin of the same model with the same columns, filters and page length, and its change "
    "form, on the same rows."
)


class _Plain(admin.ModelAdmin):
    list_display = ("code", "name", "status", "platform", "level", "status_since")
    list_filter = ("status", "platform", "level")
    list_per_page = 50
    search_fields = ("name",)
    show_facets = admin.ShowFacets.NEVER


def desk(sizes: Sequence[int]) -> list[Table]:
    """Measure on a register of each size up to the largest that an office could keep."""
    heads, rows = ["", "ours", "plain", "ratio", "queries", "plain queries"], []
    for size in sizes:
        if size <= _LARGEST:
            with register_of(size):
                rows += _measure(size)
            say(f"  {size:,} groups done")
    return [Table("The desk beside Django's plain admin", heads, rows, notes=_NOTES)]


def _measure(size: int) -> list[list[str]]:
    user = get_user_model().objects.create_user(username="desk", password=None, is_staff=True, is_superuser=True)
    user.groups.set(Group.objects.all())
    name = WorkGroup.objects.values_list("name", flat=True).get(pk=random.Random(7).randint(1, size))
    word = name.split()[0]
    with override_settings(ROOT_URLCONF=_both_sites(), ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(user)
        pages = {
            "change list, first page": ("groups/workgroup/", "groups/workgroup/"),
            "change list, last page": (f"groups/workgroup/?p={size // 50}",) * 2,
            "change list, filtered": ("groups/workgroup/?platform__exact=viber",) * 2,
            "change list, searched": (f"groups/workgroup/?q={word}",) * 2,
            "a group": (f"groups/workgroup/{size // 2}/change/",) * 2,
            "home": ("", ""),
        }
        return [
            [f"{size:,} groups: {title}", *_beside(client, f"/quan-tri/{ours}", f"/plain/{plain}")]
            for title, (ours, plain) in pages.items()
        ]


def _beside(client: Client, ours: str, plain: str) -> list[str]:
    djangos_own = override_settings(TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": []}])  # its pages, not ours
    seconds, queries = ([], []), [0, 0]
    for _ in range(_ROUNDS):
        for side, address, around in ((0, ours, nullcontext()), (1, plain, djangos_own)):
            with around:
                queries[side], taken = _answers(client, address)
                seconds[side].extend(taken)
    fast, bare = (statistics.median(taken) for taken in seconds)
    return [f"{fast:.0f}", f"{bare:.0f}", f"{fast / bare:.2f}", *map(str, queries)]


def _answers(client: Client, address: str) -> tuple[int, list[float]]:
    """Return how many queries an answer takes, and how many milliseconds each of some answers took."""

    def get() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise AssertionError(f"{address} answered {answer.status_code}")

    for _ in range(_WARM):
        get()
    with CaptureQueriesContext(connection) as seen:
        get()
    queries = len(seen.captured_queries)  # now: each request empties the log
    return queries, [_milliseconds(get) for _ in range(_REPEATS)]


def _milliseconds(call: Callable[[], None]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1_000


def _declare(patterns) -> None:
    """Let the views of Django's own site say for whom they are, as every view here must."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            _declare(pattern.url_patterns)
        else:
            pattern.callback = declare(Door.STAFF)(update_wrapper(partial(pattern.callback), pattern.callback))


def _both_sites() -> str:
    site = admin.AdminSite(name="plain")
    site.register(WorkGroup, _Plain)
    module = types.ModuleType("bench_urls")
    plain = site.urls
    _declare(plain[0])
    module.urlpatterns = [path("plain/", plain), path("", include("registry.urls"))]
    sys.modules["bench_urls"] = module
    return "bench_urls"
