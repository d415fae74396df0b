"""The offices that keep a register here, and for which of them a member of staff works (ADR 0013)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..domain.vocabulary import UnitKind
from ..models import Posting, Unit


def authorities() -> QuerySet[Unit]:
    """Return the units that keep a register: those with a code and a letterhead."""
    return Unit.objects.filter(code__isnull=False, letterheads__isnull=False).distinct().order_by("pk")


def possible_authorities() -> QuerySet[Unit]:
    """Return the units that may be given a letterhead: those that keep a register, and offices with a code."""
    may = Q(kind=UnitKind.OFFICE, code__isnull=False) | Q(pk__in=authorities().order_by().values("pk"))
    return Unit.objects.filter(may)


def authorities_of(user) -> QuerySet[Unit]:
    """Return the authorities for which ``user`` works."""
    own = own_authorities(user)
    return authorities() if own is None else authorities().filter(pk__in=own)


def own_authorities(user) -> frozenset[int] | None:
    """Return the keys of the authorities for which ``user`` works; None where nothing is hidden from him.

    That is a superuser, whoever works for every authority, and, while there is but one, whoever was posted nowhere:
    then no list needs a condition. Asked of the database once for each object ``user``, as Django does with
    permissions, so a request asks once.
    """
    if not hasattr(user, "_own_authorities"):
        user._own_authorities = _asked(user)
    return user._own_authorities


def works_for(user, authority_id: int | None) -> bool:
    """Whether ``user`` works for the authority with this key."""
    own = own_authorities(user)
    return own is None or authority_id in own


def only_authority(user=None) -> Unit | None:
    """Return the authority, among those of ``user`` where one is given, if there is exactly one; else None."""
    found = list((authorities() if user is None else authorities_of(user))[:2])
    return found[0] if len(found) == 1 else None


def _asked(user) -> frozenset[int] | None:
    if user.is_superuser:
        return None
    postings = Posting.objects.filter(user=user.pk)
    rows = Unit.objects.filter(pk__in=authorities().order_by().values("pk")).order_by()
    found = rows.values_list("pk", Exists(postings.filter(authority=OuterRef("pk"))), Exists(postings))
    own, posted = frozenset(pk for pk, mine, _ in found if mine), any(anywhere for *_, anywhere in found)
    if len(own) == len(found) or (len(found) == 1 and not posted):
        return None
    return own
