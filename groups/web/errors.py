"""Pages for what went wrong. None of them repeats what was asked: an address can hold an invite link.

Whoever asked by program (``/api/``) gets the same in one sentence of JSON.
"""

import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from ..domain.doors import Door
from ..services.lookup_limit import TooManyLookups
from ..services.trouble import WRITING, trouble_behind
from .pages import page

_LAST_RESORT = "Trang tạm thời gặp trục trặc. Xin thử lại sau ít phút."
_PROGRAMS = "/api/"
#: What programs are told.
_SENTENCES = {
    400: "Yêu cầu không đúng dạng nên chưa được xử lý.",
    403: "Bạn không có quyền dùng địa chỉ này.",
    404: "Không có địa chỉ này. Các địa chỉ: /api/v1/openapi.json.",
    405: "Địa chỉ này không nhận phương thức ấy; xem Allow.",
    413: "Nội dung gửi lên lớn quá nên chưa được đọc.",
    429: "Quá nhiều lượt; xin thử lại sau (Retry-After, tính bằng giây).",
    500: "Máy chủ gặp trục trặc nên chưa trả lời được. Xin thử lại sau ít phút.",
    503: "Sổ tạm thời không trả lời. Xin thử lại sau (Retry-After, tính bằng giây).",
}
log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """400: what came is no request that a browser would send; 413 where it is too much; or its session was not kept."""
    if trouble := trouble_behind(exception):
        return _unavailable(request, WRITING[trouble])
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    return _answer(request, "400.html", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than is read, whoever sent it."""
    return _answer(request, "413.html", 413)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    """403: somebody else's door; who sent something hears that nothing of it was written."""
    return _answer(request, "403.html", 403, of_office=True, writing=_is_writing(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was sent without its token: mostly a page left open for too long.

    405 on a public page: none of those takes a form but the look-up, which asks for no token.
    """
    said = getattr(request, "declared", None)
    if said and said.door == Door.PUBLIC:
        return not_allowed(request, HttpResponseNotAllowed(["GET", "HEAD"]))
    return _answer(request, "403_csrf.html", 403, of_office=True)


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """404 in words that help; who sent something hears that nothing of it was written."""
    return _answer(request, "404.html", 404, of_office=True, writing=_is_writing(request))


def code_not_found(request: HttpRequest, problem: str) -> HttpResponse:
    """404 for a register code; ``problem`` says what is wrong with it."""
    return _answer(request, "404.html", 404, of_office=True, problem=problem)


def not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """405 in words: Django's own answer ``refused`` is an empty page that says the methods in a header alone."""
    response = _answer(request, "405.html", 405)
    response.headers["Allow"] = refused.headers["Allow"]
    return response


def too_many(request: HttpRequest, error: TooManyLookups) -> HttpResponse:
    """429: one address had too many tables or comparisons made."""
    return _answer(request, "429.html", 429, retry_after=error.retry_after, wait=error.wait)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is in trouble: nothing of the cause is shown, nothing asked that may be broken."""
    trouble, writing = trouble_behind(sys.exc_info()[1]), _is_writing(request)
    try:
        if trouble is None:
            return _answer(request, "500.html", 500, writing=writing)
        return _unavailable(request, WRITING[trouble] if writing else "")
    except Exception:  # whatever broke the page may break this one too
        log.exception("the page for errors failed")
        response = HttpResponseServerError(_LAST_RESORT, content_type="text/plain; charset=utf-8")
        response.headers["Cache-Control"] = "no-store"
        return response


def _is_writing(request: HttpRequest) -> bool:
    return request.method not in ("GET", "HEAD")


def _unavailable(request: HttpRequest, sentence: str) -> HttpResponse:
    return _answer(request, "503.html", 503, retry_after=60, sentence=sentence)


def _answer(
    request: HttpRequest, template: str, status: int, *, of_office: bool = False, retry_after: int = 0, **context
) -> HttpResponse:
    """Answer a reader under the name of the office, where the database may be asked for it. No error is kept anywhere.

    The desk's pages bear nobody's name: of several offices it might be another's than the one that staff work for.
    """
    if request.path.startswith(_PROGRAMS):
        told = {"detail": context.get("sentence") or _SENTENCES[status]}
        response = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        at_desk = context["at_desk"] = request.path.startswith(reverse("admin:index"))
        response = (page if of_office and not at_desk else render)(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
