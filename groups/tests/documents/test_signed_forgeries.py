"""Forged signed copies: what somebody with a key of his own could bring as a signed list of ours."""

import datetime as dt
import io
import re
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper

from groups.documents.pdf import Variant, render_attached_list
from groups.documents.signatures import Refusal

from .test_pdf import NOW, listing, row
from .test_signatures import PASSWORD, certificate, check, refused, sign


@pytest.fixture(scope="module")
def pair():
    return certificate()


@pytest.fixture(scope="module")
def original():
    return render_attached_list(listing(row()), variant=Variant.ELECTRONIC, timestamp=NOW)


def appended(content, objects, *, entries=(), previous=None, root=1):
    """`content` with objects written behind it by hand, and a cross-reference table of its own.

    `objects` maps a number, or (number, generation), to the text of the object; `entries` are further lines of the
    table as (number, line); without `previous` the table forgets everything before it.
    """
    out, lines = bytearray(content + b"\n"), dict(entries)
    for key, text in objects.items():
        number, generation = key if isinstance(key, tuple) else (key, 0)
        lines[number] = f"{len(out):010} {generation:05} n\r\n"
        out += f"{number} {generation} obj\n{text}\nendobj\n".encode()
    start = len(out)
    if previous is None:
        lines[0] = "0000000000 65535 f\r\n"
    table = "".join(f"{number} 1\n{line}" for number, line in sorted(lines.items()))
    identifier = re.search(rb"/ID\s*(\[.*?\])", content, re.S)[1].decode()
    before = f"/Prev {previous}" if previous is not None else ""
    size = max(max(lines) + 1, 200)
    out += f"xref\n{table}trailer\n<</Size {size}/Root {root} 0 R/ID{identifier}{before}>>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


FORGED = {
    1: "<</Type/Catalog/Pages 2 0 R>>",
    2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Resources<<>>/Contents 4 0 R>>",
    4: "<</Length 28>>stream\n1 0 0 rg 0 0 900 900 re f   \nendstream",
}


def test_another_document_behind_our_bytes_is_not_our_list(original, pair):
    assert refused(sign(appended(original, FORGED), pair[0]), original) == Refusal.CHANGED_BEFORE


def contents_of_page(original):
    return PdfFileReader(io.BytesIO(original)).root["/Pages"]["/Kids"][0].raw_get("/Contents").idnum


def hidden(original, entries=(), objects=()):
    reader = PdfFileReader(io.BytesIO(original))
    return appended(
        original, dict(objects), entries=entries, previous=reader.last_startxref, root=reader.root_ref.idnum
    )


def test_a_page_whose_text_was_deleted_is_not_our_list(original, pair):
    number = contents_of_page(original)
    deleted = hidden(original, entries=[(number, "0000000000 00001 f\r\n")])
    assert refused(sign(deleted, pair[0]), original) in {Refusal.CHANGED_BEFORE, Refusal.DAMAGED}


def signed_by(original, packed, *, digest="sha256", stamper=None):
    signer = SimpleSigner.load_pkcs12_data(packed, other_certs=[], passphrase=PASSWORD.encode())
    meta = PdfSignatureMetadata(field_name="Ky", md_algorithm=digest)
    pdf = PdfSigner(meta, signer, timestamper=stamper)
    with ThreadPoolExecutor() as elsewhere:  # a browser test of the same run may have left its event loop in this one
        return elsewhere.submit(pdf.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(original))).result().getvalue()


def test_a_digest_that_can_be_forged_is_refused(original, pair):
    assert refused(signed_by(original, pair[0], digest="sha1"), original) == Refusal.WEAK


def stamper(moment):
    """A timestamp authority that anybody could make, which says any time."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dấu thời gian")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(77)
        .not_valid_before(NOW - dt.timedelta(3650))
        .not_valid_after(NOW + dt.timedelta(7300))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made = built.public_bytes(serialization.Encoding.DER)
    return made, DummyTimeStamper(
        tsa_cert=asn1_x509.Certificate.load(made),
        tsa_key=keys.PrivateKeyInfo.load(private),
        fixed_dt=moment,
    )


def test_a_timestamp_counts_only_where_its_authority_is_trusted(original, pair):
    said = NOW + dt.timedelta(days=40)
    authority, stamps = stamper(said)
    content = signed_by(original, pair[0], stamper=stamps)
    assert check(content, original).signatures[0].has_timestamp is False
    assert check(content, original, [pair[1]]).signatures[0].has_timestamp is False
    (found,) = check(content, original, [pair[1], authority]).signatures
    assert found.has_timestamp
    assert dt.datetime.fromisoformat(found.signed_at) == said


def bomb():
    """A cross-reference stream of some KB that says it holds many millions of entries."""
    return zlib.compress(b"\0" * 200_000_000, 9)


@pytest.mark.parametrize("kind", ["nested", "stream", "loop", "fields"])
def test_a_file_made_to_hang_its_reader_is_refused_in_time(original, kind, monkeypatch):
    monkeypatch.setattr("groups.documents.signatures.TIME_LIMIT", 5)
    start = PdfFileReader(io.BytesIO(original)).last_startxref
    root = PdfFileReader(io.BytesIO(original)).root_ref.idnum
    if kind == "nested":
        forged = appended(original, {190: "[" * 2_000_000}, previous=start, root=190)
    elif kind == "loop":
        forged = appended(
            original, {}, entries=[(199, "0000000000 00000 n\r\n")], previous=len(original) + 1, root=root
        )
    elif kind == "fields":
        fields = " ".join(["191 0 R"] * 400_000)
        forged = appended(
            original,
            {root: f"<</Type/Catalog/Pages 1 0 R/AcroForm<</Fields[{fields}]>>>>", 191: f"<</T(x)/Kids[{fields}]>>"},
            previous=start,
            root=root,
        )
    else:
        packed = bomb()
        at = len(original) + 1
        said = f"<</Type/XRef/Size 40000000/W[1 2 2]/Filter/FlateDecode/Root {root} 0 R/Length {len(packed)}>>"
        head = f"190 0 obj\n{said}stream\n"
        forged = original + b"\n" + head.encode() + packed + f"\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n".encode()
    assert refused(forged, original) in {Refusal.DAMAGED, Refusal.UNSIGNED}
