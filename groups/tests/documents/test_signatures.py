"""Signed copies: only our own list, untouched, wholly covered by its last signature, is taken for one."""

import datetime as dt
import io
import random
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from groups.documents.pdf import Variant, render_attached_list
from groups.documents.signatures import NOT_CHECKED, NOT_TRUSTED, TRUSTED, Refusal, SignedCopyRefused, check_signed_copy
from groups.documents.signing import SigningFailed, sign_with_pkcs12

from .test_pdf import NOW, listing, many, row

PASSWORD = "mat-khau-cua-khoa-thu"


def certificate(name="Lê Thị Ký Tên", *, begins=NOW - dt.timedelta(30), days=365):
    """A key with its own certificate, as PKCS#12, and the certificate alone."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, name),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Phòng Giáo dục và Đào tạo"),
    ])  # fmt: skip
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(0xABCDEF)
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(True, True, False, False, False, True, True, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(b"thu", key, built, None, BestAvailableEncryption(PASSWORD.encode()))
    return packed, built.public_bytes(Encoding.PEM)


@pytest.fixture(scope="module")
def pair():
    return certificate()


@pytest.fixture(scope="module")
def original():
    return render_attached_list(listing(row()), variant=Variant.ELECTRONIC, timestamp=NOW)


@pytest.fixture(scope="module")
def signed(original, pair):
    return sign(original, pair[0])


def sign(pdf, packed, moment=NOW):
    return sign_with_pkcs12(pdf, pkcs12=packed, password=PASSWORD, moment=moment)


def check(content, original, roots=()):
    moment = dt.datetime.now(dt.UTC)
    return check_signed_copy(content, {"electronic": original}, moment=moment, trust_roots=roots)


def refused(content, original):
    with pytest.raises(SignedCopyRefused) as caught:
        check(content, original)
    assert str(caught.value)
    return caught.value.kind


def updated(content, change):
    """The same file with a change added behind it, as an editor would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def retitled(writer):
    writer.root["/Lang"] = generic.TextStringObject("en")
    writer.update_root()


def repainted(writer):
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 900 900 re f")
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)


def test_the_list_itself_is_not_signed(original):
    assert refused(original, original) == Refusal.UNSIGNED


def test_what_is_no_pdf_is_refused(original):
    assert [refused(each, original) for each in (b"", b"hello", b"PK\x03\x04")] == [Refusal.NO_PDF] * 3


def test_a_file_too_large_is_refused_unread(original, monkeypatch):
    monkeypatch.setattr("groups.documents.signatures.MAX_BYTES", 10)
    assert refused(original, original) == Refusal.TOO_LARGE


def test_another_list_signed_is_not_this_one(original, pair):
    other = render_attached_list(many(3), variant=Variant.ELECTRONIC, timestamp=NOW)
    assert refused(sign(other, pair[0]), original) == Refusal.FOREIGN


def test_a_foreign_pdf_is_refused(original):
    out = io.BytesIO()
    foreign = pikepdf.new()
    foreign.add_blank_page()
    foreign.save(out)
    assert refused(out.getvalue(), original) == Refusal.FOREIGN


def test_a_list_saved_anew_by_another_program_is_refused(original, signed):
    out = io.BytesIO()
    pikepdf.open(io.BytesIO(signed)).save(out)
    assert refused(out.getvalue(), original) in {Refusal.RESAVED, Refusal.FOREIGN}


def test_a_list_that_was_changed_before_it_was_signed_is_refused(original, pair):
    for change in (retitled, repainted):
        assert refused(sign(updated(original, change), pair[0]), original) == Refusal.CHANGED_BEFORE


def test_a_change_after_the_signature_is_refused(original, signed):
    for change in (retitled, repainted):
        assert refused(updated(signed, change), original) == Refusal.LATER_CHANGE


def test_bytes_after_the_end_are_refused(original, signed):
    assert refused(signed + b"\n% mot dong nua\n", original) in {Refusal.LATER_CHANGE, Refusal.DAMAGED}


def test_a_truncated_file_is_refused(original, signed):
    for kept in (0.5, 0.9, 0.99):
        cut = signed[: int(len(signed) * kept)]
        assert refused(cut, original) in set(Refusal)


def test_a_changed_byte_is_never_accepted(original, signed):
    places = random.Random(7).sample(range(len(signed)), 120)
    for place in places:
        broken = bytearray(signed)
        broken[place] ^= 0x01
        assert refused(bytes(broken), original) in set(Refusal), place


def test_a_byte_changed_in_our_own_part_is_called_a_change(original, signed):
    broken = bytearray(signed)
    broken[len(original) // 2] ^= 0x20
    assert refused(bytes(broken), original) == Refusal.CHANGED


def test_a_signed_copy_tells_who_signed_and_what_could_not_be_checked(original, signed):
    report = check(signed, original)
    (found,) = report.signatures
    assert report.variant == "electronic"
    assert (found.signer, found.organisation, found.serial) == ("Lê Thị Ký Tên", "Phòng Giáo dục và Đào tạo", "ABCDEF")
    assert (found.trusted, found.trust, found.has_timestamp) == (None, NOT_CHECKED, False)
    assert dt.datetime.fromisoformat(found.signed_at).utcoffset() is not None
    assert report.as_data()["signatures"][0]["signer"] == "Lê Thị Ký Tên"


def test_the_leader_and_then_the_office_may_sign(original, signed):
    packed, _ = certificate("Con dấu của cơ quan")
    twice = sign_again(signed, packed)
    assert [each.signer for each in check(twice, original).signatures] == ["Lê Thị Ký Tên", "Con dấu của cơ quan"]


def sign_again(content, packed):
    signer = SimpleSigner.load_pkcs12_data(packed, other_certs=[], passphrase=PASSWORD.encode())
    pdf = PdfSigner(PdfSignatureMetadata(field_name="ConDau"), signer)
    with ThreadPoolExecutor() as elsewhere:  # a browser test of the same run may have left its event loop in this one
        return elsewhere.submit(pdf.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(content))).result().getvalue()


def test_a_chain_is_checked_where_its_root_is_known(original, signed, pair):
    assert check(signed, original, [pair[1]]).signatures[0].trust == TRUSTED
    assert check(signed, original, [certificate("Người khác")[1]]).signatures[0].trust == NOT_TRUSTED


def test_the_variant_that_was_signed_is_named(original, signed):
    other = render_attached_list(many(2), variant=Variant.PAPER, timestamp=NOW)
    moment = dt.datetime.now(dt.UTC)
    assert check_signed_copy(signed, {"paper": other, "electronic": original}, moment=moment).variant == "electronic"


def test_the_original_bytes_stay_first(original, signed):
    assert signed.startswith(original)


def test_the_server_signs_only_with_the_right_password_and_within_the_certificates_days(original, pair):
    with pytest.raises(SigningFailed, match="mật khẩu") as caught:
        sign_with_pkcs12(original, pkcs12=pair[0], password="sai", moment=NOW)
    assert "sai" not in str(caught.value).replace("sai mật khẩu", "")
    with pytest.raises(SigningFailed, match="hết hạn"):
        sign(original, certificate(days=1)[0])
    with pytest.raises(SigningFailed):
        sign_with_pkcs12(original, pkcs12=b"khong phai", password=PASSWORD, moment=NOW)
