"""An import from the upload to the order to write it: kept, shown, confirmed once (``import_performing.py`` writes)."""

import datetime as dt
import hashlib
from typing import Any

from ..domain.importing import MOST_ROWS, Kind, Outcome, Row, RunState
from ..models import ImportRun
from ..queries.authorities import authorities_of
from ..queries.permissions import may_import
from .errors import ActRefused
from .import_ends import forget_old
from .import_judging import MOVED, judge
from .transactions import transactional

NOT_WAITING = "Lần nhập này không còn chờ xác nhận."


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
