"""The preview of an import as its page and its sheet show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.importing import OUTCOMES, Kind, Outcome, RunState
from ..models import ImportRun, RegisterEvent, WorkGroup

#: So many rows stand on one page of the preview.
PAGE = 50
_HEADINGS = ("Chi tiết", "Kết quả", "Vì sao", "Cảnh báo", "Thay đổi", "Ghi chú", "Đã có trong sổ")
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


def sheet_of(run: ImportRun) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the headings and the rows of the sheet that tells of each row, in the order of the uploaded one.

    Of groups each row tells the register code too: of those in the register, and once written of the new ones.
    """
    if run.kind != Kind.GROUPS:
        return ("Dòng", "Nội dung", *_HEADINGS), ((*_which(each), *_told(each)) for each in run.verdicts)
    codes = _codes(run)
    rows = ((*_which(each), codes.get(each["number"]) or "", *_told(each)) for each in run.verdicts)
    return ("Dòng", "Nội dung", "Mã số", *_HEADINGS), rows


def _which(verdict: dict[str, Any]) -> tuple[Any, ...]:
    return verdict["number"], verdict["title"]


def _told(verdict: dict[str, Any]) -> tuple[str, ...]:
    changes = "\n".join(f"{label}: {before} → {after}" for label, before, after in verdict["changes"])
    reasons, cautions, notes = ("\n".join(verdict[name]) for name in ("reasons", "cautions", "notes"))
    outcome = OUTCOMES[verdict["outcome"]]
    return verdict["detail"], outcome, reasons, cautions, changes, notes, verdict["existing_text"]


def _codes(run: ImportRun) -> dict[int, str | None]:
    """Return the register codes by the number of the row. Two queries, whatever the number of rows."""
    known = {each["number"]: each["existing"] for each in run.verdicts if each["existing"]}
    of_known = dict(WorkGroup.objects.filter(pk__in=known.values()).order_by().values_list("pk", "code"))
    codes = {number: of_known.get(pk) for number, pk in known.items()}
    if run.first_event is not None:
        # The new rows were proposed in their order, by events in a row.
        written = RegisterEvent.objects.filter(number__range=(run.first_event, run.last_event)).order_by("number")
        new = [each["number"] for each in run.verdicts if each["outcome"] == Outcome.NEW]
        codes |= zip(new, written.values_list("group__code", flat=True), strict=True)
    return codes


def open_runs_of(user) -> list[ImportRun]:
    """Return the imports of ``user`` that wait for him or are being written, newest first."""
    waiting = (RunState.PREVIEWED, RunState.RUNNING, RunState.FAILED)
    light = ImportRun.objects.defer("rows", "verdicts")
    return list(light.filter(by=user, state__in=waiting)[:5])
