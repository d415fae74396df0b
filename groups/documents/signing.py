"""Signing a published PDF on the server, for an office without tokens (ETSI EN 319 142-1; pyHanko does the work)."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime


class SigningFailed(RuntimeError):
    """The server could not sign; the message names neither password nor key."""


def sign_with_pkcs12(pdf: bytes, *, pkcs12: bytes, password: str, moment: datetime, reason: str = "") -> bytes:
    """Return ``pdf`` with a signature added behind its bytes (PAdES baseline B; nothing is drawn on the page).

    ``moment`` is refused where the certificate does not cover it. Raise :class:`SigningFailed`.
    """
    # Here, because few offices sign on the server, and every process and command would pay for loading pyHanko.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

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
        # In a thread of its own: pyHanko brings an event loop, and fails where the thread has one already.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(PdfSigner(meta, signer).sign_pdf, written).result().getvalue()
    except Exception as error:  # pyHanko raises many kinds; none may carry the key to a log
        raise SigningFailed("Không ký được tệp này bằng chứng thư của máy chủ.") from error
