"""An import under way: what a member of staff uploaded, what would become of each row, how far the writing is."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..domain.importing import KIND_LABELS, OUTCOMES, Kind, RunState
from .constraints import one_of

_STATES = {
    RunState.PREVIEWED: "chờ xác nhận",
    RunState.RUNNING: "đang ghi",
    RunState.DONE: "đã ghi",
    RunState.FAILED: "không ghi được",
    RunState.CANCELLED: "đã bỏ",
}


class ImportRun(models.Model):
    """One upload. ``rows`` may hold phones and links: they are seen by the uploader alone, and go with the end.

    ``verdicts`` holds, row by row, what would become of it, without a phone or a link. ``seen`` is the digest of all
    that a confirmation decides on: what is written is what was shown, or nothing. Who moves ``state`` from "running"
    to "done" is the transaction that writes the rows itself, so a run that is not done has written nothing.
    """

    kind = models.CharField("loại", max_length=10, choices=list(KIND_LABELS.items()))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhập", on_delete=models.PROTECT, related_name="import_runs"
    )
    at = models.DateTimeField("lúc")
    authority = models.ForeignKey("groups.Unit", on_delete=models.PROTECT, null=True, related_name="import_runs")
    document = models.ForeignKey("groups.Document", on_delete=models.PROTECT, null=True, related_name="import_runs")
    effective_on = models.DateField(null=True)
    reason = models.TextField(blank=True, default="")
    file_name = models.CharField("tệp", max_length=200)
    digest = models.CharField("SHA-256 của tệp", max_length=64)
    about = models.JSONField(default=dict, help_text="Columns understood and not, notes of the reader, old encoding.")
    rows = models.JSONField(default=list)
    verdicts = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    seen = models.CharField(max_length=64, blank=True, default="")
    choices = models.JSONField(default=dict, help_text="What the person ticked when confirming.")
    state = models.CharField(
        "trạng thái", max_length=10, choices=list(_STATES.items()), default=RunState.PREVIEWED, db_index=True
    )
    begun_at = models.DateTimeField(null=True)
    progress = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True, default="")
    first_event = models.PositiveBigIntegerField(null=True)
    last_event = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = "lần nhập từ tệp"
        verbose_name_plural = "lần nhập từ tệp"
        ordering = ["-pk"]
        constraints = [
            one_of("import_kind_known", "kind", Kind, "Loại dữ liệu không có trong danh mục."),
            one_of("import_state_known", "state", RunState, "Trạng thái không có trong danh mục."),
            # What may hold a phone or a link does not outlive its purpose.
            models.CheckConstraint(
                condition=~Q(state__in=[RunState.DONE, RunState.CANCELLED]) | Q(rows=[]), name="import_rows_go"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    @property
    def is_open(self) -> bool:
        """Whether it can be confirmed."""
        return self.state in (RunState.PREVIEWED, RunState.FAILED)

    def count(self, outcome: str) -> int:
        """Return how many rows have this outcome."""
        return self.counts.get(outcome, 0)

    @property
    def counted(self) -> list[tuple[str, str, int]]:
        """Each outcome with its name and how many rows have it."""
        return [(outcome, label, self.count(outcome)) for outcome, label in OUTCOMES.items()]
