"""Who needs a second factor, and who still owes it (ADR 0020)."""

from enum import StrEnum

from django.conf import settings

from ..models import Phone, RecoveryCode


class Owed(StrEnum):
    """What somebody who gave his password must still do before he comes in."""

    NOTHING = "nothing"
    CODE = "code"
    ENROL = "enrol"


def device_of(user) -> Phone | None:
    """Return the confirmed device of ``user``."""
    return Phone.objects.filter(user=user.pk, confirmed=True).first()


def must_have(user) -> bool:
    """Whether ``user`` needs a second factor: by his role, or as a superuser, who may do what every role may."""
    roles = settings.SECOND_FACTOR_ROLES
    return bool(roles) and (user.is_superuser or user.groups.filter(name__in=roles).exists())


def owed(user) -> Owed:
    """Return what ``user``, who gave his password, still owes. Asked of the database once for each object ``user``."""
    if user.is_verified():
        return Owed.NOTHING
    if not hasattr(user, "_owed"):
        user._owed = Owed.CODE if device_of(user) else Owed.ENROL if must_have(user) else Owed.NOTHING
    return user._owed


def codes_left(user) -> int:
    """Return how many recovery codes of ``user`` were not used yet."""
    return RecoveryCode.objects.filter(user=user).count()
