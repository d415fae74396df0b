"""Deny by default: a view that does not say for whom it is stays shut. And what may be kept of each answer."""

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from groups.domain.doors import COST, OF_STAFF, Declared, Door, Keep, declared
from groups.queries.public_version import PublicVersion, current, public_version
from groups.queries.reading import reading
from groups.services.bodies import MAX_FORM, hear_out, length_of
from groups.services.lookup_limit import LimitUnavailable, TooManyLookups, count_download
from groups.web.errors import not_allowed, too_large, too_many

from .offers import OFFER, ROUTE, VIEW, Offer

_STAFF = "private, no-store"
_HEADERS = {
    Keep.TODAY: "public, no-cache",
    Keep.PAST: "public, max-age=0, stale-while-revalidate=60",
}
log = logging.getLogger(__name__)


class DoorMiddleware:
    """Refuse what declared no door, and more than is read; count what is dear; say what may be kept; fill the offer
    to the front door.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        current.set(None)
        try:
            response = self.get_response(request)
        finally:
            current.set(None)
        if response.status_code == 405:
            response = not_allowed(request, response)
        said: Declared | None = getattr(request, "declared", None)
        if said and said.door not in OF_STAFF:
            patch_vary_headers(response, ["Cookie"])
        if (said and said.door in OF_STAFF) or settings.SESSION_COOKIE_NAME in request.COOKIES:
            if "no-store" not in response.headers.get("Cache-Control", ""):
                response.headers["Cache-Control"] = _STAFF
        elif said and response.status_code == 200:
            if said.keep in _HEADERS:
                response.headers["Cache-Control"] = _HEADERS[said.keep]
            if request.method == "GET":
                self._offer(request, said)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        request.META[VIEW] = request.resolver_match.view_name or view.__name__
        request.META[ROUTE] = request.resolver_match.route
        said = declared(view)
        if said is None:
            log.error("a view that declared no door was refused: %s.%s", view.__module__, view.__qualname__)
            raise PermissionDenied
        request.declared = said
        # The site asks as well; a page of its that forgot to is shut here.
        if said.door == Door.STAFF and not admin.site.has_permission(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if self._is_too_large(request, view, said):
            hear_out(request, request.META)
            return too_large(request)
        request.arrived = timezone.localtime()
        if said.dear and (answer := self._too_many(request)) is not None:
            return answer
        if said.keep != Keep.NEVER and OFFER in request.META:
            # Before the view: what it reads may then be newer than its version, never older.
            request.version, request.read_from = _version(), reading.get()
            current.set(request.version)
        return None

    @staticmethod
    def _is_too_large(request: HttpRequest, view: Callable, said: Declared) -> bool:
        """Whether a stranger's form is more than is taken apart: the check of its token alone would do that.

        A view without that check reads its body itself, and bounds it.
        """
        unread = said.door == Door.STAFF or getattr(view, "csrf_exempt", False)
        return not unread and length_of(request.META) > MAX_FORM

    @staticmethod
    def _too_many(request: HttpRequest) -> HttpResponse | None:
        try:
            count_download(request.META, now=request.arrived)
        except TooManyLookups as error:
            return too_many(request, error)
        except LimitUnavailable:
            pass  # it is in the log; such an answer gives nothing away, it only costs
        return None

    @staticmethod
    def _offer(request: HttpRequest, said: Declared) -> None:
        version = getattr(request, "version", None)
        # That the primary is lost is true for a moment, and nothing public changes when it comes back.
        if version is None or request.read_from.primary_lost:
            return
        offer: Offer = request.META[OFFER]
        offer.fill(version, said.keep, request.arrived, request.META[VIEW], request.META.get(COST, 0))
        if request.read_from.as_of is not None:
            # It names the moment of the replica: kept, it gets no older than a replica may be that is read.
            oldest = request.read_from.as_of + dt.timedelta(seconds=settings.REPLICA_MAX_LAG)
            offer.until = min(offer.until, oldest.timestamp())


def _version() -> PublicVersion | None:
    try:
        return public_version()
    except DatabaseError:
        return None  # the view meets the same, and has its own words for it
