"""Members of a group: mostly rules, seldom a person. For staff; the public reads ``WorkGroup.members_text``."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ..domain.text import clean
from ..domain.vocabulary import MEMBER_CATEGORY_LABELS, MEMBER_KIND_LABELS, MemberCategory, MemberKind
from .constraints import in_order, one_of
from .querysets import DatedQuerySet


class Member(models.Model):
    """One line of membership: a person, a post across a class of units, or a text as the document writes it."""

    group = models.ForeignKey("groups.WorkGroup", on_delete=models.CASCADE, related_name="members")
    kind = models.CharField("loại", max_length=10, choices=list(MEMBER_KIND_LABELS.items()), default=MemberKind.POSTS)
    category = models.CharField(
        "diện", max_length=12, choices=list(MEMBER_CATEGORY_LABELS.items()), default=MemberCategory.REGULAR
    )
    person = models.ForeignKey(
        "groups.Person",
        verbose_name="người",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    post = models.CharField("chức vụ", max_length=150, blank=True, default="")
    units = models.CharField("ở các đơn vị", max_length=200, blank=True, default="")
    text = models.CharField("ghi theo văn bản", max_length=300, blank=True, default="")
    started_on = models.DateField("từ ngày", null=True, editable=False)
    ended_on = models.DateField("đến ngày", null=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên"
        verbose_name_plural = "thành viên"
        ordering = ["group", "pk"]
        constraints = [
            one_of("member_kind_known", "kind", MemberKind, "Loại thành viên không có trong danh mục."),
            one_of("member_category_known", "category", MemberCategory, "Diện thành viên không có trong danh mục."),
            models.CheckConstraint(
                condition=Q(kind=MemberKind.PERSON, person__isnull=False)
                | Q(kind=MemberKind.POSTS, person__isnull=True) & ~Q(post="")
                | Q(kind=MemberKind.TEXT, person__isnull=True) & ~Q(text=""),
                name="member_says_who",
                violation_error_message="Dòng thành viên chưa khớp với loại đã chọn.",
            ),
            in_order("member_dates_in_order", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The line in words, for staff."""
        if self.kind == MemberKind.PERSON:
            return str(self.person)
        if self.kind == MemberKind.TEXT:
            return self.text
        return " ".join(part for part in (self.post, self.units) if part)

    def clean(self) -> None:
        super().clean()
        self.post, self.units, self.text = clean(self.post), clean(self.units), clean(self.text)
        if self.kind == MemberKind.PERSON and not self.person_id:
            raise ValidationError({"person": "Hãy chọn người, hoặc đổi loại của dòng này."})
        if self.kind == MemberKind.POSTS and not self.post:
            raise ValidationError({"post": "Hãy ghi chức vụ, ví dụ: Hiệu trưởng."})
        if self.kind == MemberKind.TEXT and not self.text:
            raise ValidationError({"text": "Hãy ghi nguyên văn như văn bản."})
        if self.kind != MemberKind.PERSON:
            self.person = None
