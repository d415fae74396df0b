"""A sheet of 5,000 groups from upload to proposals: how long, and how much memory the writing process takes."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from groups.domain.importing import Kind, Row, RunState
from groups.models import ImportRun, Letterhead, RegisterEvent, Unit
from groups.services.import_runs import confirm_run, open_run

from .databases import recognised_register_of
from .names import make_names
from .tables import Table, say

_ROWS, _REGISTER = 5_000, 1_000
_MANAGE = Path(__file__).resolve().parents[1] / "manage.py"
_NOTES = (
    f"A sheet of {_ROWS:,} groups, none of them known, each with lead, members and link, into a register of "
    f"{_REGISTER:,}. Reading and judging is what the page waits for; writing is a process of its own, from its "
    "start to its end, in which every row is judged anew; its memory is the largest resident set. Wanted: 60 s and "
    "300 MB."
)


def importing(sizes: Sequence[int]) -> list[Table]:
    """Measure once; the sizes of the register do not matter to it."""
    table = Table("Import of a sheet of groups", ["what", "seconds", "MB"], notes=_NOTES)
    with recognised_register_of(_REGISTER):
        user = get_user_model().objects.create_user(username="importer", password=None, is_staff=True)
        user.groups.set(Group.objects.all())
        began, now = time.perf_counter(), timezone.now()
        run = open_run(
            by=user, now=now, kind=Kind.GROUPS, file_name="nhom.xlsx", content=b"", rows=_rows(), about={},
            authority=_office(),
            effective_on=timezone.localdate(),
        )  # fmt: skip
        judged = time.perf_counter() - began
        confirm_run(run=run, by=user, now=now, seen=run.seen, leave_out=True, looked=True)
        before = RegisterEvent.objects.count()
        written, peak = _written(run)
        run.refresh_from_db()
        if run.state != RunState.DONE:
            raise AssertionError(run.failure)
        table.rows.append(["judging each row, in the request", f"{judged:.1f}", ""])
        table.rows.append(["writing, in its own process", f"{written:.1f}", f"{peak:.0f}"])
        say(f"  {RegisterEvent.objects.count() - before:,} events; {ImportRun.objects.count()} run")
    return [table]


def _office() -> Unit:
    """Return the office of the loaded groups; a register is kept by one that has a letterhead."""
    office = Unit.objects.filter(code__isnull=False).first()
    if not office.letterheads.exists():
        words = dict.fromkeys(("superior", "name", "place", "symbol", "signer_title"), "Bình Minh")
        Letterhead.objects.create(authority=office, valid_from="2020-01-01", **words)
    return office


def _rows() -> list[Row]:
    names = make_names(_REGISTER + _ROWS)[_REGISTER:]
    return [
        Row(
            number,
            {
                "name": f"{name} {number}", "platform": "Zalo", "level": "Tiểu học",
                "lead": "Bà Trần Thị Mai, Chuyên viên",
                "purpose": "Trao đổi công việc chuyên môn", "members_text": "Hiệu trưởng các trường tiểu học",
                "directive_text": "Tiếp tục duy trì", "link": f"https://zalo.me/g/nhapvao{number:06d}",
            },
        )
        for number, name in enumerate(names, start=2)
    ]  # fmt: skip


def _written(run: ImportRun) -> tuple[float, float]:
    """Return seconds and megabytes of the process that writes ``run``."""
    environment = {**os.environ, "DATABASE_URL": _address(), "DJANGO_SETTINGS_MODULE": "registry.settings"}
    environment.setdefault("SECRET_KEY", "only-for-benchmarks-" + "x" * 40)
    environment.setdefault("HTTPS_ONLY", "false")
    began = time.perf_counter()
    command = [sys.executable, str(_MANAGE), "run_import", str(run.pk)]
    child = subprocess.Popen(command, env=environment)  # noqa: S603 - our own file, run by our own interpreter
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise AssertionError(f"run_import ended with {child.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def _address() -> str:
    """Return the address of the throw-away database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
