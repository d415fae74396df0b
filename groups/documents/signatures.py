"""Published PDFs that come back signed: is it our list, untouched, and who signed it when?

The cryptography is done in `read_signatures.py` by pyHanko (ISO 32000-2, 12.8; ETSI EN 319 142-1). Nothing is
fetched: neither lists of revoked certificates nor missing links of a chain, so what could not be checked here is
said as such.
"""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

#: Seconds and bytes of address space for reading the signatures of one file; a sound one needs 1 s and 300 MB.
TIME_LIMIT = 15
MEMORY_LIMIT = 1024**3
_CHILD = Path(__file__).resolve().with_name("read_signatures.py")
# Nothing of the parent's environment: it holds the secret key and the database password.
_CHILD_ENVIRONMENT = {"PYTHONUTF8": "1"}
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
    WEAK = "weak"
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
    Refusal.WEAK: "Chữ ký dùng thuật toán băm đã lạc hậu (như SHA-1) nên có thể bị giả. "
    "Hãy ký lại bằng SHA-256 trở lên.",
    Refusal.DAMAGED: "Không đọc được chữ ký trong tệp: tệp hỏng hoặc chữ ký không đúng chuẩn. Hãy ký lại.",
}


class SignedCopyRefused(ValueError):
    """The file is no signed copy of the list; the message says why, ``kind`` says it to programs."""

    def __init__(self, kind: Refusal):
        super().__init__(_SENTENCES[kind])
        self.kind = kind


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
    signatures = _read(signed, len(originals[variant]), moment, trust_roots)
    return SignedCopyReport(variant, hashlib.sha256(signed).hexdigest(), signatures)


def _read(signed: bytes, own_length: int, moment: datetime, roots: Sequence[bytes]) -> tuple[Signature, ...]:
    request = {
        "own_length": own_length,
        "moment": moment.isoformat(),
        "roots": [root.hex() for root in roots],
        "memory_limit": MEMORY_LIMIT,
    }
    try:
        child = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter, no shell
            [sys.executable, "-I", str(_CHILD)],
            input=json.dumps(request).encode() + b"\n" + signed,
            capture_output=True,
            env=_CHILD_ENVIRONMENT,
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as late:
        raise SignedCopyRefused(Refusal.DAMAGED) from late
    if child.returncode:  # out of memory, or so deep that the interpreter broke
        raise SignedCopyRefused(Refusal.DAMAGED)
    answer = json.loads(child.stdout)
    if "refused" in answer:
        raise SignedCopyRefused(Refusal(answer["refused"]))
    return tuple(Signature(**each) for each in answer["signatures"])


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
