"""Units: offices, schools, centres, wards. An office that keeps a register is an authority."""

from django.db import models
from django.db.models import Q

from ..domain.text import clean, fold
from ..domain.vocabulary import LEVEL_LABELS, OWNERSHIP_LABELS, UNIT_KIND_LABELS, Level, Ownership, UnitKind
from .constraints import all_or_none, in_order, one_of
from .fields import validate_prefix, validate_public_text


class Unit(models.Model):
    """A body, in a tree. ``code`` of an authority is the prefix of its register codes and never changes."""

    name = models.CharField("tên đơn vị", max_length=200, validators=[validate_public_text])
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField("loại đơn vị", max_length=10, choices=list(UNIT_KIND_LABELS.items()))
    ownership = models.CharField(
        "loại hình", max_length=10, blank=True, default="", choices=list(OWNERSHIP_LABELS.items())
    )
    level = models.CharField("cấp học", max_length=20, blank=True, default="", choices=list(LEVEL_LABELS.items()))
    ward = models.CharField("phường, xã", max_length=100, blank=True, default="")
    code = models.CharField(
        "mã đơn vị",
        max_length=8,
        unique=True,
        null=True,
        blank=True,
        validators=[validate_prefix],
        help_text="Với cơ quan lập sổ, đây là phần đầu của mã nhóm (ví dụ TB trong TB-0007-L) và không đổi được nữa.",
    )
    parent = models.ForeignKey(
        "self", verbose_name="đơn vị cấp trên", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    active = models.BooleanField("đang hoạt động", default=True)
    valid_from = models.DateField("hoạt động từ", null=True, blank=True)
    valid_to = models.DateField("hoạt động đến", null=True, blank=True)
    uncertain = models.BooleanField("tên chưa chắc", default=False, help_text="Tên đọc từ văn bản cũ, chưa kiểm chứng.")
    #: Written by ``services/unit_ends.py`` alone: no form of the record itself ends a unit.
    ended_on = models.DateField("giải thể, sáp nhập ngày", null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        "self",
        verbose_name="sáp nhập vào",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
    )
    ended_by = models.ForeignKey(
        "groups.Document",
        verbose_name="văn bản giải thể, sáp nhập",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="units_ended",
    )

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["name"]
        constraints = [
            one_of("unit_kind_known", "kind", UnitKind, "Loại đơn vị không có trong danh mục."),
            one_of("unit_ownership_known", "ownership", Ownership, "Loại hình không có trong danh mục."),
            one_of("unit_level_known", "level", ["", *Level], "Cấp học không có trong danh mục."),
            in_order("unit_dates_in_order", "valid_from", "valid_to"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                name="unit_not_own_parent",
                violation_error_message="Một đơn vị không thể là cấp trên của chính nó.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ended_on__isnull=False) & ~Q(successor=models.F("pk")),
                name="unit_successor_of_ended",
                violation_error_message="Chỉ đơn vị đã kết thúc mới sáp nhập vào đơn vị khác, không vào chính nó.",
            ),
            all_or_none("unit_ended_by_document", "ended_on", "ended_by"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.name_key = fold(self.name)
        super().save(**kwargs)

    def clean(self) -> None:
        super().clean()
        self.name = clean(self.name)
        self.code = self.code or None

    @property
    def end_text(self) -> str:
        """How the unit ended, in words; empty while it has not."""
        if self.ended_on is None:
            return ""
        return f"đã sáp nhập vào {self.successor}" if self.successor_id else "đã giải thể"
