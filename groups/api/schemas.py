"""The shapes of the answers."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, WithJsonSchema

from ..domain.dates import Precision
from ..domain.platforms import Platform
from ..domain.reading import Kind
from ..domain.status import PUBLIC, Status
from ..domain.verdicts import MEANINGS, Evidence, Verdict
from ..models import WorkGroup
from ..queries.answers import Answer, Match


def _one_of(words: Iterable[StrEnum]) -> WithJsonSchema:
    """Name the words themselves: the enumerations are described for us, in English, and hold more than is public."""
    return WithJsonSchema({"type": "string", "enum": [str(word) for word in words]})


_TITLES = {verdict: meaning.title for (verdict, _), meaning in reversed(MEANINGS.items())}
_VERDICTS = "; ".join(f"{verdict}: {_TITLES[verdict]}" for verdict in Verdict)
_Proof = Annotated[Evidence, _one_of([Evidence.LINK, Evidence.CODE])]


class MatchOut(BaseModel):
    """Một nhóm mà câu trả lời dựa vào, hoặc một nhóm có tên gần giống."""

    code: str = Field(description="Mã số của nhóm")
    name: str = Field(description="Tên hiện nay của nhóm, hoặc tên cuối cùng")
    matched_name: str = Field(description="Tên khớp với điều được hỏi; khác name khi đó là tên cũ")
    platform: Annotated[Platform, _one_of(Platform)] = Field(description="Ứng dụng")
    status: Annotated[Status, _one_of(status for status in Status if status in PUBLIC)] = Field(
        description="Trạng thái; chỉ recognised là đang chính thức"
    )
    since: str | None = Field(description="Ở trạng thái này từ ngày (YYYY-MM-DD, hoặc YYYY-MM khi chỉ rõ tháng)")
    document: str = Field(description="Số, ký hiệu văn bản làm căn cứ")
    lead: str = Field(description="Trưởng nhóm, như đã công bố")
    evidence: Annotated[Evidence, _one_of(Evidence)] | None = Field(
        description="Khớp bằng gì; null với nhóm chỉ gần giống"
    )
    score: float = Field(description="Mức giống nhau của tên, 0 đến 1; không bao giờ là bằng chứng")
    url: str = Field(description="Trang công khai của nhóm")
    differences: list[str] = Field(description="Chỗ khác với tên được hỏi")


class AnswerOut(BaseModel):
    """Một câu trả lời. Với tin nhắn và ảnh, `parts` trả lời từng điều; `verdict` chung là điều đáng lưu ý nhất."""

    query: str = Field(description="Điều được hỏi; liên kết, số điện thoại, thư điện tử không bao giờ được lặp lại")
    kind: Annotated[Kind, _one_of(Kind)] = Field(
        description="Điều được hỏi là gì: tên, liên kết, mã số, tin nhắn hay ảnh"
    )
    verdict: Annotated[Verdict, _one_of(Verdict)] = Field(description=f"Kết luận. {_VERDICTS}")
    evidence: _Proof | None = Field(description="official dựa vào gì: link (chính nhóm chat này) hay code (hồ sơ)")
    message: str = Field(description="Kết luận bằng lời")
    next_step: str = Field(description="Nên làm gì tiếp")
    matches: list[MatchOut] = Field(description="Những nhóm mà kết luận dựa vào")
    near: list[MatchOut] = Field(description="Tối đa năm tên gần giống khác")
    parts: list["AnswerOut"] = Field(description="Với tin nhắn và ảnh có nhiều điều: câu trả lời cho từng điều")
    left_out: int = Field(description="Còn bao nhiêu điều trong nội dung chưa được kiểm tra")
    as_of: dt.datetime = Field(description="Sổ nói như vậy vào lúc này")


class Problem(BaseModel):
    """Chưa kiểm tra được: không có kết luận nào."""

    detail: str = Field(description="Vì sao chưa kiểm tra được")


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
        name=group.name,
        matched_name=match.name,
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
