"""Filters of a list that a member of staff keeps for himself."""

from django.conf import settings
from django.db import models

from ..domain.text import clean


class SavedFilter(models.Model):
    """A name for a query of the list of groups: "Viber còn phải chuyển". Each person has his own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField("tên bộ lọc", max_length=60)
    query = models.CharField(max_length=500, help_text="As in the address of the list, without the question mark.")

    class Meta:
        verbose_name = "bộ lọc"
        verbose_name_plural = "bộ lọc"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_filter_once",
                violation_error_message="Bạn đã có một bộ lọc mang tên này.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.name = clean(self.name)
