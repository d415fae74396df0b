"""Pages for what went wrong. None of them repeats what was asked: an address can hold an invite link."""

import logging
import sys

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render

from ..services.trouble import WRITING, trouble_behind
from .pages import page

_LAST_RESORT = "Trang tạm thời gặp trục trặc. Xin thử lại sau ít phút."
log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """400: what came is no request that a browser would send; or its session could not be kept."""
    if trouble := trouble_behind(exception):
        return _unavailable(request, WRITING[trouble])
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    """403: somebody else's door."""
    return page(request, "403.html", {}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was sent without its token: mostly a page left open for too long."""
    return page(request, "403_csrf.html", {}, status=403)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """404 in words that help."""
    return page(request, "404.html", {}, status=404)


def code_not_found(request: HttpRequest, problem: str) -> HttpResponse:
    """404 for a register code; ``problem`` says what is wrong with it."""
    return page(request, "404.html", {"problem": problem}, status=404)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """429: one address had too many tables or comparisons made."""
    response = render(request, "429.html", {"retry_after": retry_after}, status=429)
    response.headers["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is in trouble: nothing of the cause is shown, nothing asked that may be broken."""
    trouble = trouble_behind(sys.exc_info()[1])
    try:
        if trouble is None:
            return render(request, "500.html", status=500)
        return _unavailable(request, WRITING[trouble] if request.method not in ("GET", "HEAD") else "")
    except Exception:  # whatever broke the page may break this one too
        log.exception("the page for errors failed")
        return HttpResponseServerError(_LAST_RESORT, content_type="text/plain; charset=utf-8")


def _unavailable(request: HttpRequest, sentence: str) -> HttpResponse:
    response = render(request, "503.html", {"sentence": sentence}, status=503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response
