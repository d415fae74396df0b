"""A missing or malformed value stops the start with one sentence that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from registry import environment
from registry.environment import SettingError

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("value", ["", None])
def test_a_missing_text_is_named(monkeypatch, value):
    monkeypatch.delenv("SOME_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("SOME_KEY", value)
    with pytest.raises(SettingError, match="SOME_KEY"):
        environment.text("SOME_KEY")


@pytest.mark.parametrize("value", ["flase", "có", "2", ""])
def test_an_unknown_word_does_not_switch_a_guard_off(monkeypatch, value):
    monkeypatch.setenv("SOME_FLAG", value)
    with pytest.raises(SettingError, match=r"SOME_FLAG.*true hoặc false"):
        environment.boolean("SOME_FLAG", True)


@pytest.mark.parametrize(("value", "meant"), [("true", True), ("False", False), ("1", True), ("off", False)])
def test_a_known_word_is_read(monkeypatch, value, meant):
    monkeypatch.setenv("SOME_FLAG", value)
    assert environment.boolean("SOME_FLAG", not meant) is meant


@pytest.mark.parametrize("value", ["abc", "1.5", ""])
def test_a_number_that_is_none_is_named(monkeypatch, value):
    monkeypatch.setenv("SOME_NUMBER", value)
    with pytest.raises(SettingError, match="SOME_NUMBER"):
        environment.integer("SOME_NUMBER", 5)


def test_a_number_below_its_minimum_is_named(monkeypatch):
    monkeypatch.setenv("SOME_NUMBER", "0")
    with pytest.raises(SettingError, match="từ 1 trở lên"):
        environment.integer("SOME_NUMBER", 5, minimum=1)


@pytest.mark.parametrize(
    "url", ["", "mysql://u:secret@h/d", "postgres://u:secret@h:port/d", "postgres://u:secret@h", "secret", "sqlite://x"]
)
def test_a_database_that_is_not_ours_is_refused_without_showing_its_password(monkeypatch, url):
    monkeypatch.setenv("SOME_URL", url)
    with pytest.raises(SettingError, match="SOME_URL") as caught:
        environment.database("SOME_URL", "")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["sqlite:///a.sqlite3", "sqlite://:memory:", "postgres://u:p@h:5432/d", "postgresql://u:p@h/d"]
)
def test_sqlite_and_postgresql_are_accepted(monkeypatch, url):
    monkeypatch.setenv("SOME_URL", url)
    assert environment.database("SOME_URL", "")["NAME"]


def test_a_postgresql_is_found_at_its_socket(monkeypatch):
    monkeypatch.setenv("SOME_URL", "postgres:////run/postgresql/register")
    found = environment.database("SOME_URL", "")
    assert (found["HOST"], found["NAME"], found["USER"]) == ("/run/postgresql", "register", "")


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
    ],
)
@pytest.mark.parametrize(
    "command", [["manage.py", "check"], ["manage.py", "export_list", "-o", "x"], ["-m", "registry.wsgi"]]
)
def test_the_start_stops_with_one_sentence(change, names, command):
    environ = {"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 50, "DATABASE_URL": "sqlite://:memory:", **change}
    run = subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert run.returncode != 0
    lines = run.stderr.strip().splitlines()
    assert len(lines) == 1, run.stderr
    assert names in lines[0]


@pytest.mark.parametrize("value", ["60", "a lot", "60/fortnight", "", "0/minute", "60/minute;0/hour"])
def test_a_rate_that_is_none_is_named(monkeypatch, value):
    monkeypatch.setenv("SOME_RATE", value)
    with pytest.raises(SettingError, match="SOME_RATE"):
        environment.rates("SOME_RATE", "60/minute")


def test_rates_are_read(monkeypatch):
    monkeypatch.setenv("SOME_RATE", "5/second;100/day")
    assert environment.rates("SOME_RATE", "60/minute") == "5/second;100/day"


@pytest.mark.parametrize(
    "url", ["memory", "memory://secret", "redis://", "mongodb://secret", "async+memory://", "secret"]
)
def test_a_store_that_cannot_count_is_refused_without_showing_its_password(monkeypatch, url):
    monkeypatch.setenv("SOME_STORE", url)
    with pytest.raises(SettingError, match="SOME_STORE") as caught:
        environment.counter_store("SOME_STORE", "memory://")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["redis://:secret@h:6379/0", "rediss://h", "redis+unix:///run/redis.sock"])
def test_a_store_on_redis_needs_its_client(monkeypatch, url):
    monkeypatch.setenv("SOME_STORE", url)
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(SettingError, match="SOME_STORE cần gói redis") as caught:
        environment.counter_store("SOME_STORE", "memory://")
    assert "secret" not in str(caught.value)

    monkeypatch.setattr(environment, "find_spec", lambda name: object())
    assert environment.counter_store("SOME_STORE", "memory://") == url


@pytest.mark.parametrize(
    "value", ["nhom.example.vn", "ftp://nhom.example.vn", "https://nhom.example.vn/so", "https://"]
)
def test_an_address_that_is_no_root_of_a_site_is_named(monkeypatch, value):
    monkeypatch.setenv("SOME_ADDRESS", value)
    with pytest.raises(SettingError, match=r"SOME_ADDRESS.*https://nhom\.example\.vn"):
        environment.address("SOME_ADDRESS", "")


@pytest.mark.parametrize("value", ["https://nhom.example.vn", "https://nhom.example.vn/", "http://127.0.0.1:8000"])
def test_an_address_is_read_without_its_last_slash(monkeypatch, value):
    monkeypatch.setenv("SOME_ADDRESS", value)
    assert environment.address("SOME_ADDRESS", "") == value.rstrip("/")


@pytest.mark.parametrize("read", [environment.file, environment.files_of])
def test_a_path_that_leads_nowhere_is_named(monkeypatch, tmp_path, read):
    monkeypatch.setenv("SOME_PATH", str(tmp_path / "missing"))
    with pytest.raises(SettingError, match="SOME_PATH"):
        read("SOME_PATH")


def test_files_are_read_in_the_order_of_their_names(monkeypatch, tmp_path):
    for name in ("b", "a"):
        (tmp_path / name).write_text(name)
    monkeypatch.setenv("SOME_PATH", str(tmp_path))
    assert environment.files_of("SOME_PATH") == (b"a", b"b")
    monkeypatch.setenv("SOME_PATH", str(tmp_path / "a"))
    assert environment.file("SOME_PATH") == tmp_path / "a"
    monkeypatch.setenv("SOME_PATH", "")
    assert (environment.file("SOME_PATH"), environment.files_of("SOME_PATH")) == (None, ())


@pytest.mark.parametrize(
    "url", ["mail.example.vn", "http://secret@h", "smtp://", "smtp+tls://u:secret@h:port", "secret"]
)
def test_a_mail_server_that_is_none_is_refused_without_showing_its_password(monkeypatch, url):
    monkeypatch.setenv("SOME_MAIL", url)
    with pytest.raises(SettingError, match=r"SOME_MAIL.*smtp\+tls") as caught:
        environment.mail("SOME_MAIL")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [("smtp://h", 25, None), ("smtp+tls://u:p%40@h", 587, True), ("smtp+ssl://u@h:2465", 2465, None)],
)
def test_a_mail_server_is_read_with_its_usual_port(monkeypatch, url, port, tls):
    monkeypatch.setenv("SOME_MAIL", url)
    found = environment.mail("SOME_MAIL")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found.get("EMAIL_USE_TLS")) == ("h", port, tls)


def test_without_a_mail_server_letters_are_shown_on_the_console(monkeypatch):
    monkeypatch.delenv("SOME_MAIL", raising=False)
    assert environment.mail("SOME_MAIL") == {"EMAIL_BACKEND": environment.CONSOLE_MAIL}
    assert environment.sender("SOME_SENDER", needed=False) == "so-dang-ky@localhost"


@pytest.mark.parametrize("value", ["", "pgd", "a@b\nBcc: c@d", "a@b, c@d"])
def test_a_server_needs_somebody_to_send(monkeypatch, value):
    monkeypatch.setenv("SOME_SENDER", value)
    with pytest.raises(SettingError, match="SOME_SENDER"):
        environment.sender("SOME_SENDER", needed=True)


@pytest.mark.parametrize("value", ["nhom@example.vn", "Phòng GD-ĐT <nhom@example.vn>"])
def test_a_sender_is_read(monkeypatch, value):
    monkeypatch.setenv("SOME_SENDER", value)
    assert environment.sender("SOME_SENDER", needed=True) == value
