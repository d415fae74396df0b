"""Strangers' questions go a shorter way through Django; they get the same answer there, and no staff's page."""

import io

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.urls import reverse

from groups.tests import factories
from registry.plain import _OF_SESSIONS, PlainHandler

LINK = "https://zalo.me/g/abcdef123"


def ask(handler, address, method="GET"):
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "HTTP_HOST": "testserver", "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
    }  # fmt: skip
    said = []
    result = handler(environ, lambda status, headers, exc_info=None: said.append((status, sorted(headers))))
    body = b"".join(result)
    result.close()
    return *said[0], body


@pytest.fixture
def asked(transactional_db, monkeypatch):
    """Both ways, asked at one moment."""
    now = factories.NOW
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    monkeypatch.setattr("time.time", now.timestamp)  # what is never kept says when it was made: "Expires"
    group = factories.make_group(name="Hiệu trưởng tiểu học", url=LINK)
    yield PlainHandler(), WSGIHandler(), group
    connection.close()


def test_every_public_page_is_the_same_to_the_byte(asked):
    plain, whole, group = asked
    addresses = [reverse(f"web:{name}") for name in ("home", "check", "list", "log", "publications", "difference")]
    addresses += [
        reverse("web:group", args=[group.code]),
        f"{reverse('web:check')}?q={LINK}",
        f"/api/v1/verify?q={LINK}",
        "/api/v1/verify?q=hieu+truong",
        "/api/v1/openapi.json",
        "/api/v1/log/head",
        f"{reverse('web:list')}?q=hieu&page=9",
    ]
    for address in addresses:
        status, headers, body = ask(plain, address)
        assert (status, headers, body) == ask(whole, address), address
        assert status == "200 OK", address
        assert ask(plain, address, "HEAD")[:2] == ask(whole, address, "HEAD")[:2], address


def test_what_is_not_there_or_wrong_is_said_the_same_way(asked):
    plain, whole, _ = asked
    for address in ("/khong-co/", "/nhom/BM-9999-9/", "/nhom/xyz/", "/nhom", "/api/v1/verify?q=", "/api/v1/khong-co"):
        assert ask(plain, address) == ask(whole, address), address


def test_the_desk_stays_shut_even_where_a_request_for_it_came_this_way(asked):
    plain, _, _ = asked
    status, headers, _ = ask(plain, reverse("admin:groups_workgroup_changelist"))

    assert status == "302 Found"
    assert dict(headers)["Location"].startswith(reverse("admin:login"))


def test_the_settings_are_as_they_were_and_name_all_that_is_left_out():
    before = list(settings.MIDDLEWARE)
    PlainHandler()

    assert before == settings.MIDDLEWARE
    assert set(before) > _OF_SESSIONS
