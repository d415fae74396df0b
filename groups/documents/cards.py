"""The card of a group (giấy công nhận): a page to sign and hang, a picture to pin in the chat."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from .letter import qr_drawing, root_line
from .rows import Heading, cleaned
from .typeface import printable_code_points
from .typesetting import typeset

_PICTURE_SIDE = 1080  # pixels
_POINTS = 540  # the side of the picture's page, as card_picture.typ has it
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # a picture holds none


@dataclass(frozen=True)
class Card:
    """What a card says. `address` is that of the group's page, `host` what to compare in the browser's address bar.

    `event_number` and `root` are the head of the log on the day of the card."""

    heading: Heading
    name: str
    code: str
    platform: str
    lead: str
    document: str
    since: str
    address: str
    host: str
    event_number: int
    as_of_text: str
    root: str = ""
    language: str = "vi"


def render_card(card: Card, *, timestamp: datetime) -> bytes:
    """One A4 page (PDF/A-3a, PDF/UA-1). Raises UnprintableText, CompileFailed."""
    return typeset("card", _data(card), timestamp=timestamp)


def render_card_picture(card: Card) -> bytes:
    """A square PNG, 1,080 pixels a side. Raises UnprintableText, CompileFailed."""
    dots = round(72 * _PICTURE_SIDE / _POINTS)
    return typeset("card_picture", _data(card), timestamp=_NO_TIME, form="png", dots_per_inch=dots)


def _data(card: Card) -> dict:
    card = cleaned(card, printable_code_points())
    heading = card.heading
    return asdict(card) | {
        "title": f"Giấy công nhận nhóm chính thức {card.code}",
        "narrow": True,
        "superior": heading.superior.upper(),
        "issuer": heading.issuer.upper(),
        "number_line": [],
        "date_line": [f"{heading.place}, ngày ", None, " tháng ", None, " năm ", None],
        "signer_title": heading.signer_title.upper(),
        "signer_name": heading.signer_name,
        "recipients": [],
        "imprint": None,
        "qr": qr_drawing(card.address),
        "qr_alt": f"Mã QR dẫn tới {card.address}",
        "facts": [
            [label, value]
            for label, value in (
                ("Mã số", card.code),
                ("Ứng dụng", card.platform),
                ("Trưởng nhóm", card.lead),
                ("Công nhận từ", card.since),
                ("Theo văn bản", card.document),
            )
            if value
        ],
        "head": f"{card.event_number}:{card.root}" if card.root else "",
        "root_line": root_line(card.root),
        "state": f"{card.as_of_text}, đến sự kiện số {card.event_number}.",
        "compare": f"Quét mã để mở trang của nhóm. Địa chỉ trang phải bắt đầu bằng {card.host}; "
        "mã QR bị làm giả dẫn tới địa chỉ khác.",
        "proves": "Giấy này có thể bị sao chép: muốn chắc chắn một nhóm là thật, hãy kiểm tra chính liên kết hoặc mã "
        "QR của nhóm ấy tại địa chỉ trên.",
    }
