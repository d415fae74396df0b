"""Posting staff to offices."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from ..models import Posting, Unit
from ..queries.authorities import only_authority, works_for
from ..queries.permissions import ELSEWHERE, may_end_posting
from .errors import ActRefused
from .transactions import transactional


@transactional
def post(*, user, to: Iterable[Unit], among: Iterable[Unit] | None = None) -> None:
    """Let ``user`` work for the offices ``to``. Postings outside ``among``, where it is given, are left as they are."""
    wanted = {unit.pk for unit in to}
    old = Posting.objects.filter(user=user)
    if among is not None:
        old = old.filter(authority__in=[unit.pk for unit in among])
    old.exclude(authority__in=wanted).delete()
    for pk in sorted(wanted):
        Posting.objects.get_or_create(user=user, authority_id=pk)


@transactional
def end_posting(*, user, at: int, by) -> None:
    """Let ``user`` work no longer for the office with the key ``at``. Raise ActRefused where ``by`` may not say so.

    An account that is left without an office is closed: while there is but one office, whoever is posted nowhere
    would go on working for it.
    """
    if not may_end_posting(by, user):
        raise ActRefused(f"Tài khoản của bạn không có quyền cho tài khoản {user.get_username()} thôi làm việc.")
    if not works_for(by, at):
        raise ActRefused(ELSEWHERE)
    Posting.objects.filter(user=user, authority=at).delete()
    if not Posting.objects.filter(user=user).exists():
        get_user_model().objects.filter(pk=user.pk).update(is_active=False)


def post_to_the_only_office(*, user) -> None:
    """Let a new account work for the office, where there is but one."""
    if office := only_authority():
        post(user=user, to=[office], among=[])


@transactional
def post_the_unposted() -> None:
    """Write down that staff posted nowhere work for the only office: before a second one is opened, it must be said."""
    office = only_authority()
    if office is None:
        return
    unposted = get_user_model().objects.filter(is_staff=True, postings__isnull=True)
    Posting.objects.bulk_create(Posting(user=user, authority=office) for user in unposted)
