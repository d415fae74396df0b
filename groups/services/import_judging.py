"""What would become of each row of an upload, with the digest of all that a confirmation decides on."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable

from ..domain.importing import Kind, Row
from ..models import ImportRun
from ..queries.import_groups import plan_groups
from ..queries.import_members import plan_members
from .import_people import plan_people
from .import_units import plan_units

_PLAN: dict[str, Callable] = {
    Kind.GROUPS: plan_groups,
    Kind.UNITS: plan_units,
    Kind.PEOPLE: plan_people,
    Kind.MEMBERS: plan_members,
}
MOVED = (
    "Sổ đã thay đổi sau khi bạn xem trước, nên chưa có gì được ghi. Bảng dưới đây đã được xét lại: hãy xem rồi xác "
    "nhận lần nữa."
)


def rows_of(run: ImportRun) -> list[Row]:
    """Return the rows that were kept."""
    return [Row(number, cells) for number, cells in run.rows]


def plans_of(run: ImportRun, step: Callable[[int], None] | None = None) -> list:
    """Return a plan for each row by the register of now; ``step`` is called with the number of those done."""
    return _PLAN[run.kind](rows_of(run), by=run.by, authority=run.authority, step=step)


def judge(run: ImportRun, plans: list | None = None) -> None:
    """Let the run say what would become of each row, with the digest of it all."""
    plans = plans_of(run) if plans is None else plans
    run.verdicts = [plan.verdict.as_json() for plan in plans]
    run.counts = dict(Counter(str(plan.verdict.outcome) for plan in plans))
    run.counts["cautions"] = sum(bool(plan.verdict.cautions) for plan in plans)
    run.counts["writable"] = sum(plan.verdict.writable for plan in plans)
    run.seen = digest_of(run, run.verdicts)


def digest_of(run: ImportRun, verdicts: list[dict]) -> str:
    """Return the digest of the rows, of what they rest on and of what would become of them."""
    basis = [run.kind, run.authority_id, run.document_id, str(run.effective_on), run.reason, run.rows, verdicts]
    return hashlib.sha256(json.dumps(basis, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
