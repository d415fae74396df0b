"""The names an official group bears and bore."""

from django.db import models
from django.db.models import Q

from ..domain.text import fold, squash
from .constraints import in_order
from .querysets import DatedQuerySet


class GroupName(models.Model):
    """A name from its first to its last official day; the present name has no end. Names of proposals are not kept."""

    group = models.ForeignKey("groups.WorkGroup", on_delete=models.CASCADE, related_name="names")
    name = models.CharField("tên", max_length=200)
    key = models.CharField(max_length=400, editable=False, db_index=True)
    squash = models.CharField(max_length=400, editable=False, db_index=True)
    started_on = models.DateField("từ ngày")
    ended_on = models.DateField("đến ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "tên của nhóm"
        verbose_name_plural = "tên của nhóm"
        ordering = ["group", "-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(ended_on__isnull=True), name="name_one_current"),
            in_order("name_dates_in_order", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.key, self.squash = fold(self.name), squash(self.name)
        super().save(**kwargs)

    @property
    def started_text(self) -> str:
        """Its first official day, as a screen shows it."""
        return self.group.day_text(self.started_on)

    @property
    def ended_text(self) -> str:
        """Its last day, as a screen shows it; empty for the present name."""
        return self.group.day_text(self.ended_on) if self.ended_on else ""
