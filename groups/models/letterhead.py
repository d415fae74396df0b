"""The dated identity of an authority, as the top and the foot of its documents show it."""

from django.db import models

from ..domain.text import clean
from .fields import public_line, public_text
from .querysets import LetterheadQuerySet


class Letterhead(models.Model):
    """Name, superior, place, symbol and signer of an authority from a day on.

    Only the first day is kept: a letterhead holds until the next one begins, so two can never overlap. A list
    published under an old letterhead keeps it (offices changed on 1 July 2025).
    """

    authority = models.ForeignKey(
        "groups.Unit", verbose_name="cơ quan", on_delete=models.PROTECT, related_name="letterheads"
    )
    valid_from = models.DateField("dùng từ ngày")
    superior = public_line("cơ quan chủ quản", 200, help_text="Ví dụ: UBND quận …")
    name = public_line("tên cơ quan ban hành", 200)
    place = public_line(
        "địa danh",
        100,
        help_text="Đứng trước ngày tháng, ví dụ: Tân Bình",
    )
    symbol = public_line("ký hiệu", 40, help_text="Phần sau số văn bản, ví dụ: GDĐT")
    signer_title = public_line("chức vụ người ký", 100, blank=True, default="")
    signer_name = public_line("họ tên người ký", 100, blank=True, default="")
    recipients = public_text("nơi nhận", blank=True, default="", help_text="Mỗi dòng một nơi nhận.")

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        verbose_name = "tiêu đề cơ quan"
        verbose_name_plural = "tiêu đề cơ quan"
        ordering = ["authority", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "valid_from"],
                name="letterhead_one_a_day",
                violation_error_message="Cơ quan này đã có một tiêu đề bắt đầu từ ngày ấy.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} (từ {self.valid_from:%d/%m/%Y})"

    def clean(self) -> None:
        super().clean()
        for field in ("superior", "name", "place", "symbol", "signer_title", "signer_name"):
            setattr(self, field, clean(getattr(self, field)))
