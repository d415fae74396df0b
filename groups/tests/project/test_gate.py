"""The outermost door: marks, health, figures."""

import io
import json

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.urls import reverse

from groups.tests import factories
from registry import health, metrics
from registry.front import Front
from registry.gate import Gate


@pytest.fixture
def ask(transactional_db):
    gate = Gate(Front(WSGIHandler()))

    def _ask(path, query="", **headers):
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
            "HTTP_HOST": "testserver",
            "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), **headers,
        }  # fmt: skip
        said = []
        result = gate(environ, lambda status, headers, exc_info=None: said.append((status, dict(headers))))
        body = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        return int(said[0][0][:3]), said[0][1], body.decode()

    yield _ask
    gate._application._reader.close()
    connection.close()


def test_the_process_answers_without_anything_else(ask, monkeypatch):
    monkeypatch.setattr(health, "connections", None)
    assert ask("/healthz", HTTP_HOST="10.0.0.7")[::2] == (200, "ok\n")


def test_it_is_ready_where_the_register_can_be_read(ask):
    factories.make_group()
    status, headers, body = ask("/readyz")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert json.loads(body) == {"database": "ok", "migrations_waiting": 0, "head": 2}


def test_it_is_not_ready_before_its_migrations(ask, monkeypatch):
    known = health._migrations()
    monkeypatch.setattr(health, "_migrations", lambda: known | {("groups", "9999_later")})
    status, _, body = ask("/readyz")
    assert (status, json.loads(body)["migrations_waiting"]) == (503, 1)


def test_it_is_not_ready_without_its_database(ask, monkeypatch, caplog):
    def down():
        raise OSError("password=secret")

    monkeypatch.setattr(health, "public_version", down)
    status, _, body = ask("/readyz")
    assert (status, json.loads(body)["database"]) == (503, "no answer")
    assert "secret" not in body + caplog.text


def test_each_answer_bears_a_mark_and_pages_of_errors_show_it(ask, monkeypatch):
    marks = [ask("/")[1]["X-Request-ID"] for _ in range(2)]
    assert marks[0] != marks[1]
    monkeypatch.setattr("groups.web.views.public_pages.home", lambda: 1 / 0)
    status, headers, body = ask("/", "x=1")
    assert status == 500
    assert headers["X-Request-ID"] in body


def test_figures_count_by_view_and_never_by_what_was_asked(ask):
    factories.make_group(url="https://zalo.me/g/abcdef123")
    for _ in range(2):
        assert ask(reverse("api:verify_text"), "q=https://zalo.me/g/abcdef123")[0] == 200
    ask("/g/abcdef123")
    status, _, text = ask("/metrics")

    assert status == 200
    assert 'register_answers_total{kept="hit",status="200",view="api:verify_text"}' in text
    assert 'register_answers_total{kept="no",status="404",view="none"}' in text
    assert 'register_verdicts_total{verdict="official"}' in text
    assert "register_head 2.0" in text
    assert "abcdef123" not in text


@pytest.mark.parametrize(
    ("told", "token", "seen"),
    [
        ({}, "", True),
        ({"REMOTE_ADDR": "::1"}, "", True),
        ({"REMOTE_ADDR": "192.0.2.7"}, "", False),
        ({"REMOTE_ADDR": ""}, "", False),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, "", False),
        ({}, "word", False),
        ({"HTTP_AUTHORIZATION": "Bearer wrong"}, "word", False),
        ({"HTTP_AUTHORIZATION": "Bearer word", "REMOTE_ADDR": "192.0.2.7"}, "word", True),
    ],
)
def test_who_may_see_the_figures(settings, told, token, seen):
    settings.METRICS_TOKEN = token
    assert metrics.allowed({"REMOTE_ADDR": "127.0.0.1", **told}) is seen
