"""The preview of an import as its page and its sheet show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.importing import OUTCOMES, Outcome, RunState
from ..models import ImportRun

#: So many rows stand on one page of the preview.
PAGE = 50
HEADINGS = ("Dòng", "Nội dung", "Chi tiết", "Kết quả", "Vì sao", "Cảnh báo", "Thay đổi", "Ghi chú", "Đã có trong sổ")
#: What rows can be shown alone: an outcome, or those with a caution.
CAUTIONS = "cautions"
FILTERS = {**OUTCOMES, CAUTIONS: "có cảnh báo"}


@dataclass(frozen=True)
class PreviewRow:
    """A row of the preview."""

    verdict: dict[str, Any]
    label: str


def is_shown(verdict: dict[str, Any], only: str) -> bool:
    """Say whether a row is among those asked for; all are where ``only`` names nothing known."""
    if only == CAUTIONS:
        return bool(verdict["cautions"])
    return only not in OUTCOMES or verdict["outcome"] == only


def preview_rows(run: ImportRun, only: str) -> list[PreviewRow]:
    """Return the rows asked for, those that need a look first: refused, with a caution, different, then the others."""
    order = {Outcome.REFUSED: 0, Outcome.DIFFERS: 2, Outcome.NEW: 3, Outcome.SAME: 4}

    def place(verdict: dict[str, Any]) -> tuple[int, int]:
        at = order[verdict["outcome"]]
        return (1 if verdict["cautions"] and at > 1 else at, verdict["number"])

    found = sorted((verdict for verdict in run.verdicts if is_shown(verdict, only)), key=place)
    return [PreviewRow(verdict, OUTCOMES[verdict["outcome"]]) for verdict in found]


def filters_of(run: ImportRun) -> list[tuple[str, str, int]]:
    """Return (word of the address, label, how many rows) of each way to show some of the rows."""
    return [(only, label, run.counts.get(only, 0)) for only, label in FILTERS.items() if run.counts.get(only)]


def sheet_rows(run: ImportRun) -> Iterator[tuple[Any, ...]]:
    """Yield the preview as rows under :data:`HEADINGS`, in the order of the uploaded sheet."""
    for each in run.verdicts:
        changes = "\n".join(f"{label}: {before} → {after}" for label, before, after in each["changes"])
        texts = ("\n".join(each[name]) for name in ("reasons", "cautions"))
        yield (
            each["number"], each["title"], each["detail"], OUTCOMES[each["outcome"]], *texts, changes,
            "\n".join(each["notes"]), each["existing_text"],
        )  # fmt: skip


def open_runs_of(user) -> list[ImportRun]:
    """Return the imports of ``user`` that wait for him or are being written, newest first."""
    waiting = (RunState.PREVIEWED, RunState.RUNNING, RunState.FAILED)
    light = ImportRun.objects.defer("rows", "verdicts")
    return list(light.filter(by=user, state__in=waiting)[:5])
