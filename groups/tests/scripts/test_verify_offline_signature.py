"""The signature of a head, checked without any library: the vectors of RFC 8032, and another program's signatures."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from groups.tests.factories import make_group

from .test_verify_offline import module, run

SCRIPT = module()
ORDER = 2**252 + 27742317777372353535851937790883648493
#: RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "text", "signature"), VECTORS)
def test_the_vectors_of_the_standard_hold_and_no_byte_of_them_can_be_changed(key, text, signature):
    key, text, signature = map(bytes.fromhex, (key, text, signature))
    assert SCRIPT.is_signed(key, text, signature)
    assert not SCRIPT.is_signed(key, text + b"x", signature)
    assert not SCRIPT.is_signed(bytes([key[0] ^ 1]) + key[1:], text, signature)
    for place in (0, 31, 32, 63):
        changed = bytearray(signature)
        changed[place] ^= 1
        assert not SCRIPT.is_signed(key, text, bytes(changed))
    later = (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
    assert not SCRIPT.is_signed(key, text, signature[:32] + later), "a scalar beyond the order"
    assert not SCRIPT.is_signed(key, text, signature[:-1])
    assert not SCRIPT.is_signed(key[:-1], text, signature)


@pytest.mark.parametrize("data", [b"\xff" * 32, b"\x01" + b"\0" * 30 + b"\x80", (2).to_bytes(32, "little")])
def test_what_is_no_point_of_the_curve_is_none(data):
    assert SCRIPT.point_of(data) is None


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.binary(min_size=64, max_size=64), st.booleans())
def test_it_says_what_another_program_says(seed, text, noise, own):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(text) if own else noise
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
        holds = True
    except InvalidSignature:
        holds = False
    assert SCRIPT.is_signed(key, text, signature) is holds is own


@pytest.fixture
def told(client, settings, tmp_path, db):
    """The head of a register as a file, with the key that signs it."""
    settings.LOG_SIGNING_KEY = b"k" * 32
    make_group()
    path = tmp_path / "head.json"
    path.write_bytes(client.get("/api/v1/log/head").content)
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32).public_key().public_bytes_raw().hex()
    return path, key, json.loads(path.read_text())


def test_a_signed_head_is_right_under_its_key_and_no_other(told):
    path, key, data = told
    head = f"{data['size']}:{data['root']}"
    code, said = run("head", str(path), "--key", key, "--head", head)
    assert (code, head in said, data["key_id"] in said) == (0, True, True), said
    assert run("head", str(path), "--key", "0" * 63 + "1", "--key", key.upper())[0] == 0
    assert run("head", str(path), "--key", "0" * 63 + "1")[0] == 1
    assert run("head", str(path), "--key", key, "--head", "1:" + "0" * 64)[0] == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"size": 1}, 1),
        ({"root": "0" * 64}, 1),
        ({"signature": base64.b64encode(b"0" * 64).decode()}, 1),
        ({"signature": None}, 2),
        ({"signature": "???"}, 2),
        ({"signature": 5}, 2),
        ({"signed_text": "x"}, 2),
        ({"signed_text": None}, 2),
    ],
)
def test_a_head_that_was_changed_is_found_and_one_without_a_signature_is_no_answer(told, change, expected):
    path, key, data = told
    path.write_text(json.dumps(data | change))
    code, said = run("head", str(path), "--key", key)
    assert (code, "Traceback" in said) == (expected, False), said


def test_text_signed_for_another_head_is_found(told):
    path, key, data = told
    other = data["signed_text"].replace(f"\n{data['size']}\n", "\n999\n")
    signature = base64.b64encode(Ed25519PrivateKey.from_private_bytes(b"k" * 32).sign(other.encode())).decode()
    path.write_text(json.dumps(data | {"signed_text": other, "signature": signature}))
    code, said = run("head", str(path), "--key", key)
    assert (code, "999" in said) == (1, True)


def test_without_a_key_or_with_one_out_of_shape_nothing_is_said(told):
    path, key, _ = told
    assert run("head", str(path))[0] == 2
    assert run("head", str(path), "--key", key[:-1])[0] == 2
