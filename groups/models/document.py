"""Documents: every change of state rests on one."""

from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import Q

from ..domain.dates import formal_date, short_date
from ..domain.text import clean, fold
from .constraints import partial_date
from .fields import precision_field, public_text, validate_public_text
from .querysets import DocumentQuerySet

KINDS = ["Công văn", "Quyết định", "Thông báo", "Tờ trình", "Biên bản", "Kế hoạch", "Văn bản khác"]


class Document(models.Model):
    """An administrative document. Its number is given by the office's clerk; the register never invents one."""

    authority = models.ForeignKey(
        "groups.Unit", verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField("loại văn bản", max_length=30, choices=[(k, k) for k in KINDS], default=KINDS[0])
    number = models.CharField(
        "số",
        max_length=20,
        validators=[
            validate_public_text,
            RegexValidator(
                "/", "Chỉ ghi phần số, ví dụ 1496; phần sau dấu gạch chéo ghi ở ô ký hiệu.", inverse_match=True
            ),
        ],
        help_text="Chỉ phần số, ví dụ 1496",
    )
    symbol = models.CharField(
        "ký hiệu", max_length=40, validators=[validate_public_text], help_text="Phần sau dấu gạch chéo, ví dụ GDĐT-PC"
    )
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_precision = precision_field("mức độ rõ của ngày")
    subject = public_text("trích yếu", max_length=500)
    file = models.FileField(
        "bản quét",
        upload_to="documents/%Y/",
        blank=True,
        validators=[FileExtensionValidator(["pdf"], "Chỉ nhận tệp PDF.")],
        help_text="Tệp PDF, không quá 20 MB; chỉ cán bộ xem được.",
    )
    search_key = models.TextField(editable=False, default="")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            partial_date("document_date_and_precision", "issued_on", "issued_precision"),
            models.UniqueConstraint(
                fields=["authority", "number", "symbol", "issued_on"],
                name="document_once",
                violation_error_message="Văn bản có số, ký hiệu và ngày này đã được ghi.",
            ),
            models.UniqueConstraint(
                fields=["authority", "number", "symbol"],
                condition=Q(issued_on__isnull=True),
                name="document_once_undated",
                violation_error_message="Văn bản không rõ ngày có số và ký hiệu này đã được ghi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} ({self.issued_text})"

    def save(self, **kwargs) -> None:
        self.search_key = fold(f"{self} {self.subject}")
        super().save(**kwargs)

    @property
    def reference(self) -> str:
        """Number and symbol, ``1496/GDĐT-PC``; a 0 stands before a number under 10 (Nghị định 30/2020, Phụ lục I)."""
        number = f"0{self.number}" if len(self.number) == 1 and self.number.isdigit() else self.number
        return f"{number}/{self.symbol}" if self.symbol else number

    @property
    def issued_text(self) -> str:
        """When it was issued, as a screen shows it: no more precise than is known."""
        return short_date(self.issued_on, self.issued_precision)

    @property
    def is_cited(self) -> bool:
        """Whether an act, a published list or a proposed group rests on it; then the database lets it stand."""
        return (
            self.events.exists() or self.publications.exists() or self.source_groups.exclude(code__isnull=True).exists()
        )

    @property
    def formal_date(self) -> str:
        """The date as a document writes it, "[?]" for what is not known."""
        return formal_date(self.issued_on, self.issued_precision)

    def clean(self) -> None:
        super().clean()
        self.number, self.symbol, self.subject = clean(self.number), clean(self.symbol), clean(self.subject)


class MissingRow(models.Model):
    """A row of a document's list that can no longer be read. It is shown as missing and never filled by guess."""

    document = models.ForeignKey(
        Document, verbose_name="văn bản", on_delete=models.PROTECT, related_name="missing_rows"
    )
    source_row = models.CharField("số thứ tự", max_length=10, validators=[validate_public_text])
    note = public_text("ghi chú", blank=True, default="")

    class Meta:
        verbose_name = "dòng bị mất"
        verbose_name_plural = "dòng bị mất"
        ordering = ["document", "source_row"]
        constraints = [models.UniqueConstraint(fields=["document", "source_row"], name="missing_row_once")]

    def __str__(self) -> str:
        return f"Dòng {self.source_row} của {self.document.reference}"
