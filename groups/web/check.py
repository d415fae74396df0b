"""The page that answers "is this group official?": to a text in the address or in the form, and to a picture."""

import datetime as dt
import logging

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..domain.doors import VERDICT
from ..domain.reading import Kind
from ..queries.answers import Answer
from ..queries.verification import RegisterIsEmpty, refused
from ..services.lookup_limit import LimitUnavailable, TooManyLookups
from ..services.lookups import TooLarge, look_up, look_up_picture, refuse_large
from .pages import page

_TEMPLATE = "groups/check.html"
log = logging.getLogger(__name__)


# A question changes nothing, so a stranger's page that sends one does no harm; and a page without a cookie stays one.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Answer, or say in words why there is no answer: a check that could not run is not a verdict."""
    try:
        response = _respond(request)
    except (DatabaseError, LimitUnavailable) as error:
        log.error("a look-up could not be answered: %s", type(error).__name__)  # its words may repeat the question
        # Without the name of the office: that is read from the same database.
        response = render(request, "groups/check_failed.html", {"here": "check"}, status=503)
        response.headers["Retry-After"] = "60"
    # The address of this page may hold an invite link; no other page is told of it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _respond(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    try:
        answer = _answer(request, now)
    except TooManyLookups as error:
        response = page(request, _TEMPLATE, {"here": "check", "problem": error.sentence}, status=429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    except RegisterIsEmpty:
        return page(request, _TEMPLATE, {"here": "check", "register_is_empty": True})
    except TooLarge as error:
        return _show(request, refused(str(error), now=now, kind=error.kind), status=413)
    if answer is None:
        return page(request, _TEMPLATE, {"here": "check"})
    return _show(request, answer, status=400 if answer.is_refused else 200)


def _show(request: HttpRequest, answer: Answer, status: int) -> HttpResponse:
    request.META[VERDICT] = str(answer.verdict)
    context = {
        "here": "check",
        "answer": answer,
        "shown_text": answer.shown if answer.kind == Kind.NAME else "",
        "hide_address": answer.kind not in (Kind.NAME, Kind.CODE),
    }
    return page(request, _TEMPLATE, context, status=status)


def _answer(request: HttpRequest, now: dt.datetime) -> Answer | None:
    """Return the answer to what was sent, or None where nothing was asked yet."""
    refuse_large(request, meta=request.META, now=now)
    asked = {"meta": request.META, "host": request.get_host(), "now": now}
    if (picture := request.FILES.get("picture")) is not None:
        return look_up_picture(picture, **asked)
    text = request.POST.get("q") or request.GET.get("q", "")
    if not text.strip():
        return None if request.method != "POST" else refused("Chưa có gì để kiểm tra.", now=now)
    return look_up(text.replace("\r\n", "\n"), **asked)  # a browser sends each new line as two characters
