"""Passwords that must be replaced at the first sign-in."""

from django.conf import settings
from django.db import models


class OneTimePasswordQuerySet(models.QuerySet):
    """Questions about one-time passwords."""

    def still_used_by(self, user) -> bool:
        """Whether the password of ``user`` is still the one that was given out."""
        return self.filter(user=user, encoded=user.password).exists()


class OneTimePassword(models.Model):
    """The encoded form of a password that was given out. It is spent as soon as the user's own differs from it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="one_time_password")
    encoded = models.CharField(max_length=128)

    objects = OneTimePasswordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Mật khẩu dùng một lần của {self.user}"
