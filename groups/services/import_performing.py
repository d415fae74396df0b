"""An import that was confirmed is written whole or not at all.

What was shown is what is written: before writing, every row is judged anew, and where anything came out differently
nothing is written and the person looks again. The rows are written, and the run is marked as done, by one transaction;
so a run that was stopped at any moment has written nothing, and saying so is always true.
"""

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from ..domain.importing import Kind, Outcome, RunState
from ..models import ImportRun
from ..queries.import_mark import standing_mark
from .errors import ActRefused
from .import_ends import STOPPED
from .import_groups import write_groups
from .import_judging import MOVED, digest_of, judge, plans_of
from .import_members import write_members
from .import_people import write_people
from .import_units import write_units

_log = logging.getLogger(__name__)
#: So often the progress is told: a write of its own while nothing else is being written.
_TOLD = 100
#: So often rows are judged again because somebody wrote in between.
_ATTEMPTS = 5
BUSY = "Sổ đang được nhiều người ghi cùng lúc nên chưa có gì được ghi. Hãy thử lại."
ODD = "Cơ sở dữ liệu không nhận một dòng của tệp nên chưa có gì được ghi. Hãy báo người quản trị hệ thống."


def perform_run(*, run: ImportRun, now: dt.datetime) -> ImportRun:
    """Write what was confirmed: all of it, or nothing with the reason in ``failure``. Return the run as it ended.

    Rows are judged without holding the register, with their progress told; only the writing is one transaction.
    """
    try:
        for _ in range(_ATTEMPTS):
            mark, plans = standing_mark(), plans_of(run, step=_teller(run))
            if digest_of(run, [plan.verdict.as_json() for plan in plans]) != run.seen:
                return _look_again(run, plans)
            with transaction.atomic():
                # What came between judging and writing may concern these rows: they are judged once more.
                if standing_mark() == mark:
                    _write(run, plans, now)
                    break
        else:
            return _fail(run, BUSY)
    except ActRefused as error:
        return _fail(run, str(error))
    except IntegrityError as error:
        _log.warning("Import %s: %s", run.pk, type(error).__name__)
        # The database refused what a concurrent writer took first, and all is undone: the rows are judged anew.
        return _look_again(run, plans_of(run))
    except Exception as error:
        _fail(run, "Máy chủ gặp lỗi; chưa có gì được ghi. Hãy thử lại sau ít phút.")
        if not isinstance(error, DatabaseError):
            raise
        # The kind alone: a database repeats the values it refuses, and one of them may be a link.
        _log.error("Import %s: %s", run.pk, type(error).__name__)
    return _light(run)


def _light(run: ImportRun) -> ImportRun:
    """Return the run as it is now, its rows and verdicts only where they are asked for."""
    return ImportRun.objects.defer("rows", "verdicts").get(pk=run.pk)


def _write(run: ImportRun, plans: list, now: dt.datetime) -> None:
    locked = ImportRun.objects.select_for_update(of=("self",)).only("state", "begun_at").get(pk=run.pk)
    if locked.state != RunState.RUNNING or locked.begun_at != run.begun_at:
        # Somebody has been told that nothing was written: so it stays.
        raise ActRefused(STOPPED)
    wanted = [plan for plan in plans if _is_wanted(plan.verdict, run.choices)]
    basis = {"effective_on": run.effective_on, "document": run.document, "reason": run.reason, "now": now, "by": run.by}
    events = []
    if run.kind == Kind.GROUPS:
        events = write_groups(wanted, **basis)
    elif run.kind == Kind.MEMBERS:
        events = write_members(wanted, **basis)
    elif run.kind == Kind.UNITS:
        write_units(wanted)
    else:
        write_people(wanted)
    ImportRun.objects.filter(pk=run.pk).update(
        state=RunState.DONE,
        rows=[],
        progress=len(plans),
        first_event=events[0].number if events else None,
        last_event=events[-1].number if events else None,
    )


def _is_wanted(verdict, choices: dict[str, Any]) -> bool:
    return verdict.outcome == Outcome.NEW or (
        verdict.outcome == Outcome.DIFFERS and verdict.writable and bool(choices.get("update"))
    )


def _teller(run: ImportRun) -> Callable[[int], None]:
    def tell(count: int) -> None:
        if count % _TOLD == 0:
            # A progress that could not be told stops nothing: on SQLite others may be writing for long.
            with suppress(OperationalError):
                ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(progress=count)

    return tell


def _look_again(run: ImportRun, plans: list) -> ImportRun:
    before = run.seen
    judge(run, plans)
    # What the database refuses though nothing has moved is a check that is missing here: no second try will help.
    return _fail(run, MOVED if run.seen != before else ODD)


def _fail(run: ImportRun, sentence: str) -> ImportRun:
    judged = {name: getattr(run, name) for name in ("verdicts", "counts", "seen")}
    values = {"state": RunState.FAILED, "failure": sentence, **judged}
    ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING, begun_at=run.begun_at).update(**values)
    return _light(run)
