"""Published PDFs that come back signed: is it our list, untouched, and who signed it when?

pyHanko does the cryptography (ISO 32000-2, 12.8; ETSI EN 319 142-1). Nothing is fetched: neither lists of revoked
certificates nor missing links of a chain, so what could not be checked here is said as such.
"""

import hashlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from asn1crypto import parser, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .slipped_in import adds_only_signatures

_Result = TypeVar("_Result")
#: The largest signed copy that is read, in bytes.
MAX_BYTES = 30 * 1024 * 1024
#: So few bytes differ where somebody changed a file, and not where a program wrote it anew.
_A_FEW = 64
_ID = re.compile(rb"/ID\s*\[\s*(\([^)]{8,64}\)|<[0-9A-Fa-f]{16,64}>)")

NOT_CHECKED = (
    "Chưa kiểm tra được chuỗi chứng thư tại đây: máy chủ không có chứng thư gốc của tổ chức chứng thực. "
    "Hãy kiểm tra bằng chương trình ký số của cơ quan."
)
TRUSTED = "Chứng thư thuộc chuỗi tin cậy đã đặt cho máy chủ; việc thu hồi chứng thư chưa được kiểm tra."
NOT_TRUSTED = "Chứng thư không thuộc chuỗi tin cậy đã đặt cho máy chủ."


class Refusal(StrEnum):
    """Why a file is no signed copy of the list."""

    NO_PDF = "no_pdf"
    TOO_LARGE = "too_large"
    FOREIGN = "foreign"
    RESAVED = "resaved"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    LATER_CHANGE = "later_change"
    CHANGED_BEFORE = "changed_before"
    DAMAGED = "damaged"


_SENTENCES = {
    Refusal.NO_PDF: "Tệp này không phải là tệp PDF. Hãy chọn tệp PDF đã ký số.",
    Refusal.TOO_LARGE: f"Tệp lớn quá {MAX_BYTES // 1024**2} MB nên không được nhận.",
    Refusal.FOREIGN: "Tệp này không phải là danh sách này: có thể là danh sách của lần công bố khác hoặc văn bản khác.",
    Refusal.RESAVED: "Danh sách đã bị một chương trình lưu lại thành tệp khác nên không so được với bản công bố. "
    "Hãy tải lại bản công bố rồi ký thẳng lên tệp ấy.",
    Refusal.CHANGED: "Nội dung tệp đã bị sửa so với bản công bố hoặc so với lúc ký. Không dùng tệp này.",
    Refusal.UNSIGNED: "Đây đúng là danh sách này nhưng chưa có chữ ký số nào.",
    Refusal.LATER_CHANGE: "Tệp bị thêm nội dung sau khi ký: chữ ký không bao trùm hết tệp. "
    "Hãy dùng đúng tệp vừa ký xong.",
    Refusal.CHANGED_BEFORE: "Danh sách đã bị thêm hoặc đổi nội dung trước khi ký. Hãy tải lại bản công bố rồi ký.",
    Refusal.DAMAGED: "Không đọc được chữ ký trong tệp: tệp hỏng hoặc chữ ký không đúng chuẩn. Hãy ký lại.",
}


class SignedCopyRefused(ValueError):
    """The file is no signed copy of the list; the message says why, ``kind`` says it to programs."""

    def __init__(self, kind: Refusal):
        super().__init__(_SENTENCES[kind])
        self.kind = kind


class SigningFailed(RuntimeError):
    """The server could not sign; the message names neither password nor key."""


@dataclass(frozen=True)
class Signature:
    """One signature. Times are ISO 8601 with their zone; ``trusted`` is None where no chain could be checked here.

    ``signed_at`` is by the signer's own clock unless ``has_timestamp``.
    """

    signer: str
    organisation: str
    issuer: str
    serial: str
    signed_at: str
    has_timestamp: bool
    certificate_was_valid: bool
    trusted: bool | None
    trust: str


@dataclass(frozen=True)
class SignedCopyReport:
    """What was found: which variant was signed, by whom; the last signature covers the whole file."""

    variant: str
    sha256: str
    signatures: tuple[Signature, ...]

    def as_data(self) -> dict:
        """The same as JSON values."""
        return asdict(self) | {"signatures": [asdict(each) for each in self.signatures]}


def check_signed_copy(
    signed: bytes, originals: Mapping[str, bytes], *, moment: datetime, trust_roots: Sequence[bytes] = ()
) -> SignedCopyReport:
    """Return what stands in ``signed``, or raise :class:`SignedCopyRefused`.

    ``originals`` are the published PDFs by the name of their variant. A signature is added behind the bytes that were
    signed, so a signed copy begins with the very bytes of one of them, and adds nothing but signatures.
    ``trust_roots`` are certificates, DER or PEM.
    """
    variant = _variant(signed, originals)
    try:
        signatures = _aside(lambda: _signatures(signed, len(originals[variant]), moment, trust_roots))
    except SignedCopyRefused:
        raise
    except Exception as error:  # pyHanko raises many kinds for a file that is not what it seems
        raise SignedCopyRefused(Refusal.DAMAGED) from error
    return SignedCopyReport(variant, hashlib.sha256(signed).hexdigest(), signatures)


def _variant(signed: bytes, originals: Mapping[str, bytes]) -> str:
    if len(signed) > MAX_BYTES:
        raise SignedCopyRefused(Refusal.TOO_LARGE)
    if not signed.startswith(b"%PDF-"):
        raise SignedCopyRefused(Refusal.NO_PDF)
    for variant, original in originals.items():
        if signed.startswith(original):
            if not signed[len(original) :].strip():
                raise SignedCopyRefused(Refusal.UNSIGNED)
            return variant
    raise SignedCopyRefused(max((_kinship(signed, each) for each in originals.values()), key=_CLOSENESS.index))


_CLOSENESS = [Refusal.FOREIGN, Refusal.RESAVED, Refusal.CHANGED]


def _kinship(signed: bytes, original: bytes) -> Refusal:
    """Say how a file that does not begin with our bytes is related to them. Only looked at, never taken apart."""
    pairs = zip(signed, original, strict=False)
    if len(signed) >= len(original) - _A_FEW and sum(a != b for a, b in pairs) <= _A_FEW:
        return Refusal.CHANGED
    own = _ID.search(original)
    return Refusal.RESAVED if own and own[1] in signed else Refusal.FOREIGN


def _signatures(signed: bytes, own_length: int, moment: datetime, roots: Sequence[bytes]) -> tuple[Signature, ...]:
    reader = PdfFileReader(io.BytesIO(signed))
    found = list(reader.embedded_regular_signatures)
    if not found:
        raise SignedCopyRefused(Refusal.UNSIGNED if b"/ByteRange" not in signed[own_length:] else Refusal.DAMAGED)
    own_revisions = PdfFileReader(io.BytesIO(signed[:own_length])).xrefs.total_revisions
    checked = tuple(_signature(each, moment, roots, each is found[-1]) for each in found)
    if not adds_only_signatures(reader, own_revisions - 1, found[0].signed_revision):
        raise SignedCopyRefused(Refusal.CHANGED_BEFORE)
    return checked


def _signature(each: EmbeddedPdfSignature, moment: datetime, roots: Sequence[bytes], is_last: bool) -> Signature:
    context = ValidationContext(
        trust_roots=[_certificate(root) for root in roots],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
    )
    content = bytes(each.pkcs7_content)
    if any(content[parser.peek(content) :]):  # what pads the room of a signature is no part of it, and is nought
        raise SignedCopyRefused(Refusal.CHANGED)
    status = validate_pdf_signature(each, signer_validation_context=context)
    if not status.intact or not status.valid:
        raise SignedCopyRefused(Refusal.CHANGED)
    if is_last and status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise SignedCopyRefused(Refusal.LATER_CHANGE)
    if not is_last and (status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok):
        raise SignedCopyRefused(Refusal.LATER_CHANGE)
    certificate = status.signing_cert
    stamped = status.timestamp_validity.timestamp if status.timestamp_validity else None
    at = stamped or status.signer_reported_dt
    trusted = bool(status.trusted) if roots else None
    return Signature(
        signer=_named(certificate.subject, "common_name"),
        organisation=_named(certificate.subject, "organization_name"),
        issuer=_named(certificate.issuer, "common_name"),
        serial=f"{certificate.serial_number:X}",
        signed_at=at.isoformat() if at else "",
        has_timestamp=stamped is not None,
        certificate_was_valid=certificate.not_valid_before <= (at or moment) <= certificate.not_valid_after,
        trusted=trusted,
        trust={None: NOT_CHECKED, True: TRUSTED, False: NOT_TRUSTED}[trusted],
    )


def _named(name: x509.Name, part: str) -> str:
    value = name.native.get(part, "")
    return ", ".join(value) if isinstance(value, list) else value


def _certificate(content: bytes) -> x509.Certificate:
    if pem.detect(content):
        _, _, content = pem.unarmor(content)
    return x509.Certificate.load(content)


def _aside(call: Callable[[], _Result]) -> _Result:
    """Call in a thread of its own: pyHanko brings an event loop, and fails where the thread has one already."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(call).result()


def sign_with_pkcs12(pdf: bytes, *, pkcs12: bytes, password: str, moment: datetime, reason: str = "") -> bytes:
    """Return ``pdf`` with a signature added behind its bytes (PAdES baseline B; nothing is drawn on the page).

    ``moment`` is refused where the certificate does not cover it. Raise :class:`SigningFailed`.
    """
    try:
        signer = SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[], passphrase=password.encode())
    except ValueError:
        signer = None
    if signer is None or signer.signing_cert is None:
        raise SigningFailed("Không mở được chứng thư của máy chủ: sai mật khẩu hoặc tệp không có khoá.")
    certificate = signer.signing_cert
    if not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        raise SigningFailed("Chứng thư của máy chủ đã hết hạn hoặc chưa có hiệu lực.")
    try:
        meta = PdfSignatureMetadata(
            field_name="ChuKy", reason=reason or None, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        written = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return _aside(lambda: PdfSigner(meta, signer).sign_pdf(written).getvalue())
    except Exception as error:  # pyHanko raises many kinds; none may carry the key to a log
        raise SigningFailed("Không ký được tệp này bằng chứng thư của máy chủ.") from error
