"""The notice (THÔNG BÁO) of what changed between two lists, as an archival PDF (Nghị định 30/2020/NĐ-CP)."""

from dataclasses import dataclass
from datetime import datetime

from .letter import BLANK, imprint_data, recipient_lines
from .rows import Heading, Imprint, cleaned
from .typeface import printable_code_points
from .typesetting import typeset


@dataclass(frozen=True)
class NoticeSection:
    """Acts of one kind, a sentence each."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """Number and date are left blank: Văn thư gives them."""

    heading: Heading
    subject: str
    period_text: str
    sections: tuple[NoticeSection, ...]
    recipients: tuple[str, ...]
    document_title: str
    imprint: Imprint | None = None
    language: str = "vi"


def render_notice(notice: Notice, *, timestamp: datetime) -> bytes:
    """The notice as PDF bytes: the same notice and timestamp always give the same bytes.

    Raises UnprintableText, CompileFailed, or ValueError for a timestamp without a zone.
    """
    notice = cleaned(notice, printable_code_points())
    heading = notice.heading
    data = {
        "title": notice.document_title,
        "language": notice.language,
        "narrow": True,
        "superior": heading.superior.upper(),
        "issuer": heading.issuer.upper(),
        "number_line": ["Số: ", BLANK, f"/TB-{heading.symbol}"],
        "date_line": [f"{heading.place}, ngày ", BLANK, " tháng ", BLANK, " năm ", BLANK],
        "subject": notice.subject,
        "opening": f"{notice.period_text}, {heading.issuer} thông báo các thay đổi sau đây trong sổ đăng ký nhóm:",
        "nothing": "Không có thay đổi nào trong thời gian này.",
        "sections": [{"title": each.title, "lines": list(each.lines)} for each in notice.sections],
        "closing": "Nhóm không có trong danh sách của cơ quan không phải là nhóm chính thức.",
        "recipients": recipient_lines(notice.recipients),
        "signer_title": heading.signer_title.upper(),
        "signer_name": heading.signer_name,
        "imprint": imprint_data(notice.imprint, "danh sách mới nhất"),
    }
    return typeset("notice", data, timestamp=timestamp)
