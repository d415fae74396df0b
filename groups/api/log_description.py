"""Examples of the answers about the log, for the description of the API."""

from typing import Any

_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
_OTHER = "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"
_LEAF = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
_TIME = "2026-11-23T02:00:00Z"

HEAD = {
    "size": 8,
    "root": _ROOT,
    "time": _TIME,
    "signed_text": f"so-dang-ky-nhom/1\n\n8\n{_ROOT}\n{_TIME}\n",
    "signature": None,
    "key_id": None,
}
KEYS = {"keys": [{"id": "0123456789abcdef", "public_key": _LEAF, "current": True}]}
_HIDDEN = {"number": 1, "leaf": _LEAF, "entry": f'{{"hidden":"{_OTHER}","number":1,"v":1}}'}
ENTRIES = {"entries": [_HIDDEN]}
INCLUSION = {"entry": {**_HIDDEN, "number": 7}, "size": 8, "root": _ROOT, "path": [_LEAF, _OTHER]}
CONSISTENCY = {"first": 6, "first_root": _OTHER, "second": 8, "second_root": _ROOT, "path": [_LEAF]}

_PROBLEMS = {
    400: ("Tham số thiếu hoặc sai dạng.", "Tham số “size” phải là số nguyên từ 1."),
    404: ("Sổ không có số ấy, hoặc không có nhóm công khai ấy.", "Sổ hiện có 8 sự kiện: không có số 9."),
    500: ("Máy chủ gặp trục trặc.", "Chưa đọc được sổ: máy chủ gặp trục trặc."),
    503: ("Sổ tạm thời không trả lời.", "Chưa đọc được sổ: sổ tạm thời không trả lời."),
}


def said(example: dict[str, Any], *, failing: bool = False) -> dict[str, Any]:
    """Return the described answers of an operation; ``failing``: those that a wrong question gets, too."""
    answers = {200: ("Câu trả lời.", example)}
    statuses = _PROBLEMS if failing else [500, 503]
    answers |= {status: (_PROBLEMS[status][0], {"detail": _PROBLEMS[status][1]}) for status in statuses}
    return {
        "responses": {
            status: {"description": description, "content": {"application/json": {"example": content}}}
            for status, (description, content) in answers.items()
        }
    }
