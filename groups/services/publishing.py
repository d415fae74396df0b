"""Publishing a list, naming its covering document, putting back a signed copy."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..documents.notice import Notice, NoticeSection, render_notice
from ..documents.pdf import CompileFailed, Variant, render_attached_list
from ..documents.rows import AttachedList, UnprintableText
from ..documents.signatures import SignedCopyRefused, check_signed_copy
from ..documents.signing import SigningFailed, sign_with_pkcs12
from ..models import Document, Publication, PublishedFile, RegisterHead, SignedCopy, Unit
from ..queries.attached_list import ListUnavailable
from ..queries.authorities import works_for
from ..queries.permissions import ELSEWHERE, may_publish
from ..queries.publications import Draft, draft_list, notice_before, period_before, printed_list, with_covering
from .errors import ActRefused
from .own_offices import refuse_foreign
from .transactions import transactional

_NOT_YOURS = "Tài khoản của bạn không có quyền công bố danh sách."
_CHANGED = (
    "Sổ vừa thay đổi, hoặc đã có người công bố một danh sách khác, hoặc lựa chọn trên trang đã khác, sau khi bạn mở "
    "bản xem trước. Chưa công bố gì; hãy xem lại bản mới dưới đây rồi công bố nếu vẫn cần."
)

_NO_CERTIFICATE = "Không đọc được tệp chứng thư của máy chủ: hãy báo người quản trị."


def draft(
    *, authority: Unit, now: dt.datetime, address: str, grouping: str = "", covering: Document | None = None
) -> Draft:
    """Return the list as it would be published now. Raise :class:`ActRefused` where none can be made."""
    try:
        return draft_list(
            authority=authority,
            today=timezone.localdate(now),
            address=address,
            grouping=grouping,
            covering=covering,
        )
    except ListUnavailable as error:
        raise ActRefused(str(error)) from error


def preview(found: Draft, *, now: dt.datetime, paper: bool) -> bytes:
    """Return the PDF of a list that is not yet published. Raise :class:`ActRefused` where it cannot be set."""
    return _pdf(found.printed, Variant.PAPER if paper else Variant.ELECTRONIC, now)


def publish_list(
    *,
    authority: Unit,
    by,
    now: dt.datetime,
    address: str,
    seen: str,
    grouping: str = "",
    covering: Document | None = None,
) -> Publication:
    """Publish the list of ``authority`` as it stands and return it.

    ``seen`` is the digest of the draft that the person looked at: where the register, the number or the letterhead
    is another by now, nothing is published. Consequences: the rows, the words and the PDF are kept for ever, the
    page behind the printed QR opens, and every older list of this authority says that it was replaced.
    Raise :class:`ActRefused` with the sentence that says why not.
    """
    _check_right(by, authority.pk)
    refuse_foreign(by, covering)
    asked = {"authority": authority, "now": now, "address": address, "grouping": grouping, "covering": covering}
    found = draft(**asked)
    if found.digest != seen:
        raise ActRefused(_CHANGED)
    # Before the lock: setting a long list takes seconds, and nobody else's act should wait for it.
    files = {"electronic": _pdf(found.printed, Variant.ELECTRONIC, now)}
    if covering:
        files["paper"] = _pdf(found.printed, Variant.PAPER, now)
    files["notice"] = _notice(found, now)
    return _keep(found, files, asked, seen=seen, by=by)


@transactional
def _keep(found: Draft, files: dict[str, bytes], asked: dict[str, Any], *, seen: str, by) -> Publication:
    RegisterHead.objects.select_for_update().get_or_create(pk=1)  # no act and no other list meanwhile
    if draft(**asked).digest != seen:
        raise ActRefused(_CHANGED)
    published = Publication.objects.create(
        authority=asked["authority"],
        number=found.number,
        event_number=found.event_number,
        as_of=found.as_of,
        grouping=asked["grouping"],
        letterhead=found.letterhead,
        covering=asked["covering"],
        content=found.content,
        digest=found.digest,
        published_by=by,
        published_at=asked["now"],
    )
    for kind, content in files.items():
        PublishedFile.objects.create(publication=published, kind=kind, content=content, made_at=asked["now"])
    return published


def name_covering(*, publication: Publication, document: Document, by, now: dt.datetime) -> Publication:
    """Name the document that a list was sent with, once it has its number, and make the paper variant with it."""
    _check_right(by, publication.authority_id)
    if document.authority_id != publication.authority_id:
        raise ActRefused(f"Văn bản kèm theo phải do {publication.authority} ban hành.")
    paper = _pdf(with_covering(printed_list(publication), document), Variant.PAPER, now)
    return _name(publication, document, paper, now)


@transactional
def _name(publication: Publication, document: Document, paper: bytes, now: dt.datetime) -> Publication:
    locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if locked.covering_id:
        raise ActRefused(f"Danh sách này đã ghi đi kèm {locked.covering}.")
    locked.covering = document
    locked.save(update_fields=["covering"])
    PublishedFile.objects.create(publication=locked, kind="paper", content=paper, made_at=now)
    return locked


def attach_signed_copy(*, publication: Publication, content: bytes, by, now: dt.datetime) -> SignedCopy:
    """Keep a published PDF that came back signed, byte for byte, with what was found in it.

    Raise :class:`ActRefused` where it is not our list, not signed, or was changed: nothing is kept then.
    """
    _check_right(by, publication.authority_id)
    originals = {file.kind: bytes(file.content) for file in publication.files.filter(kind__in=Variant)}
    try:
        report = check_signed_copy(content, originals, moment=now, trust_roots=settings.SIGNATURE_TRUST_ROOTS)
    except SignedCopyRefused as error:
        raise ActRefused(str(error)) from error
    if publication.signed_copies.filter(sha256=report.sha256).exists():
        raise ActRefused("Đúng tệp này đã được ghi là bản đã ký từ trước.")
    return SignedCopy.objects.create(
        publication=publication, content=content, report=report.as_data(), added_by=by, added_at=now
    )


def server_signs() -> bool:
    """Whether the office lets the server sign."""
    return bool(settings.SIGNING_PKCS12)


def sign_on_server(*, publication: Publication, by, now: dt.datetime) -> SignedCopy:
    """Sign the newest variant with the certificate named in the environment, and keep it as a signed copy."""
    _check_right(by, publication.authority_id)
    if not server_signs():
        raise ActRefused("Máy chủ này không được đặt để ký: hãy ký ngoài bằng chữ ký số của cơ quan rồi ghi lại.")
    original = publication.files.filter(kind__in=Variant).order_by("-pk").first()
    try:
        signed = sign_with_pkcs12(
            bytes(original.content),
            pkcs12=Path(settings.SIGNING_PKCS12).read_bytes(),
            password=settings.SIGNING_PKCS12_PASSWORD,
            moment=now,
        )
    except (SigningFailed, OSError) as error:
        raise ActRefused(str(error) if isinstance(error, SigningFailed) else _NO_CERTIFICATE) from error
    return attach_signed_copy(publication=publication, content=signed, by=by, now=now)


def _check_right(by, authority_id: int) -> None:
    if not may_publish(by):
        raise ActRefused(_NOT_YOURS)
    if not works_for(by, authority_id):
        raise ActRefused(ELSEWHERE)


def _notice(found: Draft, now: dt.datetime) -> bytes:
    printed = found.printed
    sections = tuple(NoticeSection(each.title, each.sentences) for each in notice_before(found))
    notice = Notice(
        heading=printed.heading,
        subject=f"Về thay đổi các nhóm chính thức của {printed.heading.issuer}",
        period_text=period_before(found),
        sections=sections,
        recipients=printed.recipients,
        document_title=f"Thông báo thay đổi các nhóm chính thức ({printed.imprint.label.lower()})",
        imprint=printed.imprint,
    )
    try:
        return render_notice(notice, timestamp=now)
    except (UnprintableText, CompileFailed) as error:
        raise ActRefused(str(error)) from error


def _pdf(printed: AttachedList, variant: Variant, now: dt.datetime) -> bytes:
    try:
        return render_attached_list(printed, variant=variant, timestamp=now)
    except (UnprintableText, CompileFailed) as error:
        raise ActRefused(str(error)) from error
