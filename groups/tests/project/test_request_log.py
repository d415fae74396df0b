"""What is written down of a request: enough to find it again, nothing of what was asked."""

import json
import logging
import sys

import pytest

from registry.offers import EVENT, REQUEST_ID, ROUTE, VIEW
from registry.request_log import JsonFormatter, access_line, mark_of, request_id

SECRET = "abcdef123"
LINK = f"https://zalo.me/g/{SECRET}"


def environ(**more):
    return {"REQUEST_METHOD": "GET", "RAW_URI": f"/kiem-tra/?q={LINK}", REQUEST_ID: "mark0001", **more}


def test_the_line_of_an_answer_tells_what_happened():
    line = json.loads(access_line(environ(**{VIEW: "web:check", ROUTE: "kiem-tra/", EVENT: 7}), "200 OK", 12, 3.14159))
    assert {name: line[name] for name in line if name != "time"} == {
        "level": "INFO", "logger": "access", "request": "mark0001", "method": "GET", "status": 200, "ms": 3.1,
        "bytes": 12, "path": "/kiem-tra/", "view": "web:check", "route": "kiem-tra/", "event": 7,
    }  # fmt: skip


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved", "400 Bad Request", "500 Oops", "403 Forbidden"])
def test_a_path_that_led_nowhere_is_not_written(status):
    line = access_line(environ(RAW_URI=f"/nhom/{SECRET}/", **{ROUTE: "nhom/<str:code>/"}), status, 0, 1)
    assert SECRET not in line
    assert json.loads(line)["route"] == "nhom/<str:code>/"


def test_no_line_can_be_forged():
    line = access_line(environ(RAW_URI='/a"\n{"level":"ERROR"}'), "200 OK", 0, 1)
    assert "\n" not in line
    assert json.loads(line)["path"] == '/a"\n{"level":"ERROR"}'


def test_who_asks_and_from_where_is_not_written():
    told = {
        "REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "192.0.2.8", "HTTP_COOKIE": "sessionid=kin",
        "HTTP_REFERER": LINK, "HTTP_USER_AGENT": "Agent",
    }  # fmt: skip
    line = access_line(environ(**told), "200 OK", 0, 1)
    assert [value for value in told.values() if value in line] == []


def formatted(record):
    return json.loads(JsonFormatter().format(record))


def record(name, message, *args, error=None):
    return logging.LogRecord(name, logging.ERROR, "file.py", 1, message, args, error)


def test_of_an_exception_stands_where_it_was_and_not_its_words():
    try:
        raise ValueError(LINK)
    except ValueError:
        line = formatted(record("groups", "it broke", error=sys.exc_info()))
    assert line["error"] == "builtins.ValueError"
    assert "test_request_log.py" in line["where"]
    assert SECRET not in json.dumps(line)


@pytest.mark.parametrize(
    ("name", "message", "args", "told"),
    [
        ("django.request", "Internal Server Error: %s", (f"/g/{SECRET}",), "Internal Server Error"),
        ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: '{SECRET}'", (), "Invalid HTTP_HOST header"),
        ("gunicorn.error", "Error handling request %s", (f"/?q={SECRET}",), "Error handling request /?..."),
    ],
)  # fmt: skip
def test_what_libraries_write_of_the_address_is_cut(name, message, args, told):
    assert formatted(record(name, message, *args))["message"] == told


def test_a_line_of_the_program_bears_the_mark_of_its_request():
    token = request_id.set("mark0002")
    try:
        assert formatted(record("groups", "x"))["request"] == "mark0002"
    finally:
        request_id.reset(token)
    assert "request" not in formatted(record("groups", "x"))


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g", 'a"}\n{"b', "ñandú-ñandú"])
def test_a_mark_that_is_not_well_formed_is_replaced(given):
    assert mark_of({"HTTP_X_REQUEST_ID": given}, behind_proxy=True) != given


def test_only_the_proxy_in_front_gives_marks():
    given = {"HTTP_X_REQUEST_ID": "0123456789abcdef-proxy"}
    assert mark_of(given, behind_proxy=True) == "0123456789abcdef-proxy"
    assert mark_of(given, behind_proxy=False) != "0123456789abcdef-proxy"
    assert mark_of({}, behind_proxy=False) != mark_of({}, behind_proxy=False)
