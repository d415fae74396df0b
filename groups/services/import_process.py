"""A process of its own for a long import: the web server ends a request after half a minute.

No queue and no second server: ``manage.py run_import`` is started, in a session of its own, so that a worker of the
web server which is replaced does not take it along. Where it ends without a word, whoever started it says so; where
that one is gone too, the page says so after some minutes (``import_ends.stop_if_late``).
"""

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

from django.db import connection, transaction

from ..domain.importing import AT_ONCE
from ..models import ImportRun
from .import_ends import stop_run
from .import_performing import perform_run

#: Followed by the number of the run.
COMMAND = [sys.executable, str(Path(__file__).resolve().parents[2] / "manage.py"), "run_import"]


def begin(*, run: ImportRun, now: dt.datetime) -> None:
    """Write a small confirmed run now; start a process for a large one as soon as its order is committed."""
    if len(run.rows) <= AT_ONCE:
        perform_run(run=run, now=now)
    else:
        transaction.on_commit(lambda: start(run))


def start(run: ImportRun) -> subprocess.Popen:
    """Start the process that writes ``run``, and watch over it."""
    child = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter, no shell
        [*COMMAND, str(run.pk)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=_watch, args=(child, run), daemon=True).start()
    return child


def _watch(child: subprocess.Popen, run: ImportRun) -> None:
    try:
        # Whatever the process said of itself stands; only a run that it left as running is marked.
        if child.wait() != 0:
            stop_run(run=run)
    finally:
        connection.close()
