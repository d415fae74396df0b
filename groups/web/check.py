"""The page that answers "is this group official?": to a text in the address or in the form, and to a picture."""

import datetime as dt

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..documents.qr_reading import MAX_BYTES, UnreadablePicture, read_qr
from ..domain.reading import Kind
from ..queries.answers import Answer
from ..queries.own_hosts import own_hosts
from ..queries.verification import RegisterIsEmpty, refused, verify, verify_picture
from ..services.lookup_limit import LimitUnavailable, TooManyLookups, count_lookup, guesses
from .pages import page

_TEMPLATE = "groups/check.html"


# A question changes nothing, so a stranger's page that sends one does no harm; and a page without a cookie stays one.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Answer, or say in words why there is no answer: a check that could not run is not a verdict."""
    try:
        response = _respond(request)
    except (DatabaseError, LimitUnavailable):
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
    if answer is None:
        return page(request, _TEMPLATE, {"here": "check"})
    context = {
        "here": "check",
        "answer": answer,
        "shown_text": answer.shown if answer.kind == Kind.NAME else "",
        "hide_address": answer.kind not in (Kind.NAME, Kind.CODE),
    }
    return page(request, _TEMPLATE, context, status=_status(request, answer))


def _status(request: HttpRequest, answer: Answer) -> int:
    if not answer.is_refused:
        return 200
    picture = request.FILES.get("picture")
    return 413 if picture is not None and picture.size > MAX_BYTES else 400


def _answer(request: HttpRequest, now: dt.datetime) -> Answer | None:
    """Return the answer to what was sent, or None where nothing was asked yet."""
    hosts = own_hosts(request.get_host())
    picture = request.FILES.get("picture")
    if picture is not None:
        return _of_picture(request, picture, now, hosts)
    text = request.POST.get("q") or request.GET.get("q", "")
    if not text.strip():
        return None if request.method != "POST" else refused("Chưa có gì để kiểm tra.", now=now)
    count_lookup(request.META, now=now, cost=guesses(text))
    return verify(text, now=now, own_hosts=hosts)


def _of_picture(request: HttpRequest, picture, now: dt.datetime, hosts: frozenset[str]) -> Answer:
    count_lookup(request.META, now=now)
    if picture.size > MAX_BYTES:
        problem = "Ảnh lớn quá 8 MB nên chưa được đọc. Hãy gửi ảnh chụp màn hình, hoặc cắt lấy phần có mã QR."
        return refused(problem, now=now, kind=Kind.PICTURE)
    try:
        texts = read_qr(picture.read())
    except UnreadablePicture as error:
        return refused(str(error), now=now, kind=Kind.PICTURE)
    count_lookup(request.META, now=now, cost=max(1, len(texts)))
    return verify_picture(texts, now=now, own_hosts=hosts)
