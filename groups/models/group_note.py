"""Notes of the staff on a group: what a colleague should know tomorrow, never edited, only added."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from ..domain.privacy import note_refusal
from ..domain.text import clean_lines

NOTE_LENGTH = 2_000


def validate_note(value: str) -> None:
    """Refuse a note that holds a link, a phone or an e-mail address: it could never be taken out again."""
    if sentence := note_refusal(value):
        raise ValidationError(sentence, code="private")


class GroupNote(models.Model):
    """One note. Append-only: the database refuses to change or delete it. Never public, of no effect on the group."""

    group = models.ForeignKey(
        "groups.WorkGroup", verbose_name="nhóm", on_delete=models.PROTECT, related_name="notes", editable=False
    )
    text = models.TextField("ghi chú", validators=[MaxLengthValidator(NOTE_LENGTH), validate_note])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        on_delete=models.PROTECT,
        related_name="group_notes",
        editable=False,
    )
    at = models.DateTimeField("lúc", editable=False)

    class Meta:
        verbose_name = "ghi chú về nhóm"
        verbose_name_plural = "ghi chú về nhóm"
        ordering = ["-pk"]
        default_permissions = ("add", "view")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        self.text = clean_lines(self.text)
        if not self.text:
            raise ValidationError({"text": "Hãy viết nội dung ghi chú."})
