"""The register's log: every act on a group is one event, numbered without gaps, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..domain.dates import short_date
from ..domain.merkle import EMPTY_ROOT
from ..domain.status import NEEDS_DOCUMENT, NEEDS_REASON, TRANSITIONS, Action
from .constraints import one_of
from .fields import precision_field, public_text
from .querysets import RegisterEventQuerySet


class RegisterEvent(models.Model):
    """One act. Written by ``services.ledger`` alone; the database refuses UPDATE, DELETE and a gap in ``number``.

    ``number`` is the only order. ``recorded_at`` says when it was typed, ``effective_on`` from which day it counts.
    ``public`` holds ``facts`` (the whole public state of the group after the act) and ``change`` (what was, what is);
    ``private`` holds what only staff may read.
    """

    number = models.PositiveBigIntegerField("số", primary_key=True)
    action = models.CharField("việc", max_length=24, choices=[(a, rule.label) for a, rule in TRANSITIONS.items()])
    group = models.ForeignKey("groups.WorkGroup", verbose_name="nhóm", on_delete=models.PROTECT, related_name="events")
    related_group = models.ForeignKey(
        "groups.WorkGroup",
        verbose_name="nhóm liên quan",
        on_delete=models.PROTECT,
        null=True,
        related_name="related_events",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        on_delete=models.PROTECT,
        related_name="register_events",
    )
    recorded_at = models.DateTimeField("ghi lúc")
    effective_on = models.DateField("hiệu lực từ", db_index=True)
    effective_precision = precision_field("mức độ rõ của ngày")
    document = models.ForeignKey(
        "groups.Document", verbose_name="văn bản", on_delete=models.PROTECT, null=True, related_name="events"
    )
    reason = public_text("lý do", blank=True, default="")
    public = models.JSONField("nội dung công khai", default=dict)
    private = models.JSONField("nội dung nội bộ", default=dict)

    objects = RegisterEventQuerySet.as_manager()

    class Meta:
        verbose_name = "sự kiện trong sổ"
        verbose_name_plural = "sự kiện trong sổ"
        ordering = ["-number"]
        indexes = [models.Index(fields=["group", "-number"], name="event_by_group")]
        constraints = [
            one_of("event_action_known", "action", Action, "Việc không có trong danh mục."),
            models.CheckConstraint(
                condition=~Q(action__in=sorted(NEEDS_DOCUMENT)) | Q(document__isnull=False), name="event_has_document"
            ),
            models.CheckConstraint(
                condition=~Q(action__in=sorted(NEEDS_REASON)) | ~Q(reason=""), name="event_has_reason"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="event_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"Sự kiện {self.number}: {self.get_action_display()}"

    @property
    def done_text(self) -> str:
        """What was done, in words."""
        return TRANSITIONS[self.action].done

    @property
    def effective_text(self) -> str:
        """From which day it counts, as a screen shows it."""
        return short_date(self.effective_on, self.effective_precision)


class RegisterHead(models.Model):
    """The single row that the ledger locks before it numbers an event, so numbers have no gaps and no rival.

    ``root`` is that of the tree over all ``number`` leaves, in hex (``EventLeaf``).
    """

    number = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64, default=EMPTY_ROOT.hex())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="head_is_single")]

    def __str__(self) -> str:
        return f"Đầu sổ: {self.number}"


class CodeCounter(models.Model):
    """The last number given to a group of an authority. A number is given once and never again."""

    authority = models.OneToOneField("groups.Unit", on_delete=models.PROTECT, related_name="code_counter")
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.authority}: {self.last_number}"
