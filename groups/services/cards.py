"""The card of a group (giấy công nhận): a page to sign and hang, a picture to pin in the chat."""

import datetime as dt
from urllib.parse import urlsplit

from django.utils import timezone

from ..documents.cards import Card, render_card, render_card_picture
from ..documents.rows import Heading, UnprintableText
from ..documents.typesetting import CompileFailed
from ..domain.dates import formal_date, short_date
from ..domain.platforms import PLATFORM_LABELS
from ..models import Letterhead, WorkGroup
from ..queries.facts import public_facts
from ..queries.tree import head
from .errors import ActRefused


def group_card(*, group: WorkGroup, now: dt.datetime, address: str, picture: bool = False) -> bytes:
    """Return the card of an official group as a PDF, or as a PNG to pin in the chat.

    ``address`` is the root of the site; the QR leads to the group's page. Raise :class:`ActRefused` for a group that
    is not official now, or one whose texts cannot be printed.
    """
    if not group.is_official:
        raise ActRefused(
            f"Nhóm đang ở trạng thái “{group.get_status_display()}”: chỉ nhóm chính thức có giấy công nhận."
        )
    today = timezone.localdate(now)
    letterhead = Letterhead.objects.in_force(group.authority, today)
    if letterhead is None:
        raise ActRefused(f"{group.authority} chưa có tiêu đề văn bản: hãy ghi tiêu đề cơ quan trước.")
    card = _card(group, letterhead, today, address)
    try:
        return render_card_picture(card) if picture else render_card(card, timestamp=now)
    except (UnprintableText, CompileFailed) as error:
        raise ActRefused(str(error)) from error


def _card(group: WorkGroup, letterhead: Letterhead, today: dt.date, address: str) -> Card:
    facts = public_facts(group)
    size, root = head()
    return Card(
        heading=Heading(
            superior=letterhead.superior,
            issuer=letterhead.name,
            place=letterhead.place,
            symbol=letterhead.symbol,
            signer_title=letterhead.signer_title,
            signer_name=letterhead.signer_name,
        ),
        name=group.marked("name"),
        code=group.code,
        platform=PLATFORM_LABELS[group.platform],
        lead=facts["lead"],
        document=str(group.recognised_document),
        since=short_date(group.recognised_on, group.recognised_precision),
        address=f"{address}/nhom/{group.code}/",
        host=urlsplit(address).netloc,
        event_number=size,
        root=root,
        as_of_text=f"Theo sổ đăng ký {formal_date(today)}",
    )
