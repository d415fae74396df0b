"""Chats that somebody reported and the office has confirmed not to be its own."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ..domain.abbreviations import name_key
from ..domain.links import BadLink, parse_link
from ..domain.lookalikes import skeleton
from ..domain.text import clean
from .constraints import all_or_none
from .fields import validate_public_text
from .querysets import ReportedChatQuerySet


class ReportedChat(models.Model):
    """A name, an invite link, or both, confirmed to be a stranger's. Withdrawn when it was a mistake, never deleted.

    The link is kept from the public like our own: it would let people into the very chat that they are warned of.
    """

    name = models.CharField(
        "tên nhóm bị báo", max_length=200, blank=True, default="", validators=[validate_public_text]
    )
    squash = models.CharField(max_length=2000, editable=False, default="", db_index=True)
    url = models.CharField(
        "liên kết mời của nhóm đó",
        max_length=300,
        blank=True,
        default="",
        help_text="Không công khai: chỉ để trả lời người hỏi đúng liên kết này.",
    )
    key = models.CharField(max_length=200, editable=False, default="", db_index=True)
    document = models.ForeignKey(
        "groups.Document",
        verbose_name="văn bản",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_chats",
    )
    note = models.TextField("ghi chú nội bộ", blank=True, default="", help_text="Ai báo, đã kiểm tra thế nào.")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xác nhận",
        on_delete=models.PROTECT,
        editable=False,
        related_name="confirmed_reports",
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người rút lại",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="withdrawn_reports",
    )
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, editable=False)
    withdrawn_reason = models.CharField("lý do rút lại", max_length=300, blank=True, default="")

    objects = ReportedChatQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm bị báo, không phải của cơ quan"
        verbose_name_plural = "nhóm bị báo, không phải của cơ quan"
        ordering = ["-confirmed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(squash="") | ~Q(key=""),
                name="report_names_a_chat",
                violation_error_message="Cần ghi tên nhóm, liên kết mời, hoặc cả hai.",
            ),
            all_or_none("report_withdrawn_by_whom_when", "withdrawn_by", "withdrawn_at"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="report_withdrawn_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Liên kết bị báo (được giữ kín)"

    def clean(self) -> None:
        super().clean()
        self.name = clean(self.name)
        if self.url:
            try:
                link = parse_link(self.url)
            except BadLink as error:
                raise ValidationError({"url": str(error)}) from error
            self.url, self.key = link.url, link.key
        self.squash = name_key(skeleton(self.name))
        if not self.squash and not self.key:
            raise ValidationError("Cần ghi tên nhóm, liên kết mời, hoặc cả hai.")
