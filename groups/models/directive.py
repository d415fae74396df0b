"""Directives: what the office decided should become of a group."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ..domain.platforms import PLATFORM_LABELS
from ..domain.text import clean
from ..domain.vocabulary import DIRECTIVE_LABELS, TASKS, DirectiveKind
from .constraints import all_or_none, one_of
from .fields import validate_public_text


class DirectiveQuerySet(models.QuerySet):
    """Questions about directives."""

    def open(self):
        """Directives that ask for an act which has not been done."""
        return self.filter(kind__in=TASKS, done_on__isnull=True)


class Directive(models.Model):
    """One directive. Only those in ``TASKS`` ask for an act; when it is done, the event that did it is named."""

    group = models.ForeignKey("groups.WorkGroup", on_delete=models.CASCADE, related_name="directives")
    kind = models.CharField("hướng xử lý", max_length=15, choices=list(DIRECTIVE_LABELS.items()))
    target_platform = models.CharField(
        "chuyển sang ứng dụng", max_length=10, blank=True, default="", choices=list(PLATFORM_LABELS.items())
    )
    target_text = models.CharField(
        "ghép vào (như văn bản ghi)", max_length=200, blank=True, default="", validators=[validate_public_text]
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    reminded_on = models.DateField(null=True, editable=False)
    done_on = models.DateField("đã xong ngày", null=True, editable=False)
    done_event = models.ForeignKey(
        "groups.RegisterEvent", on_delete=models.PROTECT, null=True, editable=False, related_name="closed_directives"
    )

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = "hướng xử lý"
        verbose_name_plural = "hướng xử lý"
        ordering = ["group", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="directive_by_due_day")]
        constraints = [
            one_of("directive_kind_known", "kind", DirectiveKind, "Hướng xử lý không có trong danh mục."),
            all_or_none("directive_done_when_and_how", "done_on", "done_event"),
            models.CheckConstraint(
                condition=~Q(kind=DirectiveKind.MIGRATE) | ~Q(target_platform=""),
                name="directive_migrates_somewhere",
                violation_error_message="Hãy chọn ứng dụng sẽ chuyển sang.",
            ),
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The directive in words."""
        target = self.get_target_platform_display() if self.kind == DirectiveKind.MIGRATE else self.target_text
        return f"{self.get_kind_display()}: {target}" if target else self.get_kind_display()

    @property
    def is_open(self) -> bool:
        """Whether it asks for an act that has not been done; the same as ``objects.open()``."""
        return self.kind in TASKS and self.done_on is None

    def clean(self) -> None:
        super().clean()
        self.target_text = clean(self.target_text)
        if self.kind == DirectiveKind.MIGRATE and not self.target_platform:
            raise ValidationError({"target_platform": "Hãy chọn ứng dụng sẽ chuyển sang."})
