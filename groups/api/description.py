"""What the OpenAPI description says beyond the shapes: what each status means, with an example of each."""

from typing import Any

from ..documents.qr_reading import MAX_BYTES
from ..domain.reading import MAX_INPUT

ABOUT = (
    "Hỏi một nhóm Zalo, Viber có phải là nhóm chính thức không. Chỉ liên kết mời hoặc mã QR của chính nhóm chat mới "
    "chứng minh được nhóm ấy; tên và mã số thì ai cũng chép được. Không cần tài khoản; mỗi địa chỉ chỉ được hỏi một số "
    "lượt trong một lúc, mỗi liên kết và mỗi mã số là một lượt. Mã trạng thái 429, 500, 503 nghĩa là chưa kiểm tra "
    "được: không bao giờ được hiểu thành “không chính thức”."
)
_QUESTION = "Hiệu trưởng các trường tiểu học"

MATCH = {
    "code": "BM-0001-8",
    "name": "Hiệu trưởng các trường tiểu học",
    "matched_name": "Hiệu trưởng các trường tiểu học",
    "platform": "zalo",
    "status": "recognised",
    "since": "2026-11-05",
    "document": "215/GDĐT",
    "lead": "Trưởng phòng GD-ĐT",
    "evidence": "link",
    "score": 1.0,
    "url": "https://so-nhom.example/nhom/BM-0001-8/",
    "differences": [],
}
ANSWER = {
    "query": "Liên kết mời Zalo",
    "kind": "link",
    "verdict": "official",
    "evidence": "link",
    "message": "Liên kết này đang là liên kết mời của một nhóm chính thức trong sổ.",
    "next_step": "Đừng chuyển liên kết cho người ngoài: ai có liên kết cũng vào được nhóm.",
    "matches": [MATCH],
    "near": [],
    "parts": [],
    "left_out": 0,
    "as_of": "2026-11-23T09:00:00+07:00",
}
UNREADABLE = {
    **ANSWER,
    "query": "",
    "kind": "name",
    "verdict": "unreadable",
    "evidence": None,
    "message": "Chưa có chữ hay số nào để kiểm tra.",
    "next_step": "Hãy nhập riêng tên nhóm, mã số hoặc liên kết mời.",
    "matches": [],
}


def _said(description: str, example: dict[str, Any], **more) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"example": example}}, **more}


def _failure(description: str, detail: str, *, wait: bool = False) -> dict[str, Any]:
    after = {"description": "Số giây nên chờ trước khi hỏi lại", "schema": {"type": "integer", "minimum": 1}}
    return _said(description, {"detail": detail}, **({"headers": {"Retry-After": after}} if wait else {}))


_COMMON = {
    200: _said("Câu trả lời. Luôn đọc verdict cùng với evidence.", ANSWER),
    400: _said("Không có gì để kiểm tra, hoặc không đọc được; message nói vì sao.", UNREADABLE),
    429: _failure(
        "Từ địa chỉ này có quá nhiều lượt hỏi; không có kết luận nào.",
        "Từ nơi này vừa có quá nhiều lượt kiểm tra nên lượt này chưa được kiểm tra. Xin thử lại sau 40 giây.",
        wait=True,
    ),
    500: _failure("Máy chủ gặp trục trặc; không có kết luận nào.", "Chưa kiểm tra được: máy chủ gặp trục trặc."),
    503: _failure(
        "Sổ không trả lời, hoặc chưa công bố nhóm nào (khi ấy không có Retry-After); không có kết luận nào.",
        "Chưa kiểm tra được: sổ tạm thời không trả lời. Xin thử lại sau ít phút.",
        wait=True,
    ),
}
OF_TEXT = {
    # The bounds are told, not enforced: what lies beyond them is answered in the shape of every answer.
    "parameters": [
        {
            "in": "query",
            "name": "q",
            "required": True,
            "description": "Nội dung cần kiểm tra",
            "schema": {"type": "string", "minLength": 1, "maxLength": MAX_INPUT},
            "example": _QUESTION,
        }
    ],
    "responses": _COMMON,
}
OF_PICTURE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["picture"],
                    "properties": {
                        "picture": {
                            "type": "string",
                            "format": "binary",
                            "description": f"Ảnh PNG, JPEG hoặc WebP, tối đa {MAX_BYTES // 1024 // 1024} MB",
                        }
                    },
                },
                "encoding": {"picture": {"contentType": "image/png, image/jpeg, image/webp, image/gif, image/bmp"}},
            }
        },
    },
    "responses": {
        **_COMMON,
        413: _said(
            "Ảnh lớn quá nên không được nhận.", {**UNREADABLE, "kind": "picture", "message": "Ảnh lớn quá 8 MB."}
        ),
    },
}
