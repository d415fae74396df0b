"""The work group: the noun that the register exists for."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..domain.codes import CODE_PATTERN
from ..domain.dates import Precision, short_date
from ..domain.platforms import PLATFORM_LABELS, Platform
from ..domain.status import ENDED, OFFICIAL, PUBLIC, STATUS_LABELS, Status
from ..domain.text import clean, clean_lines, fold, squash
from ..domain.vocabulary import LEVEL_LABELS, MARK, UNCERTAIN_FIELDS, Level
from .constraints import one_of
from .fields import precision_field, public_text, validate_public_text
from .querysets import WorkGroupQuerySet

_DECIDED = [Status.RECOGNISED, Status.SUSPENDED, Status.DISSOLVED, Status.MERGED]


class WorkGroup(models.Model):
    """A Zalo or Viber group used for work between the office and schools.

    Only services write a group that has been proposed: the database refuses a change of status, name, app or
    code that does not come with a new register event (``last_event``), and refuses to delete it.
    ``status_*`` tell since when, by which document and why the group stands where it stands.
    """

    authority = models.ForeignKey(
        "groups.Unit", verbose_name="cơ quan quản lý", on_delete=models.PROTECT, related_name="work_groups"
    )
    # Null, not empty: drafts have no code yet, and unique must not see them as equal.
    code = models.CharField("mã số", max_length=20, unique=True, null=True, editable=False)  # noqa: DJ001  null: see above
    name = models.CharField(
        "tên nhóm",
        max_length=200,
        validators=[validate_public_text],
        help_text="Đúng như tên hiện trong Zalo hoặc Viber. Sẽ công khai khi nhóm được công nhận.",
    )
    name_key = models.CharField(max_length=400, editable=False, default="", db_index=True)
    name_squash = models.CharField(max_length=400, editable=False, default="", db_index=True)
    platform = models.CharField("ứng dụng", max_length=10, choices=list(PLATFORM_LABELS.items()))
    room_count = models.PositiveSmallIntegerField(
        "số nhóm", default=1, help_text="Thường là 1; nhiều hơn khi một mục của danh sách gồm nhiều nhóm cùng tên."
    )
    level = models.CharField("cấp học", max_length=20, choices=list(LEVEL_LABELS.items()), default=Level.GENERAL)
    purpose = public_text("mục đích", blank=True, default="", help_text="Nhóm dùng để làm gì. Sẽ công khai.")
    members_text = public_text(
        "thành viên (ghi trên danh sách)",
        blank=True,
        default="",
        help_text="Sẽ công khai: ghi theo chức vụ và loại đơn vị, ví dụ “Hiệu trưởng các trường tiểu học”; "
        "không ghi danh sách cá nhân, số điện thoại.",
    )
    directive_text = public_text(
        "hướng xử lý (ghi trên danh sách)", blank=True, default="", help_text="Như văn bản ghi. Sẽ công khai."
    )
    uncertain = models.JSONField(
        "chỗ đọc chưa chắc", default=list, blank=True, help_text="Các mục đọc từ văn bản cũ mà chưa chắc chắn."
    )
    source_row = models.CharField(
        "số thứ tự trên văn bản gốc", max_length=10, blank=True, default="", validators=[validate_public_text]
    )
    source_document = models.ForeignKey(
        "groups.Document",
        verbose_name="văn bản gốc",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="source_groups",
    )

    status = models.CharField(
        "trạng thái",
        max_length=12,
        choices=list(STATUS_LABELS.items()),
        default=Status.DRAFT,
        editable=False,
        db_index=True,
    )
    status_since = models.DateField("từ ngày", null=True, editable=False)
    status_precision = precision_field("mức độ rõ của ngày")
    status_document = models.ForeignKey(
        "groups.Document",
        verbose_name="theo văn bản",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="decided_groups",
    )
    status_reason = models.TextField("lý do", blank=True, default="", editable=False)
    recognised_on = models.DateField("công nhận từ", null=True, editable=False)
    recognised_precision = precision_field("mức độ rõ của ngày công nhận")
    recognised_document = models.ForeignKey(
        "groups.Document",
        verbose_name="văn bản công nhận",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="recognised_groups",
    )
    successor = models.ForeignKey(
        "self",
        verbose_name="ghép vào",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="predecessors",
    )
    last_confirmed_on = models.DateField("xác nhận gần nhất", null=True, editable=False, db_index=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        on_delete=models.PROTECT,
        editable=False,
        related_name="recorded_groups",
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đề nghị",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="proposed_groups",
    )
    last_event = models.ForeignKey(
        "groups.RegisterEvent", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = WorkGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm"
        verbose_name_plural = "nhóm"
        ordering = ["code", "pk"]
        permissions = [
            ("record_workgroup", "Ghi và sửa bản nháp"),
            ("propose_workgroup", "Đề nghị công nhận"),
            ("amend_workgroup", "Cập nhật nhóm đã công nhận"),
            ("decide_workgroup", "Công nhận, tạm ngừng, giải tán, ghép"),
            ("export_list", "Xuất danh sách đính kèm"),
        ]
        indexes = [models.Index(fields=["status", "platform", "level"], name="group_by_status")]
        constraints = [
            one_of("group_status_known", "status", Status, "Trạng thái không có trong danh mục."),
            one_of("group_platform_known", "platform", Platform, "Ứng dụng không có trong danh mục."),
            one_of("group_level_known", "level", Level, "Cấp học không có trong danh mục."),
            models.CheckConstraint(condition=Q(room_count__gte=1), name="group_has_a_room"),
            models.CheckConstraint(
                condition=Q(code__isnull=True, status=Status.DRAFT)
                | (
                    Q(code__isnull=False, last_event__isnull=False, proposed_by__isnull=False) & ~Q(status=Status.DRAFT)
                ),
                name="group_code_once_proposed",
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(code__regex=CODE_PATTERN), name="group_code_form"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=_DECIDED,
                    status_since__isnull=False,
                    status_document__isnull=False,
                    recognised_on__isnull=False,
                    recognised_document__isnull=False,
                )
                & ~Q(status_reason="")
                | Q(status_document__isnull=True, recognised_on__isnull=True, recognised_document__isnull=True)
                & ~Q(status__in=_DECIDED),
                name="group_when_why_by_what",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.MERGED, successor__isnull=False)
                | (~Q(status=Status.MERGED) & Q(successor__isnull=True)),
                name="group_merged_has_successor",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("pk")), name="group_not_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}" if self.code else self.name

    def save(self, **kwargs) -> None:
        self.name_key, self.name_squash = fold(self.name), squash(self.name)
        super().save(**kwargs)

    def clean(self) -> None:
        super().clean()
        self.name = clean(self.name)
        for field in ("purpose", "members_text", "directive_text"):
            setattr(self, field, clean_lines(getattr(self, field)))

    def marked(self, field: str) -> str:
        """Return the public value of ``field``, followed by "[?]" where its reading is uncertain."""
        value = str(getattr(self, field))
        # A text that marks the doubtful word itself needs no second mark at its end.
        if field not in self.uncertain or MARK.strip() in value:
            return value
        return (value + MARK).strip()

    def day_text(self, day: dt.date) -> str:
        """Return a day of this group's life as a screen shows it, no more precise than the document was.

        Only recognition by an old document can be known to the month; its day stands in names and confirmations too.
        """
        known = day == self.recognised_on
        return short_date(day, self.recognised_precision if known else Precision.DAY)

    @property
    def last_confirmed_text(self) -> str:
        """When somebody last confirmed it, as a screen shows it."""
        return self.day_text(self.last_confirmed_on) if self.last_confirmed_on else "chưa có"

    @property
    def is_public(self) -> bool:
        """Whether the public may know of it; the same set as ``objects.public()``."""
        return self.status in PUBLIC

    @property
    def is_official(self) -> bool:
        """Whether it is on the attached list today; the same set as ``objects.official()``."""
        return self.status in OFFICIAL

    @property
    def is_ended(self) -> bool:
        """Whether it was dissolved or merged."""
        return self.status in ENDED

    @property
    def status_since_text(self) -> str:
        """Since when it stands where it stands, as a screen shows it."""
        return short_date(self.status_since, self.status_precision)

    @property
    def recognised_on_text(self) -> str:
        """Since when it has been recognised, as a screen shows it."""
        return short_date(self.recognised_on, self.recognised_precision)

    @property
    def uncertain_labels(self) -> list[str]:
        """What is uncertain, in words."""
        return [UNCERTAIN_FIELDS[field] for field in self.uncertain if field in UNCERTAIN_FIELDS]
