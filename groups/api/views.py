"""``/api/v1/``: the look-up for programs. It asks what the pages ask; nothing is decided here."""

import datetime as dt
from collections.abc import MutableMapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from ..domain.doors import VERDICT
from ..domain.reading import Kind
from ..queries.answers import Answer
from ..queries.verification import refused
from ..queries.verification_reading import Ahead
from ..services.lookups import TooLarge, look_up, look_up_picture, refuse_large
from . import problems
from .description import ABOUT, OF_PICTURE, OF_TEXT
from .log import log
from .schemas import AnswerOut, Problem, answer_out

_CODE = "AA-0000-0"
_JSON = "application/json; charset=utf-8"
_RESPONSES = {200: AnswerOut, 400: AnswerOut, 429: Problem, 500: Problem, 503: Problem}


class _Readable(JSONRenderer):
    """JSON in which Vietnamese stands as it is written."""

    json_dumps_params = {"ensure_ascii": False}


class _API(NinjaAPI):
    def create_response(self, request, data, **more):
        return _unkept(super().create_response(request, data, **more))


def _unkept(response: HttpResponse) -> HttpResponse:
    """No answer is kept by a cache: a group may be dissolved the minute after."""
    response.headers["Cache-Control"] = "no-store"
    return response


api = _API(
    title="Sổ nhóm chính thức",
    version="1",
    description=ABOUT,
    docs_url=None,  # its page loads from a CDN; the description itself is at openapi.json
    renderer=_Readable(),
    urls_namespace="api",
)
problems.install(api)
api.add_router("/log", log)


@api.get(
    "/verify",
    response=_RESPONSES,
    operation_id="verify",
    summary="Kiểm tra một tên, liên kết, mã số hoặc cả tin nhắn",
    description="Nội dung trống, không có chữ hay số nào, hoặc dài quá: 400.",
    openapi_extra=OF_TEXT,
)
def verify_text(request: HttpRequest):
    asked, host, now = request.GET.get("q"), request.get_host(), timezone.localtime()
    status, words = text_answer(asked, meta=request.META, host=host, root=f"{request.scheme}://{host}", now=now)
    return _json(words, status)


def text_answer(
    text: str | None,
    *,
    meta: MutableMapping[str, Any],
    host: str,
    root: str,
    now: dt.datetime,
    ahead: Ahead | None = None,
) -> tuple[int, str]:
    """Return status and JSON of the answer to ``text``; ``meta`` and ``host`` are the request's, ``root`` the site's.

    ``ahead``: what has been read of ``text`` already (``services/lookups.py``).
    What stops the count or the answer passes through.
    """
    if text is None:
        answer = refused("Thiếu nội dung cần kiểm tra: tham số q.", now=now)
    else:
        answer = look_up(text, meta=meta, host=host, now=now, ahead=ahead)
    return 400 if answer.is_refused else 200, _words(answer, meta, root)


# The body is read here, not by ninja: what is too large is refused and kept nowhere.
@api.post(
    "/verify/picture",
    response={**_RESPONSES, 413: AnswerOut},
    operation_id="verify_picture",
    summary="Kiểm tra các mã QR trong một ảnh",
    description="Ảnh chỉ được đọc trong bộ nhớ rồi bỏ. Không có ảnh, không phải ảnh, hoặc ảnh không có mã QR: 400.",
    openapi_extra=OF_PICTURE,
)
def verify_picture(request: HttpRequest):
    now = timezone.localtime()
    try:
        refuse_large(request, meta=request.META, now=now)
        picture = request.FILES.get("picture")
        if picture is None:
            answer = refused(
                "Thiếu ảnh cần kiểm tra: tệp picture trong multipart/form-data.", now=now, kind=Kind.PICTURE
            )
        else:
            answer = look_up_picture(picture, meta=request.META, host=request.get_host(), now=now)
    except TooLarge as error:
        return _out(request, refused(str(error), now=now, kind=Kind.PICTURE), 413)
    return _out(request, answer, 400 if answer.is_refused else 200)


@cache
def _group_page(_prefix: str) -> str:
    """Return the address of a group's page with :data:`_CODE` in the place of its code."""
    return reverse("web:group", args=[_CODE])


def _out(request: HttpRequest, answer: Answer, status: int) -> HttpResponse:
    return _json(_words(answer, request.META, f"{request.scheme}://{request.get_host()}"), status)


def _words(answer: Answer, meta: MutableMapping[str, Any], root: str) -> str:
    """Return the answer as JSON, its verdict told to the log."""
    meta[VERDICT] = str(answer.verdict)
    page = root + _group_page(get_script_prefix())
    # As it is, checked when it was made: through the framework it would become a dictionary first.
    return answer_out(answer, lambda code: page.replace(_CODE, code)).model_dump_json()


def _json(words: str, status: int) -> HttpResponse:
    return _unkept(HttpResponse(words, status=status, content_type=_JSON))
