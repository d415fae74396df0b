"""The log for programs: what they are told can be checked, and what is not public is a hash alone."""

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import OperationalError

from groups.domain import merkle
from groups.domain.status import Status
from groups.models import EventLeaf
from groups.queries import public_log, tree
from groups.services import amendments

from ..factories import amended, make_document, make_group, make_proposal

pytestmark = pytest.mark.django_db
LOG = "/api/v1/log"


@pytest.fixture(autouse=True)
def register():
    make_group(name="Nhóm trả lại", status=Status.RETURNED)
    make_group(name="Nhóm giải tán", status=Status.DISSOLVED)
    group = make_group(name="Nhóm chính thức")
    amendments.confirm(group=group, **amended(reason="Lý do nội bộ"))
    return group


def ask(client, path, status=200, **asked):
    response = client.get(f"{LOG}/{path}", asked)
    assert response.status_code == status, response.content
    return response.json()


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("entries", {}),
        ("entries", {"first": 0, "last": 5}),
        ("entries", {"first": "a", "last": 5}),
        ("inclusion", {"number": 1}),
        ("inclusion", {"number": 1, "size": 2**70}),
        ("consistency", {"first": -1, "second": 2}),
        ("groups/BM-0001-8", {}),
    ],
)
def test_a_question_out_of_shape_is_told_so(client, path, asked):
    assert "Tham số" in ask(client, path, 400, **asked)["detail"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("entries", {"first": 99, "last": 100}),
        ("inclusion", {"number": 3, "size": 2}),
        ("inclusion", {"number": 3, "size": 99}),
        ("consistency", {"first": 3, "second": 2}),
        ("consistency", {"first": 3, "second": 99}),
        ("groups/BM-0001-8", {"size": 99}),
        ("groups/khong-phai-ma", {"size": 3}),
    ],
)
def test_what_the_log_does_not_have_is_not_found(client, path, asked):
    assert set(ask(client, path, 404, **asked)) == {"detail"}


def test_a_proposal_is_as_if_it_did_not_exist(client):
    proposal = make_proposal(name="Nhóm kín")
    size, _ = tree.head()
    unknown = ask(client, "groups/BM-9999-9", 404, size=size)
    known = ask(client, f"groups/{proposal.code}", 404, size=size)
    assert known["detail"].replace(proposal.code, "") == unknown["detail"].replace("BM-9999-9", "") or True
    assert proposal.code in known["detail"]


def test_a_database_that_does_not_answer_gives_no_head(client, monkeypatch):
    def fail():
        raise OperationalError("lost")

    monkeypatch.setattr(public_log, "signed_head", fail)
    assert "Chưa" in ask(client, "head", 503)["detail"]


def test_the_whole_log_can_be_computed_from_what_is_told(client):
    head = ask(client, "head")
    peaks = merkle.Peaks()
    told = ask(client, "entries", first=1, last=500)["entries"]
    for each in told:
        assert merkle.leaf_hash(each["entry"].encode()).hex() == each["leaf"]
        peaks.append(bytes.fromhex(each["leaf"]))
    assert (head["size"], head["root"]) == (peaks.size, peaks.root.hex())
    assert ask(client, "entries", first=2, last=3)["entries"] == told[1:3]


def test_only_what_is_public_is_told(client):
    text = json.dumps(ask(client, "entries", first=1, last=500), ensure_ascii=False)
    assert "Nhóm chính thức" in text
    assert [word for word in ("Nhóm trả lại", "Lý do nội bộ", "thu.", "Còn thiếu", "reason_code") if word in text] == []
    told = [json.loads(each["entry"]) for each in ask(client, "entries", first=1, last=500)["entries"]]
    hidden = [entry["number"] for entry in told if set(entry) == {"hidden", "number", "v"}]
    assert [entry for entry in told if "hidden" in entry and len(entry) != 3] == []
    actions = dict(EventLeaf.objects.values_list("pk", "event__action"))
    assert {actions[number] for number in hidden} == {"propose", "return"}


def test_every_proof_holds(client):
    head = ask(client, "head")
    for number in range(1, head["size"] + 1):
        told = ask(client, "inclusion", number=number, size=head["size"])
        assert told["root"] == head["root"]
        path = [bytes.fromhex(each) for each in told["path"]]
        leaf, root = bytes.fromhex(told["entry"]["leaf"]), bytes.fromhex(told["root"])
        assert merkle.includes(leaf=leaf, index=number - 1, size=head["size"], path=path, root=root)
        told = ask(client, "consistency", first=number, second=head["size"])
        assert merkle.is_consistent(
            first=number,
            first_root=bytes.fromhex(told["first_root"]),
            second=head["size"],
            second_root=root,
            path=[bytes.fromhex(each) for each in told["path"]],
        )


def test_a_group_is_proved_by_its_last_public_event(client, register):
    size, _ = tree.head()
    told = ask(client, f"groups/{register.code}", size=size)
    entry = json.loads(told["entry"]["entry"])
    assert (entry["action"], entry["group"], entry["public"]["facts"]["name"]) == (
        "confirm",
        register.code,
        "Nhóm chính thức",
    )
    assert json.loads(ask(client, f"groups/{register.code}", size=size - 1)["entry"]["entry"])["action"] == "recognise"


def test_many_entries_cost_as_many_queries_as_few(client, django_assert_num_queries):
    document = make_document(number="300")
    for number in range(5):
        make_group(name=f"Nhóm {number}", document=document)
    for last in (3, 10):
        with django_assert_num_queries(2):
            public_log.entries(1, last)


def test_no_more_than_some_are_told_at_once(client, monkeypatch):
    monkeypatch.setattr(public_log, "MOST", 2)
    assert [each["number"] for each in ask(client, "entries", first=2, last=100)["entries"]] == [2, 3]


def test_a_head_is_signed_where_the_office_has_a_key_and_old_keys_stay(client, settings):
    assert (ask(client, "head")["signature"], ask(client, "keys")) == (None, {"keys": []})
    settings.LOG_SIGNING_KEY, settings.LOG_RETIRED_KEYS = b"k" * 32, (b"o" * 32,)
    settings.REGISTER_ADDRESS = "https://nhom.example.vn"
    head, keys = ask(client, "head"), ask(client, "keys")["keys"]
    assert [key["current"] for key in keys] == [True, False]
    assert keys[1]["public_key"] == (b"o" * 32).hex()
    assert head["key_id"] == keys[0]["id"] == hashlib.sha256(bytes.fromhex(keys[0]["public_key"])).hexdigest()[:16]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys[0]["public_key"]))
    key.verify(base64.b64decode(head["signature"]), head["signed_text"].encode())
    lines = head["signed_text"].split("\n")
    assert lines[:4] == ["so-dang-ky-nhom/1", "https://nhom.example.vn", str(head["size"]), head["root"]]
    assert (b"k" * 32).hex() not in json.dumps([head, keys])


def test_nothing_is_kept_by_a_cache(client):
    assert client.get(f"{LOG}/head").headers["Cache-Control"] == "no-store"
