"""Forms of new records that were sent: a second send of one finds here what the first has written."""

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """One send that wrote a record. The row stands or falls with the transaction that writes the record (ADR 0027).

    ``token`` was made when the form was shown. ``digest`` is a keyed hash of what was sent. ``written`` is the key of
    the record; it may be gone since.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sent_forms")
    form = models.CharField(max_length=100, help_text="The model that the form writes, as groups.person.")
    token = models.UUIDField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    written = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "biểu mẫu đã gửi"
        verbose_name_plural = "biểu mẫu đã gửi"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["by", "form", "token"], name="form_sent_once")]

    def __str__(self) -> str:
        return f"{self.form}: {self.written or 'đang ghi'}"
