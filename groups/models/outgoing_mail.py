"""Letters that the register sends: written with the act they tell of, sent after it, kept until they are forgotten."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..domain.letters import MAIL_STATE_LABELS, MailState
from .constraints import one_of


class OutgoingMailQuerySet(models.QuerySet):
    """Questions about letters."""

    def due(self, now):
        """Letters whose turn has come, the oldest first."""
        return self.filter(state=MailState.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")


class OutgoingMail(models.Model):
    """One letter to one reader. ``services.outbox`` alone writes it, in the transaction of the act.

    ``next_try_at`` is also the claim of a sender: it is moved ahead before the letter is handed over, so that a second
    sender passes it by; where the first one dies, the letter's turn comes again.
    """

    authority = models.ForeignKey(
        "groups.Unit", verbose_name="cơ quan", on_delete=models.PROTECT, related_name="outgoing_mail"
    )
    event = models.ForeignKey(
        "groups.RegisterEvent",
        verbose_name="sự kiện",
        on_delete=models.PROTECT,
        null=True,
        related_name="outgoing_mail",
    )
    person = models.ForeignKey(
        "groups.Person", verbose_name="người nhận", on_delete=models.SET_NULL, null=True, related_name="outgoing_mail"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản nhận",
        on_delete=models.SET_NULL,
        null=True,
        related_name="outgoing_mail",
    )
    name = models.CharField("người nhận", max_length=150)
    # Shortened, to tell two of one name apart; the address itself is read from its owner when the letter is sent, so
    # that the register keeps it once, and a corrected or erased one counts at once.
    shown_address = models.CharField("địa chỉ (rút gọn)", max_length=255, blank=True, default="")
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    state = models.CharField("trạng thái", max_length=12, choices=list(MAIL_STATE_LABELS.items()))
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    written_at = models.DateTimeField("viết lúc")
    next_try_at = models.DateTimeField("thử lần tới")
    sent_at = models.DateTimeField("gửi lúc", null=True)
    trouble = models.CharField("vì sao chưa gửi được", max_length=300, blank=True, default="")

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "thư gửi đi"
        verbose_name_plural = "thư gửi đi"
        ordering = ["-pk"]
        permissions = [("resend_outgoingmail", "Gửi lại thư")]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_by_turn")]
        constraints = [
            one_of("mail_state_known", "state", MailState, "Trạng thái không có trong danh mục."),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | ~Q(state=MailState.SENT) & Q(sent_at__isnull=True),
                name="mail_sent_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.subject}"

    @property
    def address(self) -> str:
        """Where it goes now, empty where its reader has no address: personal data, for the sender alone."""
        reader = self.person or self.user
        return reader.email.strip() if reader else ""
