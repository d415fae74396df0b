"""How the accounts of staff are entered: what happened at the entrance, and codes for who lost his phone."""

from django.conf import settings
from django.db import models

from ..domain.staff import ENTRY_LABELS, Entry
from .constraints import one_of


class EntryRecord(models.Model):
    """One thing that happened at the entrance. Append-only: the database refuses to change or delete it.

    What was typed is never kept: a password is easily typed into the field of the name. ``by`` is who did it where
    that was somebody else; None with ``FACTOR_RESET`` and ``UNLOCKED``: a command on the server.
    """

    at = models.DateTimeField("lúc")
    what = models.CharField("việc", max_length=20, choices=list(ENTRY_LABELS.items()))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="tài khoản", on_delete=models.PROTECT, related_name="entries"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người làm", on_delete=models.PROTECT, null=True, related_name="+"
    )
    address = models.CharField("từ địa chỉ", max_length=50, blank=True, default="")

    class Meta:
        verbose_name = "lượt đăng nhập"
        verbose_name_plural = "nhật ký đăng nhập"
        ordering = ["-pk"]
        constraints = [one_of("entry_record_known", "what", Entry, "Việc không có trong danh mục.")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.user}"


class RecoveryCode(models.Model):
    """The digest of a code that opens once what the phone would. Used ones are deleted; :class:`EntryRecord` tells."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "mã khôi phục"
        verbose_name_plural = "mã khôi phục"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"Mã khôi phục của {self.user}"
