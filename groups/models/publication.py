"""Published lists: what the office sent out, byte for byte, for ever."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..domain.vocabulary import GROUPING_LABELS
from .constraints import one_of
from .querysets import PublicationQuerySet

#: What a published list is kept as: the two variants of the list, and the notice of what changed.
FILE_KINDS = {
    "electronic": "Danh sách, bản điện tử",
    "paper": "Danh sách, bản giấy",
    "notice": "Thông báo thay đổi",
}


class Publication(models.Model):
    """A list as it was published: its rows, its words, the event of the register it was made at. Never changed.

    Only the covering document may be named later, once: its number is the clerk's to give, when he gives it.
    ``number`` counts the publications of one authority without gaps; it is no document's number.
    ``content`` holds ``list`` (every word as printed) and ``facts`` (the public facts of each row).
    """

    authority = models.ForeignKey(
        "groups.Unit", verbose_name="cơ quan", on_delete=models.PROTECT, related_name="publications"
    )
    number = models.PositiveIntegerField("lần công bố")
    event_number = models.PositiveBigIntegerField("đến sự kiện số")
    as_of = models.DateField("danh sách của ngày")
    grouping = models.CharField(
        "xếp theo", max_length=10, blank=True, default="", choices=list(GROUPING_LABELS.items())
    )
    letterhead = models.ForeignKey(
        "groups.Letterhead", verbose_name="tiêu đề cơ quan", on_delete=models.PROTECT, related_name="publications"
    )
    covering = models.ForeignKey(
        "groups.Document",
        verbose_name="văn bản kèm theo",
        on_delete=models.PROTECT,
        null=True,
        related_name="publications",
    )
    content = models.JSONField("nội dung")
    digest = models.CharField("SHA-256 của nội dung", max_length=64)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người công bố",
        on_delete=models.PROTECT,
        related_name="publications",
    )
    published_at = models.DateTimeField("công bố lúc")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "danh sách đã công bố"
        verbose_name_plural = "danh sách đã công bố"
        ordering = ["-published_at", "-number"]
        permissions = [("publish_list", "Công bố danh sách, ghi bản đã ký")]
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="publication_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="publication_from_one"),
            one_of("publication_grouping_known", "grouping", GROUPING_LABELS, "Cách xếp không có trong danh mục."),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.as_of:%d/%m/%Y})"

    @property
    def label(self) -> str:
        """Which one it is, in words."""
        return f"Danh sách công bố lần {self.number}"

    @property
    def row_count(self) -> int:
        """How many lines it has."""
        return len(self.content["list"]["rows"])


class Kept(models.Model):
    """Bytes that are kept as they came, with the SHA-256 that tells them apart from any other."""

    content = models.BinaryField("nội dung tệp")
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs) -> None:
        self.sha256 = hashlib.sha256(bytes(self.content)).hexdigest()
        super().save(**kwargs)

    @property
    def is_whole(self) -> bool:
        """Whether the bytes are still those that were hashed."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256


class PublishedFile(Kept):
    """A PDF made when the list was published, or when its covering document was named."""

    publication = models.ForeignKey(
        Publication, verbose_name="lần công bố", on_delete=models.PROTECT, related_name="files"
    )
    kind = models.CharField("loại", max_length=12, choices=list(FILE_KINDS.items()))
    made_at = models.DateTimeField("tạo lúc")

    class Meta:
        verbose_name = "tệp đã công bố"
        verbose_name_plural = "tệp đã công bố"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "kind"], name="published_file_once"),
            one_of("published_file_kind_known", "kind", FILE_KINDS, "Loại tệp không có trong danh mục."),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} của {self.publication}"


class SignedCopy(Kept):
    """A published PDF that came back signed: bytes untouched, and what was found when they were checked."""

    publication = models.ForeignKey(
        Publication, verbose_name="lần công bố", on_delete=models.PROTECT, related_name="signed_copies"
    )
    report = models.JSONField("kết quả kiểm tra")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", on_delete=models.PROTECT, related_name="signed_copies"
    )
    added_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "bản đã ký"
        verbose_name_plural = "bản đã ký"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "sha256"], name="signed_copy_once")]

    def __str__(self) -> str:
        return f"Bản đã ký của {self.publication}"
