"""``/api/v1/log/``: the log for programs, with proofs. What is public of it, ``queries/public_log.py`` says."""

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from ..queries import public_log
from ..queries.public_log import MOST
from .log_description import CONSISTENCY, ENTRIES, HEAD, INCLUSION, KEYS, said
from .schemas import Problem

#: No database is asked for a number that it cannot hold.
_LARGEST = 2**53 - 1
_Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
log = Router()


def _get(path: str, name: str, answer: type[Schema], example: dict[str, Any], *, asked: bool = True, **words: str):
    """Register an operation of the log.

    ``asked``: it takes a question, which may be wrong (400) or find nothing (404).
    """
    failures = dict.fromkeys([400, 404, 500, 503] if asked else [500, 503], Problem)
    return log.get(
        path,
        response={200: answer, **failures},
        operation_id=name,
        openapi_extra=said(example, failing=asked),
        **words,
    )


def _number(description: str, example: int):
    return Query(..., ge=1, le=_LARGEST, description=description, example=example)


Size = Annotated[int, _number("Số sự kiện của sổ lúc được chứng minh", 8)]


class HeadOut(Schema):
    """Đầu sổ: sổ đã có bao nhiêu sự kiện, và gốc của cây Merkle trên tất cả."""

    size: int = Field(description="Số sự kiện")
    root: _Hash = Field(description="Gốc (RFC 9162), thập lục phân")
    time: dt.datetime | None = Field(description="Lúc ghi sự kiện cuối; null khi sổ còn trống")
    signed_text: str = Field(
        description="Nội dung mà chữ ký bao trùm: năm dòng là loại, địa chỉ sổ, số sự kiện, gốc, thời điểm; mỗi dòng "
        "kết bằng \\n"
    )
    signature: str | None = Field(description="Chữ ký Ed25519 (base64) trên signed_text; null khi sổ không ký")
    key_id: str | None = Field(description="Khoá đã ký; xem /log/keys")


class EntryOut(Schema):
    """Một lá: SHA-256 của byte 0x00 và entry (UTF-8)."""

    number: int = Field(description="Số của sự kiện")
    leaf: _Hash = Field(description="Giá trị băm của lá")
    entry: str = Field(
        description="Nội dung, từng byte (JSON theo RFC 8785); với việc không công khai (đề nghị, trả lại, không công "
        "nhận) chỉ có v, number và hidden"
    )


class EntriesOut(Schema):
    """Một đoạn của sổ."""

    entries: list[EntryOut] = Field(description=f"Các lá liền nhau, tối đa {MOST}; ít hơn khi hết sổ")


class InclusionOut(Schema):
    """Chứng minh một sự kiện nằm trong sổ (RFC 9162, 2.1.3)."""

    entry: EntryOut = Field(description="Sự kiện được chứng minh; chỉ số của lá là number - 1")
    size: int = Field(description="Trong sổ có bấy nhiêu sự kiện")
    root: _Hash = Field(description="Gốc của sổ ở cỡ ấy")
    path: list[_Hash] = Field(description="Đường đi, từ phía lá")


class ConsistencyOut(Schema):
    """Chứng minh sổ trước là phần đầu của sổ sau (RFC 9162, 2.1.4)."""

    first: int = Field(description="Cỡ trước")
    first_root: _Hash = Field(description="Gốc ở cỡ trước")
    second: int = Field(description="Cỡ sau")
    second_root: _Hash = Field(description="Gốc ở cỡ sau")
    path: list[_Hash] = Field(description="Đường đi")


class KeyOut(Schema):
    """Một khoá công khai đã hoặc đang ký đầu sổ."""

    id: str = Field(description="16 chữ số đầu của SHA-256 của khoá")
    public_key: _Hash = Field(description="Khoá Ed25519, 32 byte, thập lục phân")
    current: bool = Field(description="Còn dùng để ký hay chỉ để kiểm tra chữ ký cũ")


class KeysOut(Schema):
    """Các khoá."""

    keys: list[KeyOut] = Field(description="Khoá đang dùng đứng đầu; trống khi sổ không ký")


@_get(
    "/head",
    "log_head",
    HeadOut,
    HEAD,
    asked=False,
    url_name="log_head",
    summary="Đầu sổ hiện nay",
    description="Hãy giữ lại: sau này có thể kiểm tra sổ khi ấy vẫn là phần đầu của sổ về sau (/log/consistency).",
)
def head(request: HttpRequest):
    return asdict(public_log.signed_head())


@_get(
    "/keys",
    "log_keys",
    KeysOut,
    KEYS,
    asked=False,
    summary="Các khoá công khai của chữ ký trên đầu sổ",
    description="Khi thay khoá, khoá cũ vẫn được giữ ở đây.",
)
def keys(request: HttpRequest):
    return {"keys": [{"id": id_, "public_key": key, "current": now} for id_, key, now in public_log.public_keys()]}


@_get(
    "/entries",
    "log_entries",
    EntriesOut,
    ENTRIES,
    summary="Một đoạn của sổ",
    description=f"Từ số first đến số last, tối đa {MOST} sự kiện mỗi lần.",
)
def entries(
    request: HttpRequest,
    first: Annotated[int, _number("Số đầu", 1)],
    last: Annotated[int, _number("Số cuối", 200)],
):
    return {"entries": [asdict(entry) for entry in public_log.entries(first, last)]}


@_get(
    "/inclusion",
    "log_inclusion",
    InclusionOut,
    INCLUSION,
    summary="Chứng minh một sự kiện nằm trong sổ",
    description="number không được lớn hơn size.",
)
def inclusion(request: HttpRequest, number: Annotated[int, _number("Số của sự kiện", 7)], size: Size):
    return asdict(public_log.inclusion(number, size))


@_get(
    "/groups/{code}",
    "log_group",
    InclusionOut,
    INCLUSION,
    summary="Sự kiện công khai cuối cùng của một nhóm, kèm chứng minh",
    description="Dùng để kiểm tra giấy công nhận: size là số sự kiện in trên giấy.",
)
def group(
    request: HttpRequest,
    code: Annotated[str, Path(..., max_length=40, description="Mã số của nhóm", example="BM-0001-8")],
    size: Size,
):
    return asdict(public_log.last_of_group(code, size))


@_get(
    "/consistency",
    "log_consistency",
    ConsistencyOut,
    CONSISTENCY,
    summary="Chứng minh sổ trước là phần đầu của sổ sau",
    description="first không được lớn hơn second.",
)
def consistency(
    request: HttpRequest,
    first: Annotated[int, _number("Cỡ trước", 6)],
    second: Annotated[int, _number("Cỡ sau", 8)],
):
    return asdict(public_log.consistency(first, second))
