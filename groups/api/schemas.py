"""The shapes of the answers."""

import datetime as dt

from ninja import Field, Schema

from ..domain.dates import Precision
from ..domain.reading import Kind
from ..domain.verdicts import Evidence, Verdict
from ..models import WorkGroup
from ..queries.answers import Answer, Match


class MatchOut(Schema):
    """Một nhóm mà câu trả lời dựa vào, hoặc một nhóm có tên gần giống."""

    code: str = Field(description="Mã số của nhóm")
    name: str = Field(description="Tên khớp với điều được hỏi; có thể là tên cũ")
    platform: str = Field(description="Ứng dụng: zalo hoặc viber")
    status: str = Field(description="recognised, suspended, dissolved hoặc merged")
    since: str | None = Field(description="Ở trạng thái này từ ngày (YYYY-MM-DD, hoặc YYYY-MM khi chỉ rõ tháng)")
    document: str = Field(description="Số, ký hiệu văn bản làm căn cứ")
    lead: str = Field(description="Trưởng nhóm, như đã công bố")
    evidence: Evidence | None = Field(description="Khớp bằng gì; null với nhóm chỉ gần giống")
    score: float = Field(description="Mức giống nhau của tên, 0 đến 1; không bao giờ là bằng chứng")
    url: str = Field(description="Trang công khai của nhóm")
    differences: list[str] = Field(description="Chỗ khác với tên được hỏi")


class AnswerOut(Schema):
    """Một câu trả lời. Với tin nhắn và ảnh, `parts` trả lời từng điều; `verdict` chung là điều đáng lưu ý nhất."""

    query: str = Field(description="Điều được hỏi; liên kết, số điện thoại, thư điện tử không bao giờ được lặp lại")
    kind: Kind
    verdict: Verdict
    evidence: Evidence | None = Field(description="official dựa vào gì: link (chính nhóm chat này) hay code (hồ sơ)")
    message: str
    next_step: str = Field(description="Nên làm gì tiếp")
    matches: list[MatchOut]
    near: list[MatchOut] = Field(description="Tối đa năm tên gần giống khác")
    parts: list["AnswerOut"]
    left_out: int = Field(description="Còn bao nhiêu điều trong nội dung chưa được kiểm tra")
    as_of: dt.datetime


class Problem(Schema):
    """Chưa kiểm tra được: không có kết luận nào."""

    detail: str


def answer_out(answer: Answer, url_of) -> AnswerOut:
    """Return ``answer`` as programs read it; ``url_of(code)`` gives the absolute address of a group's page."""
    return AnswerOut(
        query=answer.shown,
        kind=answer.kind,
        verdict=answer.verdict,
        evidence=answer.evidence,
        message=answer.meaning.message,
        next_step=answer.meaning.next_step,
        matches=[_match_out(match, url_of) for match in answer.matches],
        near=[_match_out(match, url_of) for match in answer.near],
        parts=[answer_out(part, url_of) for part in answer.parts],
        left_out=answer.left_out,
        as_of=answer.as_of,
    )


def _match_out(match: Match, url_of) -> MatchOut:
    group = match.group
    return MatchOut(
        code=group.code,
        name=match.name,
        platform=group.platform,
        status=group.status,
        since=_since(group),
        document=group.status_document.reference if group.status_document else "",
        lead=match.lead,
        evidence=match.evidence,
        score=match.score,
        url=url_of(group.code),
        differences=list(match.differences),
    )


def _since(group: WorkGroup) -> str | None:
    if group.status_since is None:
        return None
    return group.status_since.isoformat()[: 7 if group.status_precision == Precision.MONTH else 10]
