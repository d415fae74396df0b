"""Looks at what only some of the staff may see: invite links, phones, e-mail addresses."""

from django.conf import settings
from django.db import models


class SecretLook(models.Model):
    """Who looked at which secret, and when. Append-only: the database refuses to change or delete it."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người xem", on_delete=models.PROTECT, related_name="secret_looks"
    )
    at = models.DateTimeField("lúc")
    group = models.ForeignKey(
        "groups.WorkGroup", verbose_name="nhóm", on_delete=models.PROTECT, null=True, related_name="secret_looks"
    )
    person = models.ForeignKey(
        "groups.Person", verbose_name="người", on_delete=models.PROTECT, null=True, related_name="secret_looks"
    )
    report = models.ForeignKey(
        "groups.ReportedChat",
        verbose_name="nhóm bị báo",
        on_delete=models.PROTECT,
        null=True,
        related_name="secret_looks",
    )
    what = models.CharField("nội dung", max_length=100)

    class Meta:
        verbose_name = "lượt xem thông tin kín"
        verbose_name_plural = "lượt xem thông tin kín"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.by} xem {self.what}"
