"""The offices that keep a register here."""

from django.db.models import QuerySet

from ..models import Unit


def authorities() -> QuerySet[Unit]:
    """Return the units that keep a register: those with a code and a letterhead."""
    return Unit.objects.filter(code__isnull=False, letterheads__isnull=False).distinct().order_by("pk")


def authorities_of(user) -> QuerySet[Unit]:
    """Return the authorities for which ``user`` works."""
    return authorities()


def only_authority() -> Unit | None:
    """Return the authority where there is exactly one, else None."""
    found = list(authorities()[:2])
    return found[0] if len(found) == 1 else None
