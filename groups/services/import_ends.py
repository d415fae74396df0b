"""How an import ends other than by being written: stopped, cancelled, forgotten."""

import datetime as dt

from django.db.models import Q

from ..domain.importing import RunState
from ..models import ImportRun

#: After so long what was uploaded is forgotten.
KEPT_FOR = dt.timedelta(hours=24)
#: A run that has not ended by then never will; its process stops itself too.
LONGEST = dt.timedelta(minutes=5)
STOPPED = "Việc ghi bị dừng giữa chừng: chưa có gì được ghi. Hãy thử lại."


def stop_run(*, run: ImportRun, begun_at: dt.datetime | None = None) -> None:
    """Mark a run whose process has ended without a word. It has written nothing, and now can write nothing more."""
    still = ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING, begun_at=begun_at or run.begun_at)
    still.update(state=RunState.FAILED, failure=STOPPED)


def stop_if_late(*, run: ImportRun, now: dt.datetime) -> ImportRun:
    """Return the run as it stands; one that has been running for too long is stopped."""
    if run.state == RunState.RUNNING and run.begun_at < now - LONGEST:
        stop_run(run=run)
        run.refresh_from_db()
    return run


def cancel_run(*, run: ImportRun, by) -> None:
    """Forget what was uploaded, where it is not being written."""
    mine = ImportRun.objects.filter(pk=run.pk, by=by, state__in=(RunState.PREVIEWED, RunState.FAILED))
    mine.update(state=RunState.CANCELLED, rows=[], verdicts=[])


def forget_old(*, now: dt.datetime) -> int:
    """Forget the rows of uploads older than a day; return of how many."""
    old = ImportRun.objects.filter(at__lt=now - KEPT_FOR).exclude(Q(rows=[]) & Q(verdicts=[]))
    count = old.exclude(state__in=(RunState.DONE, RunState.RUNNING)).update(
        state=RunState.CANCELLED, rows=[], verdicts=[]
    )
    return count + old.filter(state=RunState.DONE).update(verdicts=[])
