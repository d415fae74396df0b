"""What programs are told where there is no answer: never a verdict, never what broke."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import Error, InterfaceError, OperationalError

from groups.queries import verification
from groups.services import lookup_limit, lookups
from groups.services.lookups import MAX_BODY
from groups.tests import factories
from groups.tests.pictures import make_qr, png

pytestmark = pytest.mark.django_db
TEXT, PICTURE = "/api/v1/verify", "/api/v1/verify/picture"
LINK = "https://zalo.me/g/chinhthuc001"


def failing(error):
    def fail(*args, **kwargs):
        raise error

    return fail


def ask(client, text=LINK):
    return client.get(TEXT, {"q": text})


def send(client, picture=b"", name="picture"):
    return client.post(PICTURE, {name: SimpleUploadedFile("x.png", picture)})


def is_unreadable(response, status):
    body = response.json()
    return (response.status_code, body["verdict"], body["matches"]) == (status, "unreadable", []) and body["message"]


def test_an_empty_register_gives_no_verdict(client):
    response = ask(client)

    assert response.status_code == 503
    assert set(response.json()) == {"detail"}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, Error])
def test_a_failing_database_gives_no_verdict(client, monkeypatch, caplog, error):
    monkeypatch.setattr(verification, "_answer", failing(error(f"lost at {LINK}")))
    response = ask(client)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert set(response.json()) == {"detail"}
    assert "Chưa kiểm tra được" in response.json()["detail"]
    assert error.__name__ in caplog.text
    assert "chinhthuc001" not in caplog.text


def test_a_limit_that_cannot_be_counted_gives_no_verdict(client, settings):
    settings.LOOKUP_LIMIT_STORAGE = "nowhere://"
    lookup_limit.reset()
    factories.make_group(url=LINK)

    for response in (ask(client), send(client, png(make_qr(LINK)))):
        assert response.status_code == 503
        assert set(response.json()) == {"detail"}


def test_what_nobody_foresaw_tells_nothing_of_itself(client, monkeypatch, caplog):
    monkeypatch.setattr(verification, "_answer", failing(RuntimeError(f"lost at {LINK}")))
    with caplog.at_level(logging.ERROR):
        response = ask(client)

    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert set(response.json()) == {"detail"}
    assert "RuntimeError" in caplog.text
    assert "verification.py" in caplog.text
    for told in (response.content.decode(), caplog.text):
        assert "chinhthuc001" not in told
    assert "RuntimeError" not in response.content.decode()


def test_a_question_without_a_question_is_refused_in_the_same_shape(client):
    assert is_unreadable(client.get(TEXT), 400)


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=\xe9", "text/plain", ""]
)
def test_a_body_that_is_no_form_is_refused_in_the_same_shape(client, content_type):
    assert is_unreadable(client.generic("POST", PICTURE, b"garbage", content_type=content_type), 400)


def test_a_form_without_a_picture_is_refused_in_the_same_shape(client):
    assert is_unreadable(send(client, b"x", name="image"), 400)
    assert is_unreadable(client.post(PICTURE, {"picture": "x"}), 400)


def test_a_picture_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr(lookups, "MAX_BYTES", 10)

    assert is_unreadable(send(client, b"x" * 11), 413)


class Body:
    """A body that counts what is read of it and holds nothing."""

    def __init__(self, size):
        self.left, self.taken = size, 0

    def read(self, size=-1):
        size = min(self.left, size if size >= 0 else self.left)
        self.left, self.taken = self.left - size, self.taken + size
        return b"x" * size

    def readline(self, size=-1):
        return self.read(size)


@pytest.mark.parametrize(("size", "taken"), [(MAX_BODY + 1, MAX_BODY + 1), (100 * 1024 * 1024, 0)])
def test_a_body_too_large_is_let_pass_by_or_not_even_listened_to(client, monkeypatch, size, taken):
    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", failing(AssertionError("it was parsed")))
    body = Body(size)
    form = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(size), "wsgi.input": body}

    assert is_unreadable(client.post(PICTURE, **form), 413)
    assert body.taken == taken


def test_the_largest_picture_never_touches_the_disk(client, monkeypatch, settings):
    monkeypatch.setattr(TemporaryUploadedFile, "__init__", failing(AssertionError("a file was made")))

    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= MAX_BODY
    assert is_unreadable(send(client, b"x" * lookups.MAX_BYTES), 400)


def test_a_code_in_a_picture_costs_as_much_as_what_it_holds(client, settings):
    settings.LOOKUP_LIMIT = "6/minute"
    lookup_limit.reset()
    factories.make_group()
    links = " ".join(f"https://zalo.me/g/doanmo{n:03d}" for n in range(5))

    assert send(client, png(make_qr(links))).status_code == 200
    assert ask(client, "tên nhóm").status_code == 429


@pytest.mark.parametrize(("path", "method"), [(TEXT, "post"), (TEXT, "delete"), (PICTURE, "get"), (PICTURE, "put")])
def test_no_other_method_is_answered(client, path, method):
    response = getattr(client, method)(path)

    assert response.status_code == 405
    assert response.headers["Allow"]


def test_another_site_is_not_let_in_and_no_token_is_asked_for(client):
    from django.test import Client

    factories.make_group(url=LINK)
    strict = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    response = send(strict, png(make_qr(LINK)))

    assert response.status_code == 200
    assert not [name for name in response.headers if name.lower().startswith("access-control")]
    assert response.cookies == {}
