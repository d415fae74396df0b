"""An import from the upload to the last row: kept, shown, confirmed once, written whole or not at all.

What was shown is what is written: before writing, every row is judged anew, and where anything came out differently
nothing is written and the person looks again. The rows are written, and the run is marked as done, by one transaction;
so a run that was stopped at any moment has written nothing, and saying so is always true.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from ..domain.importing import MOST_ROWS, Kind, Outcome, Row, RunState
from ..models import ImportRun
from ..queries.authorities import authorities_of
from ..queries.import_mark import standing_mark
from ..queries.permissions import may_import
from .errors import ActRefused
from .import_ends import STOPPED, forget_old
from .import_groups import write_groups
from .import_judging import digest_of, judge, plans_of
from .import_members import write_members
from .import_people import write_people
from .import_units import write_units
from .transactions import transactional

_log = logging.getLogger(__name__)
#: So often the progress is told: a write of its own while nothing else is being written.
_TOLD = 100
#: So often rows are judged again because somebody wrote in between.
_ATTEMPTS = 5
BUSY = "Sổ đang được nhiều người ghi cùng lúc nên chưa có gì được ghi. Hãy thử lại."
NOT_WAITING = "Lần nhập này không còn chờ xác nhận."
ODD = "Cơ sở dữ liệu không nhận một dòng của tệp nên chưa có gì được ghi. Hãy báo người quản trị hệ thống."
MOVED = (
    "Sổ đã thay đổi sau khi bạn xem trước, nên chưa có gì được ghi. Bảng dưới đây đã được xét lại: hãy xem rồi xác "
    "nhận lần nữa."
)


def open_run(*, by, now: dt.datetime, kind: str, file_name: str, content: bytes, rows: list[Row], about: dict[str, Any],
             authority=None, **basis) -> ImportRun:  # fmt: skip
    """Keep what was read of a file, judge each row and return the run. Nothing is written to the register."""
    if not may_import(by, kind):
        raise ActRefused("Tài khoản của bạn không có quyền nhập loại dữ liệu này.")
    if not _works_for(by, kind, authority):
        raise ActRefused("Hãy chọn một cơ quan mà bạn làm việc cho.")
    if not rows:
        raise ActRefused("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.")
    if len(rows) > MOST_ROWS:
        raise ActRefused(f"Tệp có {len(rows)} dòng; mỗi lần nhập tối đa {MOST_ROWS} dòng. Hãy chia thành nhiều tệp.")
    forget_old(now=now)
    run = ImportRun(
        by=by,
        at=now,
        kind=kind,
        file_name=file_name[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        about=about,
        rows=[[row.number, row.cells] for row in rows],
        authority=authority,
        **basis,
    )
    judge(run)
    run.save()
    return run


def _works_for(user, kind: str, authority) -> bool:
    """Whether ``user`` works for the office whose groups are spoken of; units and people belong to none."""
    if kind not in (Kind.GROUPS, Kind.MEMBERS):
        return True
    return authority is not None and authorities_of(user).filter(pk=authority.pk).exists()


def take_rows(*, run: ImportRun, rows: list[Row], about: dict[str, Any]) -> None:
    """Put other readings of the same cells in place (an old encoding converted) and judge them anew."""
    before = run.seen
    run.rows, run.about = [[row.number, row.cells] for row in rows], about
    judge(run)
    _keep(run, before, "rows", "about")


def judge_again(*, run: ImportRun, by) -> bool:
    """Judge an open run by the register of now; say whether anything came out differently."""
    run = ImportRun.objects.get(pk=run.pk)
    if run.by_id != by.pk or not run.is_open:
        raise ActRefused(NOT_WAITING)
    before = run.seen
    judge(run)
    _keep(run, before)
    return run.seen != before


def _keep(run: ImportRun, before: str, *more: str) -> None:
    """Keep what was judged, without a lock meanwhile: where the run was confirmed or judged by then, that stands."""
    values = {name: getattr(run, name) for name in (*more, "verdicts", "counts", "seen")}
    waiting = ImportRun.objects.filter(pk=run.pk, seen=before, state__in=(RunState.PREVIEWED, RunState.FAILED))
    if not waiting.update(state=RunState.PREVIEWED, failure="", **values):
        raise ActRefused(NOT_WAITING)


@transactional
def confirm_run(
    *,
    run: ImportRun,
    by,
    now: dt.datetime,
    seen: str,
    leave_out: bool = False,
    looked: bool = False,
    update: bool = False,
) -> ImportRun:
    """Give the order to write what ``seen`` stood for. Refuse what must be decided first; two orders make one.

    ``leave_out``: write the others though some rows are refused. ``looked``: names that could be mistaken were looked
    at. ``update``: take over the differences of rows that can be changed.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if sentence := _why_not_confirmed(run, by, seen, leave_out, looked, update):
        raise ActRefused(sentence)
    run.choices = {"update": update}
    run.state, run.begun_at, run.progress, run.failure = RunState.RUNNING, now, 0, ""
    run.save()
    return run


def _why_not_confirmed(run: ImportRun, by, seen: str, leave_out: bool, looked: bool, update: bool) -> str | None:
    refused = run.count(Outcome.REFUSED)
    obstacles = (
        (
            run.by_id != by.pk or not may_import(by, run.kind) or not _works_for(by, run.kind, run.authority),
            "Chỉ người đã tải tệp lên được xác nhận lần nhập này.",
        ),
        (not run.is_open, "Lần nhập này đã được xác nhận hoặc đã bỏ; lần gửi này không ghi thêm gì."),
        (seen != run.seen, MOVED),
        (
            run.about.get("encoding") and not run.about.get("converted"),
            "Chữ trong tệp ở bảng mã cũ: hãy xem mẫu rồi đồng ý chuyển trước khi ghi.",
        ),
        (
            refused and not leave_out,
            f"Có {refused} dòng bị từ chối nên chưa có gì được ghi. Hãy sửa tệp rồi tải lên lại, hoặc đánh dấu "
            "“Để ngoài các dòng bị từ chối”.",
        ),
        (
            run.counts.get("cautions") and not looked,
            "Có tên dễ bị nhầm: hãy xem các dòng có cảnh báo rồi đánh dấu “Tôi đã xem”. Chưa có gì được ghi.",
        ),
        (
            not run.count(Outcome.NEW) and not (update and run.counts.get("writable")),
            "Không có dòng nào để ghi.",
        ),
    )
    return next((sentence for stands, sentence in obstacles if stands), None)


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
