"""Who leads and administers a group: a person or a post, dated."""

from django.db import models
from django.db.models import Q

from ..domain.status import EDITABLE
from ..domain.text import clean
from ..domain.vocabulary import GROUP_ROLE_LABELS, MARK, GroupRole
from .constraints import in_order, one_of
from .fields import validate_public_text
from .querysets import DatedQuerySet


class Administrator(models.Model):
    """Lead, deputy or administrator of a group. A post alone will do ("Trưởng phòng GD-ĐT"); so will a person."""

    group = models.ForeignKey("groups.WorkGroup", on_delete=models.CASCADE, related_name="administrators")
    role = models.CharField("vai trò", max_length=15, choices=list(GROUP_ROLE_LABELS.items()), default=GroupRole.LEAD)
    person = models.ForeignKey(
        "groups.Person",
        verbose_name="người",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="administrations",
    )
    post = models.CharField(
        "chức vụ",
        max_length=150,
        blank=True,
        default="",
        validators=[validate_public_text],
        help_text="Để trống nếu chỉ cần tên người. Với trưởng nhóm, tên và chức vụ sẽ công khai.",
    )
    uncertain = models.BooleanField("chưa chắc", default=False, help_text="Đọc từ văn bản cũ, chưa kiểm chứng.")
    # As it was said when it was recorded: a person who marries or is promoted changes no group without an act.
    shown = models.CharField(max_length=300, editable=False, default="")
    started_on = models.DateField("từ ngày", null=True, editable=False)
    ended_on = models.DateField("đến ngày", null=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "người quản trị nhóm"
        verbose_name_plural = "trưởng nhóm, phó nhóm, quản trị"
        ordering = ["group", "pk"]
        constraints = [
            one_of("administrator_role_known", "role", GroupRole, "Vai trò không có trong danh mục."),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(role=GroupRole.LEAD, ended_on__isnull=True),
                name="administrator_one_lead",
                violation_error_message="Mỗi nhóm chỉ có một trưởng nhóm.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(post=""),
                name="administrator_person_or_post",
                violation_error_message="Cần chọn một người hoặc ghi một chức vụ.",
            ),
            in_order("administrator_dates_in_order", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.shown}"

    def save(self, **kwargs) -> None:
        if self._state.adding or self.group.status in EDITABLE:
            self.shown = self.in_words()
        super().save(**kwargs)

    def in_words(self) -> str:
        """Name and post as they are now, marked "[?]" where the reading is uncertain."""
        post = self.post or (self.person.post if self.person else "")
        text = ", ".join(part for part in (self.person.shown_name if self.person else "", post) if part)
        return text + MARK if self.uncertain and MARK.strip() not in text else text

    def clean(self) -> None:
        super().clean()
        self.post = clean(self.post)
