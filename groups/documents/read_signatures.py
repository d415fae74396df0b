"""The child process that reads the signatures of one file that somebody brought, started by `signatures.py` for each.

A child, because a file can be made so that its reader needs hours or all memory: this one can be stopped.
It is run by its path in isolated mode: a line of JSON and the file on stdin, JSON on stdout.
"""

import io
import json
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

if __name__ == "__main__":  # isolated: the project is not on the path, and the libraries are
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from asn1crypto import parser, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from groups.documents.signatures import NOT_CHECKED, NOT_TRUSTED, TRUSTED, Refusal, Signature, SignedCopyRefused
from groups.documents.slipped_in import adds_only_signatures

#: Digests that nobody can forge today (ETSI TS 119 312); with SHA-1 or MD5 two texts can bear one signature.
_STRONG = {"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"}


def read_signatures(signed: bytes, own_length: int, moment: datetime, roots: Sequence[bytes]) -> tuple[Signature, ...]:
    """Return the signatures behind our own bytes, which end at ``own_length``. Raise :class:`SignedCopyRefused`."""
    reader = PdfFileReader(io.BytesIO(signed))
    found = list(reader.embedded_regular_signatures)
    if not found:
        raise SignedCopyRefused(Refusal.UNSIGNED if b"/ByteRange" not in signed[own_length:] else Refusal.DAMAGED)
    own = PdfFileReader(io.BytesIO(signed[:own_length]))
    checked = tuple(_signature(each, moment, roots, each is found[-1]) for each in found)
    if not adds_only_signatures(reader, own, found[0].signed_revision):
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
    if status.md_algorithm not in _STRONG:
        raise SignedCopyRefused(Refusal.WEAK)
    if is_last and status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise SignedCopyRefused(Refusal.LATER_CHANGE)
    if not is_last and (status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok):
        raise SignedCopyRefused(Refusal.LATER_CHANGE)
    certificate = status.signing_cert
    # Anybody can set up an authority that stamps any time: it counts only where it leads to a root of ours.
    stamp = status.timestamp_validity
    stamped = stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted and roots else None
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


def main() -> int:
    request = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_AS, (request["memory_limit"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    roots = [bytes.fromhex(each) for each in request["roots"]]
    try:
        found = read_signatures(
            sys.stdin.buffer.read(), request["own_length"], datetime.fromisoformat(request["moment"]), roots
        )
    except SignedCopyRefused as refusal:
        answer = {"refused": refusal.kind}
    except Exception as error:  # pyHanko raises many kinds for a file that is not what it seems
        sys.stderr.write(type(error).__name__)
        answer = {"refused": Refusal.DAMAGED}
    else:
        answer = {"signatures": [asdict(each) for each in found]}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
