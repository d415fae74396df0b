"""Validators and small field factories that several nouns share."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models

from ..documents.typeface import unprintable
from ..domain.codes import PREFIX_PATTERN
from ..domain.dates import PRECISION_LABELS
from ..domain.privacy import refusal
from ..domain.text import clean_lines

#: A cell of the list that fills a page holds about 2,500 characters.
PUBLIC_LENGTH = 4_000

validate_prefix = RegexValidator(PREFIX_PATTERN, "Mã cơ quan gồm 2 đến 8 chữ cái in hoa (không dấu) hoặc chữ số.")


def validate_public_text(value: str) -> None:
    """Refuse a text that will be public and holds a link, a phone, an e-mail address or a sign that nobody can print.

    What cannot be printed is refused here, or one group would stop the whole list of the office later.
    """
    sentence = refusal(value)
    if sentence:
        raise ValidationError(sentence, code="private")
    if sign := unprintable(clean_lines(value)):
        raise ValidationError(
            f"Ký tự “{sign}” (U+{ord(sign):04X}) không in được trên văn bản của cơ quan. Vui lòng bỏ ký tự ấy; "
            "khi tra cứu, biểu tượng trong tên nhóm không được tính.",
            code="unprintable",
        )


def public_text(label: str, **kwargs) -> models.TextField:
    """A text that becomes public, of at most ``PUBLIC_LENGTH`` characters."""
    longest = MaxLengthValidator(kwargs.get("max_length", PUBLIC_LENGTH))
    return models.TextField(label, validators=[longest, validate_public_text], **kwargs)


def public_line(label: str, max_length: int, **kwargs) -> models.CharField:
    """A single line that becomes public."""
    return models.CharField(label, max_length=max_length, validators=[validate_public_text], **kwargs)


def precision_field(label: str) -> models.CharField:
    """How much of a date is known."""
    return models.CharField(label, max_length=5, choices=list(PRECISION_LABELS.items()), default="day")
