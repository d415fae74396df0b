"""Validators and small field factories that several nouns share."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from ..domain.codes import PREFIX_PATTERN
from ..domain.dates import PRECISION_LABELS
from ..domain.privacy import refusal

validate_prefix = RegexValidator(PREFIX_PATTERN, "Mã cơ quan gồm 2 đến 8 chữ cái in hoa (không dấu) hoặc chữ số.")


def validate_public_text(value: str) -> None:
    """Refuse a text that will be public and holds a link, a phone or an e-mail address."""
    sentence = refusal(value)
    if sentence:
        raise ValidationError(sentence, code="private")


def public_text(label: str, **kwargs) -> models.TextField:
    """A text that becomes public."""
    return models.TextField(label, validators=[validate_public_text], **kwargs)


def precision_field(label: str) -> models.CharField:
    """How much of a date is known."""
    return models.CharField(label, max_length=5, choices=list(PRECISION_LABELS.items()), default="day")
