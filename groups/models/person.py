"""People who lead groups or sit in them."""

from django.db import models

from ..domain.text import clean, fold
from .fields import validate_public_text


class Person(models.Model):
    """An officer or teacher. Name and post are public in his function; phone and e-mail are for staff only."""

    honorific = models.CharField(
        "xưng hô", max_length=10, blank=True, default="", validators=[validate_public_text], help_text="Ông, Bà …"
    )
    full_name = models.CharField("họ và tên", max_length=100, validators=[validate_public_text])
    name_key = models.CharField(max_length=100, editable=False, db_index=True)
    post = models.CharField("chức vụ", max_length=150, blank=True, default="", validators=[validate_public_text])
    unit = models.ForeignKey(
        "groups.Unit", verbose_name="đơn vị", on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    uncertain = models.BooleanField(
        "tên chưa chắc", default=False, help_text="Tên đọc từ văn bản cũ, chưa kiểm chứng: sẽ hiện kèm dấu [?]."
    )
    phone = models.CharField("điện thoại", max_length=20, blank=True, default="", help_text="Không bao giờ công khai.")
    email = models.EmailField("thư điện tử", blank=True, default="", help_text="Không bao giờ công khai.")
    active = models.BooleanField("đang công tác", default=True)

    class Meta:
        verbose_name = "người"
        verbose_name_plural = "người"
        ordering = ["full_name"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.shown_name, self.post) if part)

    def save(self, **kwargs) -> None:
        self.name_key = fold(self.full_name)
        super().save(**kwargs)

    @property
    def shown_name(self) -> str:
        """Honorific and name, marked where the reading is uncertain."""
        return " ".join(part for part in (self.honorific, self.full_name, "[?]" if self.uncertain else "") if part)

    def clean(self) -> None:
        super().clean()
        for field in ("honorific", "full_name", "post"):
            setattr(self, field, clean(getattr(self, field)))
