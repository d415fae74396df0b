"""Invite links: the secrets that prove a chat, and let a stranger in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ..domain.dates import short_date
from ..domain.links import BadLink, parse_link
from ..domain.platforms import PLATFORM_LABELS
from .constraints import in_order
from .querysets import InviteLinkQuerySet
from .reported_chat import ReportedChat

REPORTED = "Liên kết này đã được xác nhận là của một nhóm lạ. Nếu xác nhận đó nhầm, hãy rút lại trước."


class InviteLink(models.Model):
    """A link of a group. It has no first day until the group is recognised; a revoked one stays known for ever.

    ``key`` is the canonical form for comparison. ``url`` and ``key`` never leave the staff's pages, and every look
    at them is recorded (:class:`SecretLook`).
    """

    group = models.ForeignKey("groups.WorkGroup", on_delete=models.CASCADE, related_name="links")
    url = models.CharField(
        "liên kết mời",
        max_length=300,
        help_text="Không bao giờ công khai. Dạng zalo.me/g/… hoặc invite.viber.com/?g2=…",
    )
    key = models.CharField(max_length=200, editable=False, db_index=True)
    platform = models.CharField("ứng dụng", max_length=10, editable=False, choices=list(PLATFORM_LABELS.items()))
    started_on = models.DateField("từ ngày", null=True, editable=False)
    ended_on = models.DateField("thu hồi ngày", null=True, editable=False)

    objects = InviteLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "liên kết mời"
        verbose_name_plural = "liên kết mời"
        ordering = ["group", "-pk"]
        permissions = [("reveal_invitelink", "Xem liên kết mời")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(ended_on__isnull=True),
                name="link_one_live_holder",
                violation_error_message="Liên kết này đang được ghi cho một nhóm khác.",
            ),
            in_order("link_dates_in_order", "started_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return f"Liên kết {self.get_platform_display()} (được giữ kín)"

    def clean(self) -> None:
        super().clean()
        try:
            link = parse_link(self.url)
        except BadLink as error:
            raise ValidationError({"url": str(error)}) from error
        self.url, self.key, self.platform = link.url, link.key, link.platform
        if sentence := self._why_taken():
            raise ValidationError({"url": sentence})
        if ReportedChat.objects.standing().filter(key=self.key).exists():
            raise ValidationError({"url": REPORTED})

    def _why_taken(self) -> str:
        """Say who holds or held this link, and what to do; empty where it is free."""
        # A key that was ours and was revoked can be in a stranger's hands by now: no group may take it again.
        others = InviteLink.objects.taken().filter(key=self.key).exclude(pk=self.pk)
        held = others.select_related("group").order_by("-pk").first()
        return held.why_not_again(self.group_id, authority=self.group.authority_id) if held else ""

    def why_not_again(self, group_id: int | None, *, authority: int | None) -> str:
        """Say why the group ``group_id`` (None: a new one) of ``authority`` cannot take this link, which is taken.

        What another office has not made public is not named (ADR 0013).
        """
        if self.ended_on is not None:
            return (
                f"Liên kết này đã bị thu hồi ngày {short_date(self.ended_on)}, trước đây thuộc nhóm “{self.group}”. "
                "Người ngoài có thể đang giữ nó nên không dùng lại được: hãy tạo liên kết mời mới trong ứng dụng."
            )
        if self.group_id == group_id:
            return "Liên kết này đã được ghi cho chính nhóm này."
        if self.started_on is None and self.group.authority_id != authority:
            return (
                "Liên kết này đang được ghi trong hồ sơ của một cơ quan khác. Mỗi liên kết chỉ thuộc một nhóm: hãy hỏi "
                "lại người đã đưa liên kết, hoặc tạo liên kết mời mới trong ứng dụng."
            )
        holder = f"nhóm “{self.group}” ({self.group.get_status_display().lower()})"
        if self.started_on is None:
            return (
                f"Liên kết này đang được ghi cho {holder}. Nếu là cùng một nhóm, hãy dùng tiếp hồ sơ ấy; nếu hồ sơ ấy "
                "ghi nhầm, hãy bỏ liên kết ở đó trước."
            )
        return (
            f"Liên kết này đang được ghi cho {holder}. Mỗi liên kết chỉ thuộc một nhóm: hãy lấy liên kết của đúng nhóm "
            "chat cần ghi, hoặc tạo liên kết mời mới trong ứng dụng."
        )
