"""What happens at the entrance is written down, and whoever guesses passwords waits (ADR 0020)."""

import logging
import math

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..domain.staff import SESSION_MOMENTS, Entry
from ..services.entries import counted_address, counted_name, note, stopped_until
from ..services.lookup_limit import client_address

log = logging.getLogger(__name__)


class Handler(AxesDatabaseHandler):
    """The library counts the failures of a name from an address; here too the names that one address fails with."""

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        """Whether this try is turned away before the password is looked at."""
        if super().is_locked(request, credentials):
            return True
        stopped = _stopped_until(request, credentials) is not None
        if stopped:
            log.warning("sign-ins from one address were stopped: wrong passwords for many names")
        return stopped


def address_of(request: HttpRequest) -> str | None:
    """Return the address by which failures are counted: the one by which look-ups are."""
    return counted_address(request.META)


def name_of(request: HttpRequest, credentials: dict | None) -> str:
    """Return the name by which failures are counted: a keyed hash, for a password may have been typed as the name."""
    return counted_name((credentials or {}).get("username") or request.POST.get("username") or "")


def locked_out(request: HttpRequest, response=None, credentials=None) -> HttpResponse:
    """429 with the moment to try again; the same for a name that no account has."""
    if until := _stopped_until(request, credentials):
        return _locked_page(request, until, many_names=True)
    tried = AccessAttempt.objects.filter(username=name_of(request, credentials), ip_address=address_of(request))
    last = tried.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    return _locked_page(request, last + settings.AXES_COOLOFF_TIME, many_names=False)


def _stopped_until(request: HttpRequest, credentials: dict | None):
    name = (credentials or {}).get("username") or ""
    return stopped_until(name=name, meta=request.META, now=timezone.now())


def _locked_page(request: HttpRequest, until, *, many_names: bool) -> HttpResponse:
    answer = render(request, "admin/access/locked.html", {"until": until, "many_names": many_names}, status=429)
    answer.headers["Retry-After"] = str(max(1, math.ceil((until - timezone.now()).total_seconds())))
    return answer


@receiver(user_logged_in)
def _signed_in(sender, request, user, **_) -> None:
    # Now, not with the first page: the session is being saved as it is. Whoever gives his password again begins anew.
    request.session.update(dict.fromkeys(SESSION_MOMENTS, int(timezone.now().timestamp())))
    _note(Entry.SIGNED_IN, user, request)


@receiver(user_logged_out)
def _signed_out(sender, request, user, **_) -> None:
    if user is not None:
        _note(Entry.SIGNED_OUT, user, request)


@receiver(user_login_failed)
def _failed(sender, credentials, request=None, **_) -> None:
    if request is not None and not _turned_away(request):
        _note_name(Entry.FAILED, credentials, request)


@receiver(user_locked_out)
def _locked(sender, request, **_) -> None:
    if not _turned_away(request):
        _note_name(Entry.LOCKED, request.axes_credentials, request)


def _turned_away(request: HttpRequest) -> bool:
    """Whether the door was locked before this try: such tries are counted no more."""
    return getattr(request, "axes_locked_out", False) and request.axes_failures_since_start is None


def _note_name(what: Entry, credentials: dict | None, request: HttpRequest) -> None:
    # Of names that nobody has nothing is kept: anybody could fill the record with them.
    name = (credentials or {}).get("username") or ""
    if user := get_user_model().objects.filter(username=name).first():
        _note(what, user, request)


def _note(what: Entry, user, request: HttpRequest) -> None:
    note(what=what, user=user, now=timezone.now(), address=client_address(request.META))
