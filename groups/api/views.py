"""``/api/v1/``: the look-up for programs. The queries are those of the pages; nothing is decided here."""

import datetime as dt
from collections.abc import Callable

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import File, NinjaAPI, Query, Status
from ninja.errors import HttpError, ValidationError
from ninja.files import UploadedFile

from ..documents.qr_reading import MAX_BYTES, UnreadablePicture, read_qr
from ..domain.reading import Kind
from ..queries.answers import Answer
from ..queries.own_hosts import own_hosts
from ..queries.verification import RegisterIsEmpty, refused, verify, verify_picture
from ..services.lookup_limit import LimitUnavailable, TooManyLookups, count_lookup, guesses
from .schemas import AnswerOut, Problem, answer_out

_FAILED = "Chưa kiểm tra được: sổ tạm thời không trả lời. Xin thử lại sau ít phút."
_EMPTY = "Chưa kiểm tra được: sổ chưa công bố nhóm nào."
_LARGE = "Ảnh lớn quá 8 MB nên chưa được đọc."
_RESPONSES = {200: AnswerOut, 400: AnswerOut, 413: AnswerOut, 429: Problem, 503: Problem}

api = NinjaAPI(
    title="Sổ nhóm chính thức",
    version="1",
    description="Hỏi một nhóm Zalo, Viber có phải là nhóm chính thức không. Chỉ liên kết mời hoặc mã QR của chính nhóm "
    "chat mới chứng minh được nhóm ấy; tên và mã số thì ai cũng chép được.",
    docs_url=None,  # its page loads from a CDN; the description itself is at openapi.json
    urls_namespace="api",
)


@api.get("/verify", response=_RESPONSES, summary="Kiểm tra một tên, liên kết, mã số hoặc cả tin nhắn")
def verify_text(request: HttpRequest, response: HttpResponse, q: str = Query(..., description="Tối đa 2.000 ký tự")):
    """Trả lời một nội dung. Nội dung trống hoặc dài quá: 400, `unreadable`."""
    now = timezone.localtime()
    count_lookup(request.META, now=now, cost=guesses(q))
    answer = verify(q, now=now, own_hosts=own_hosts(request.get_host()))
    return _answered(request, response, answer)


@api.post("/verify/picture", response=_RESPONSES, summary="Kiểm tra các mã QR trong một ảnh")
def verify_qr(request: HttpRequest, response: HttpResponse, picture: File[UploadedFile]):
    """Trả lời mọi mã QR trong ảnh (tối đa 8 MB, chỉ đọc rồi bỏ). Ảnh lớn quá: 413; không đọc được: 400."""
    now = timezone.localtime()
    count_lookup(request.META, now=now)
    if picture.size > MAX_BYTES:
        return _answered(request, response, refused(_LARGE, now=now, kind=Kind.PICTURE), status=413)
    return _answered(request, response, _of_picture(request, picture.read(), now))


def _of_picture(request: HttpRequest, picture: bytes, now: dt.datetime) -> Answer:
    try:
        texts = read_qr(picture)
    except UnreadablePicture as error:
        return refused(str(error), now=now, kind=Kind.PICTURE)
    count_lookup(request.META, now=now, cost=max(1, len(texts)))
    return verify_picture(texts, now=now, own_hosts=own_hosts(request.get_host()))


def _answered(request: HttpRequest, response: HttpResponse, answer: Answer, status: int = 0):
    response.headers["Cache-Control"] = "no-store"
    return Status(status or (400 if answer.is_refused else 200), answer_out(answer, _url_of(request)))


def _url_of(request: HttpRequest) -> Callable[[str], str]:
    return lambda code: request.build_absolute_uri(reverse("web:group", args=[code]))


def _problem(request: HttpRequest, detail: str, status: int, retry_after: int | None = None) -> HttpResponse:
    response = api.create_response(request, Problem(detail=detail).dict(), status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


@api.exception_handler(TooManyLookups)
def _too_many(request: HttpRequest, error: TooManyLookups) -> HttpResponse:
    return _problem(request, error.sentence, 429, error.retry_after)


@api.exception_handler(LimitUnavailable)
@api.exception_handler(DatabaseError)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    return _problem(request, _FAILED, 503, 60)


@api.exception_handler(RegisterIsEmpty)
def _empty(request: HttpRequest, error: RegisterIsEmpty) -> HttpResponse:
    return _problem(request, _EMPTY, 503)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, "Yêu cầu không đọc được.", error.status_code)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """400 in the shape of every answer: the question was missing or no text."""
    answer = refused("Thiếu nội dung cần kiểm tra: tham số q, hoặc tệp picture.", now=timezone.localtime())
    response = api.create_response(request, answer_out(answer, _url_of(request)).dict(), status=400)
    response.headers["Cache-Control"] = "no-store"
    return response
