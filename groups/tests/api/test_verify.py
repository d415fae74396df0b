"""The look-up for programs. What must not be answered comes first."""

import json
from datetime import datetime

import pytest
from django.db import OperationalError
from django.urls import reverse

from groups.domain.status import Status
from groups.queries import verification
from groups.services import amendments, lookup_limit, reports
from groups.tests import factories
from groups.tests.pictures import make_qr, png

pytestmark = pytest.mark.django_db
TEXT, PICTURE = "/api/v1/verify", "/api/v1/verify/picture"
LINK = "https://zalo.me/g/chinhthuc001"
KEYS = {"query", "kind", "verdict", "evidence", "message", "next_step", "matches", "near", "parts", "left_out", "as_of"}
MATCH_KEYS = {
    "code", "name", "platform", "status", "since", "document", "lead", "evidence", "score", "url", "differences",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_limit(settings):
    settings.LOOKUP_LIMIT = "10000/minute"
    lookup_limit.reset()
    yield
    lookup_limit.reset()


def ask(client, text):
    return client.get(TEXT, {"q": text})


@pytest.mark.parametrize("text", ["", "   ", "🙂", "a" * 2001])
def test_what_cannot_be_read_is_refused_in_the_same_shape(client, text):
    factories.make_group()
    response = ask(client, text)

    assert response.status_code == 400
    assert set(response.json()) == KEYS
    assert response.json()["verdict"] == "unreadable"


def test_a_question_without_a_question_is_refused_in_the_same_shape(client):
    response = client.get(TEXT)

    assert (response.status_code, response.json()["verdict"]) == (400, "unreadable")


def test_an_empty_register_gives_no_verdict(client):
    response = ask(client, "Hiệu trưởng các trường")

    assert response.status_code == 503
    assert set(response.json()) == {"detail"}


def test_a_failing_database_gives_no_verdict(client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(verification, "_answer", fail)
    response = ask(client, "Hiệu trưởng các trường")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "Chưa kiểm tra được" in response.json()["detail"]
    assert "verdict" not in response.json()


def test_guessing_is_stopped_with_a_time_to_come_back(client, settings):
    settings.LOOKUP_LIMIT = "3/minute"
    lookup_limit.reset()
    factories.make_group(url=LINK)
    answers = [ask(client, f"https://zalo.me/g/doanmo{n:03d}").status_code for n in range(4)]
    stopped = ask(client, LINK)

    assert answers == [200, 200, 200, 429]
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 60
    assert "verdict" not in stopped.json()


def test_a_message_counts_as_many_guesses_as_it_holds_links(client, settings):
    settings.LOOKUP_LIMIT = "3/minute"
    lookup_limit.reset()
    factories.make_group()
    message = " ".join(f"https://zalo.me/g/doanmo{n:03d}" for n in range(3))

    assert [ask(client, message).status_code, ask(client, "ten nhom").status_code] == [200, 429]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED, Status.DECLINED])
def test_what_is_not_public_answers_as_if_it_were_not_there(client, status):
    factories.make_group(name="Văn thư toàn quận")
    hidden = factories.make_group(status=status, name="Kế hoạch bí mật", url="https://zalo.me/g/bimat00001")

    def answers_to(name, link):
        found = [ask(client, text).json() for text in (name, link)]
        return [{**each, "query": "", "as_of": ""} for each in found]

    assert answers_to(hidden.name, "https://zalo.me/g/bimat00001") == answers_to(
        "Chuyện ngoài lề", "https://zalo.me/g/khongco001"
    )
    if hidden.code:
        assert ask(client, hidden.code).json()["verdict"] == "not_in_register"


def test_the_link_of_an_official_group_is_official_by_link(client):
    group = factories.make_group(url=LINK, name="Hiệu trưởng các trường tiểu học")
    answer = ask(client, f"vào nhóm ({LINK}?utm_source=x)").json()

    assert set(answer) == KEYS
    assert (answer["verdict"], answer["evidence"], answer["query"]) == ("official", "link", "Liên kết mời Zalo")
    match = answer["matches"][0]
    assert set(match) == MATCH_KEYS
    assert match["code"] == group.code
    assert match["url"] == f"http://testserver{reverse('web:group', args=[group.code])}"
    assert (match["since"], match["document"], match["status"]) == ("2026-11-05", "215/GDĐT", "recognised")
    assert datetime.fromisoformat(answer["as_of"]).utcoffset() is not None


def test_each_verdict_has_its_own_word(client):
    official = factories.make_group(name="Cán bộ thư viện", url="https://zalo.me/g/thuvien001")
    amendments.rename(group=official, new_name="Nhân viên thư viện các trường", **factories.amended())
    amendments.rotate_link(
        group=official, url="https://zalo.me/g/thuvien002", revoked=official.links.get(), **factories.amended()
    )
    factories.make_group(name="Y tế học đường", status=Status.SUSPENDED)
    merged = factories.make_group(name="Kế toán tiểu học", status=Status.MERGED)
    reports.confirm_report(by=factories.make_user(), now=factories.NOW, name="Phòng Giáo dục VIP")
    wanted = {
        "https://zalo.me/g/thuvien002": "official",
        official.code: "official",
        "nhan vien thu vien cac truong": "name_matches",
        "can bo thu vien": "former_name",
        "https://zalo.me/g/thuvien001": "revoked_link",
        "y te hoc duong": "suspended",
        merged.code: "ended",
        "Nhân viên thư viện các trưòng 2": "lookalike",
        "phong giao duc vip": "reported",
        "hội chơi cờ": "not_in_register",
        "https://bit.ly/abc": "unreadable",
    }

    assert {text: ask(client, text).json()["verdict"] for text in wanted} == wanted


def test_no_answer_repeats_a_link_a_phone_or_an_address(client):
    factories.make_group(url=LINK)
    secrets = [LINK, "0912345678", "co.giao@truong.example", "viber://invite?g2=" + "A" * 64]
    for text in [*secrets, "Mời vào nhóm “Hiệu trưởng các trường”: " + " ".join(secrets)]:
        body = ask(client, text).content.decode()
        assert not [secret for secret in ("chinhthuc001", "0912345678", "co.giao", "AAAA") if secret in body]


def test_a_picture_with_two_codes_has_two_answers(client, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    group = factories.make_group(url=LINK)
    picture = Image.new("L", (900, 420), 255)
    picture.paste(make_qr(LINK, scale=8), (10, 10))
    picture.paste(make_qr("https://zalo.me/g/laxyz00001", scale=8), (480, 10))
    answer = client.post(PICTURE, {"picture": SimpleUploadedFile("qr.png", png(picture))}).json()

    assert answer["kind"] == "picture"
    assert answer["verdict"] == "not_in_register"
    assert [part["verdict"] for part in answer["parts"]] == ["official", "not_in_register"]
    assert answer["parts"][0]["matches"][0]["code"] == group.code


def test_a_picture_that_is_none_and_one_without_a_code_are_refused(client):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    factories.make_group()
    for content in (b"<svg onload=alert(1)>", png(Image.new("L", (50, 50), 255))):
        response = client.post(PICTURE, {"picture": SimpleUploadedFile("x.png", content)})
        assert (response.status_code, response.json()["verdict"]) == (400, "unreadable")


def test_a_picture_too_large_is_refused(client, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile

    monkeypatch.setattr("groups.api.views.MAX_BYTES", 10)
    response = client.post(PICTURE, {"picture": SimpleUploadedFile("x.png", b"x" * 11)})

    assert (response.status_code, response.json()["verdict"]) == (413, "unreadable")


def test_twelve_things_take_as_many_queries_as_one(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    links = []
    for number in range(12):
        links.append(f"https://zalo.me/g/nhomso{number:03d}")
        factories.make_group(name=f"Tổ chuyên môn số {number}", url=links[-1])
    with CaptureQueriesContext(
        connection,
    ) as one:
        ask(client, links[0])
    with CaptureQueriesContext(connection) as twelve:
        answer = ask(client, " ".join(links)).json()

    assert [part["verdict"] for part in answer["parts"]] == ["official"] * 12
    assert len(twelve) == len(one)


def test_no_answer_is_kept_by_a_cache_or_sets_a_cookie(client):
    factories.make_group()
    response = ask(client, "ten")

    assert response.headers["Cache-Control"] == "no-store"
    assert client.cookies == {}


def test_the_description_names_every_verdict_and_loads_nothing_from_elsewhere(client):
    described = client.get("/api/v1/openapi.json").json()

    assert set(described["paths"]) == {TEXT, PICTURE}
    assert {"official", "lookalike", "not_in_register"} <= set(described["components"]["schemas"]["Verdict"]["enum"])
    assert client.get("/api/v1/docs").status_code == 404
    assert "http" not in json.dumps(described["paths"])
