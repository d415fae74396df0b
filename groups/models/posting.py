"""For which offices a member of staff works."""

from django.conf import settings
from django.db import models


class Posting(models.Model):
    """One member of staff works for one office. What he sees and does is of his offices alone (ADR 0013)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="tài khoản", on_delete=models.CASCADE, related_name="postings"
    )
    authority = models.ForeignKey(
        "groups.Unit", verbose_name="cơ quan", on_delete=models.PROTECT, related_name="postings"
    )

    class Meta:
        verbose_name = "nơi làm việc"
        verbose_name_plural = "nơi làm việc"
        ordering = ["authority"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority"],
                name="posting_once",
                violation_error_message="Tài khoản này đã làm việc cho cơ quan ấy.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.authority}"
