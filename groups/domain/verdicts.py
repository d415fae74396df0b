"""The answers to "is this group official?", and what each one tells a principal.

A name alone never earns ``official``: anyone can open a group with the official name. Only the chat's own current
invite link proves the chat; a code proves the record, not the chat that shows it. A check that could not run is no
verdict at all.
"""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """An answer; the value is what programs read."""

    OFFICIAL = "official"
    NAME_MATCHES = "name_matches"
    FORMER_NAME = "former_name"
    REVOKED_LINK = "revoked_link"
    SUSPENDED = "suspended"
    ENDED = "ended"
    LOOKALIKE = "lookalike"
    REPORTED = "reported"
    NOT_IN_REGISTER = "not_in_register"
    UNREADABLE = "unreadable"


class Evidence(StrEnum):
    """What an answer rests on, from strong to weak."""

    LINK = "link"
    CODE = "code"
    NAME = "name"


class Tone(StrEnum):
    """How an answer looks; always together with an icon and words."""

    OFFICIAL = "official"
    COMPARE = "compare"
    WARNING = "warning"
    DANGER = "danger"
    ENDED = "ended"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Meaning:
    """What an answer says: a headline, what it means, what to do next."""

    tone: Tone
    title: str
    message: str
    next_step: str


_COMPARE = "Hãy lấy liên kết mời hoặc mã QR của chính nhóm chat đang có trên máy và kiểm tra tại đây."

MEANINGS: dict[tuple[Verdict, Evidence | None], Meaning] = {
    (Verdict.OFFICIAL, Evidence.LINK): Meaning(
        Tone.OFFICIAL,
        "Đúng là nhóm chính thức",
        "Liên kết này đang là liên kết mời của một nhóm chính thức trong sổ.",
        "Đừng chuyển liên kết cho người ngoài: ai có liên kết cũng vào được nhóm.",
    ),
    (Verdict.OFFICIAL, Evidence.CODE): Meaning(
        Tone.COMPARE,
        "Mã này là của một nhóm chính thức, nhưng cần so thêm",
        "Hồ sơ mang mã này là chính thức. Nhưng ai cũng chép được mã, nên mã chưa chứng minh được nhóm chat đang có.",
        _COMPARE,
    ),
    (Verdict.NAME_MATCHES, None): Meaning(
        Tone.COMPARE,
        "Có nhóm chính thức mang tên này, nhưng cần so thêm",
        "Tên trùng chưa phải là bằng chứng: ai cũng lập được một nhóm cùng tên.",
        f"Hãy so trưởng nhóm và mã số với hồ sơ dưới đây. {_COMPARE}",
    ),
    (Verdict.FORMER_NAME, None): Meaning(
        Tone.WARNING,
        "Đây là tên cũ",
        "Nhóm chính thức từng mang tên này, nay đã đổi tên.",
        "Hãy xem tên hiện nay ở hồ sơ dưới đây và so với nhóm đang có.",
    ),
    (Verdict.REVOKED_LINK, None): Meaning(
        Tone.DANGER,
        "Liên kết đã bị thu hồi",
        "Liên kết này từng thuộc một nhóm trong sổ nhưng nay không còn dùng; người khác có thể đang dùng nó.",
        "Đừng vào nhóm bằng liên kết này. Hãy hỏi cơ quan để có liên kết hiện nay.",
    ),
    (Verdict.SUSPENDED, None): Meaning(
        Tone.WARNING,
        "Nhóm đang tạm ngừng",
        "Nhóm có trong sổ nhưng đang tạm ngừng, hiện không có trong danh sách chính thức.",
        "Đừng xử lý công việc trong nhóm này cho tới khi nhóm hoạt động lại.",
    ),
    (Verdict.ENDED, None): Meaning(
        Tone.ENDED,
        "Nhóm đã kết thúc",
        "Nhóm này đã giải tán hoặc đã ghép vào nhóm khác, không còn là nhóm chính thức.",
        "Đừng xử lý công việc trong nhóm này. Nếu đã ghép, hãy chuyển sang nhóm nêu trong hồ sơ.",
    ),
    (Verdict.LOOKALIKE, None): Meaning(
        Tone.DANGER,
        "Giống tên một nhóm chính thức nhưng không phải",
        "Tên này gần giống tên một nhóm chính thức. Có thể chỉ là gõ khác đi, cũng có thể là nhóm giả.",
        f"Hãy xem chỗ khác nhau dưới đây và hết sức cẩn thận. {_COMPARE}",
    ),
    (Verdict.REPORTED, None): Meaning(
        Tone.DANGER,
        "Cơ quan đã xác nhận: không phải nhóm của cơ quan",
        "Nhóm này đã được báo và cán bộ đã xác nhận không thuộc cơ quan.",
        "Hãy rời nhóm và báo cho đồng nghiệp.",
    ),
    (Verdict.NOT_IN_REGISTER, None): Meaning(
        Tone.NEUTRAL,
        "Không có trong sổ",
        "Theo quy chế, nhóm ngoài danh sách không phải là nhóm chính thức. Điều này chưa chứng tỏ là lừa đảo.",
        "Nếu vừa nhập cả một câu, hãy nhập riêng tên nhóm rồi kiểm tra lại. Vẫn không thấy thì hãy hỏi lại cơ quan qua "
        "cách liên lạc vẫn dùng, đừng hỏi ngay trong nhóm đang nghi ngờ.",
    ),
    (Verdict.NOT_IN_REGISTER, Evidence.LINK): Meaning(
        Tone.NEUTRAL,
        "Liên kết này không có trong sổ",
        "Sổ không ghi liên kết này cho nhóm chính thức nào. Theo quy chế, nhóm ngoài danh sách không phải là nhóm "
        "chính thức; nhưng cũng có thể sổ chưa ghi liên kết của nhóm, nên điều này chưa chứng tỏ là lừa đảo.",
        "Khi chưa hỏi lại cơ quan qua cách liên lạc vẫn dùng, đừng vào nhóm; nếu đã vào thì đừng làm theo yêu cầu "
        "trong nhóm.",
    ),
    (Verdict.NOT_IN_REGISTER, Evidence.CODE): Meaning(
        Tone.NEUTRAL,
        "Mã này không có trong sổ",
        "Mã đúng dạng nhưng chưa từng được công bố cho nhóm nào.",
        "Hãy so lại từng ký tự với nơi ghi mã. Nếu vẫn đúng như vậy thì đó không phải là mã của nhóm chính thức.",
    ),
    (Verdict.NOT_IN_REGISTER, Evidence.NAME): Meaning(
        Tone.NEUTRAL,
        "Không có nhóm nào mang đúng tên này",
        "Trong sổ chỉ có những nhóm tên gần giống dưới đây. Theo quy chế, nhóm ngoài danh sách không phải là nhóm "
        "chính thức; điều này chưa chứng tỏ là lừa đảo.",
        f"Hãy gõ đúng và đủ tên như hiện trong ứng dụng, không kèm chữ nào khác. {_COMPARE}",
    ),
    (Verdict.UNREADABLE, None): Meaning(
        Tone.NEUTRAL,
        "Chưa đọc được",
        "Không nhận ra nội dung vừa nhập.",
        "Hãy nhập riêng tên nhóm, mã số hoặc liên kết mời.",
    ),
    (Verdict.UNREADABLE, Evidence.LINK): Meaning(
        Tone.WARNING,
        "Không kiểm tra được địa chỉ này",
        "Đây không phải là liên kết mời của một nhóm.",
        "Đừng bấm vào địa chỉ này. Hãy mở nhóm trong Zalo hoặc Viber, lấy liên kết mời của chính nhóm rồi kiểm tra tại "
        "đây.",
    ),
    (Verdict.UNREADABLE, Evidence.CODE): Meaning(
        Tone.NEUTRAL,
        "Mã này không đúng",
        "Mã vừa nhập không đọc được.",
        "Hãy so lại từng ký tự với nơi ghi mã, rồi nhập lại.",
    ),
}


#: From the one that most calls for care to the one that least does. In a message that holds several things, what is
#: wrong with one of them is what a principal must hear: a genuine code is pasted to make a strange link believed.
CAUTION = (
    (Verdict.REPORTED, None),
    (Verdict.REVOKED_LINK, None),
    (Verdict.LOOKALIKE, None),
    (Verdict.ENDED, None),
    (Verdict.SUSPENDED, None),
    (Verdict.UNREADABLE, None),
    (Verdict.NOT_IN_REGISTER, None),
    (Verdict.FORMER_NAME, None),
    (Verdict.NAME_MATCHES, None),
    (Verdict.OFFICIAL, Evidence.CODE),
    (Verdict.OFFICIAL, Evidence.LINK),
)


def meaning_of(verdict: Verdict, evidence: Evidence | None = None) -> Meaning:
    """Return what an answer says, in the words for what was asked (``evidence``) where there are such.

    Raise ``KeyError`` for an answer that cannot be, such as official by name.
    """
    if verdict == Verdict.OFFICIAL:
        return MEANINGS[verdict, evidence]
    return MEANINGS.get((verdict, evidence)) or MEANINGS[verdict, None]


def caution(verdict: Verdict, evidence: Evidence | None) -> int:
    """Return the place of an answer in :data:`CAUTION`, 0 for the one that most calls for care."""
    return CAUTION.index((verdict, evidence if verdict == Verdict.OFFICIAL else None))
