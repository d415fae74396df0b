"""What programs are told where there is no answer. None of it is a verdict, and none of it tells what broke."""

import logging
import traceback
from functools import partial

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import ValidationError

from ..queries.public_log import NotInLog
from ..queries.tree import TreeIncomplete
from ..queries.verification import RegisterIsEmpty, refused
from ..services.lookup_limit import LimitUnavailable, TooManyLookups
from .schemas import Problem, answer_out

_FAILED = "Chưa kiểm tra được: sổ tạm thời không trả lời. Xin thử lại sau ít phút."
_EMPTY = "Chưa kiểm tra được: sổ chưa công bố nhóm nào."
_BROKEN = "Chưa kiểm tra được: máy chủ gặp trục trặc. Xin thử lại sau ít phút."
_MALFORMED = "Không đọc được nội dung gửi lên nên chưa kiểm tra."
log = logging.getLogger(__name__)


def install(api: NinjaAPI) -> None:
    """Make ``api`` answer every exception in words of ours."""
    for kind, handler in {
        TooManyLookups: _too_many,
        LimitUnavailable: _failed,
        DatabaseError: _failed,
        RegisterIsEmpty: _empty,
        NotInLog: _not_in_log,
        TreeIncomplete: _failed,
        ValidationError: _wrong_parameter,
        BadRequest: _malformed,
        MultiPartParserError: _malformed,
        UnreadablePostError: _malformed,
        SuspiciousOperation: _malformed,
        Exception: _broken,
    }.items():
        api.add_exception_handler(kind, partial(handler, api))


def _problem(api: NinjaAPI, request: HttpRequest, detail: str, status: int, retry_after: int = 0) -> HttpResponse:
    response = api.create_response(request, Problem(detail=detail).model_dump(), status=status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _too_many(api: NinjaAPI, request: HttpRequest, error: TooManyLookups) -> HttpResponse:
    return _problem(api, request, error.sentence, 429, error.retry_after)


def _failed(api: NinjaAPI, request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("a look-up could not be answered: %s", type(error).__name__)  # its words may repeat the question
    return _problem(api, request, _FAILED, 503, 60)


def _not_in_log(api: NinjaAPI, request: HttpRequest, error: NotInLog) -> HttpResponse:
    return _problem(api, request, str(error), 404)


def _empty(api: NinjaAPI, request: HttpRequest, error: RegisterIsEmpty) -> HttpResponse:
    return _problem(api, request, _EMPTY, 503, 60)


def _wrong_parameter(api: NinjaAPI, request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = sorted({str(each["loc"][-1]) for each in error.errors})
    named = ", ".join(f"“{name}”" for name in wrong)
    return _problem(api, request, f"Tham số {named} thiếu hoặc sai dạng: số phải là số nguyên từ 1.", 400)


def _malformed(api: NinjaAPI, request: HttpRequest, error: Exception) -> HttpResponse:
    return _refused(api, request, _MALFORMED)


def _refused(api: NinjaAPI, request: HttpRequest, problem: str) -> HttpResponse:
    """Say in the shape of every answer why nothing was looked up."""
    answer = answer_out(refused(problem, now=timezone.localtime()), url_of=str)
    return api.create_response(request, answer.model_dump(), status=400)


def _broken(api: NinjaAPI, request: HttpRequest, error: Exception) -> HttpResponse:
    # Where it broke, but not its words: they may repeat the question, and with it a link.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("a look-up broke: %s\n%s", type(error).__name__, where)
    return _problem(api, request, _BROKEN, 500)
