"""The files with which the register is put into service can be read, and keep to what the project promises."""

import configparser
import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from django.conf import settings
from django.core.management import load_command_class

from groups.services.lookups import MAX_BODY
from groups.tests.test_architecture import ROOT

DEPLOY = ROOT / "deploy"
SETTINGS = "".join((ROOT / "registry" / name).read_text() for name in ("settings.py", "databases.py"))
INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}


def instructions():
    text = re.sub(r"\\\n", "", (DEPLOY / "Dockerfile").read_text())
    return [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_is_made_of_known_instructions_and_runs_as_no_root():
    found = instructions()
    assert {name for name, _ in found} <= INSTRUCTIONS
    assert [value for name, value in found if name == "USER"] == ["register"]
    assert [name for name, _ in found].index("USER") > [name for name, _ in found].index("RUN")
    copied = [value.split()[0] for name, value in found if name == "COPY" and not value.startswith("--from")]
    assert all((ROOT / each).exists() for each in copied)


def test_nothing_of_this_machine_goes_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    assert {".git", "var", ".venv", "deploy/*.env"} <= set(ignored)


def test_the_containers_are_shut_but_for_what_they_need():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(services) == {"database", "prepare", "web", "outbox"}
    web = services["web"]
    for each in (web, services["outbox"]):
        assert each["read_only"] is True
        assert each["tmpfs"] == ["/tmp"]  # noqa: S108  of the container
        assert each["cap_drop"] == ["ALL"]
        assert each["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in services["outbox"]
    assert [port for port in web["ports"] if not port.startswith("127.0.0.1:")] == []
    assert "ports" not in services["database"]
    for each in ("web", "outbox"):
        assert services[each]["environment"] == services["prepare"]["environment"]
        assert services[each]["env_file"] == services["prepare"]["env_file"]


UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
HOME = "/srv/register"
PYTHON = f"{HOME}/.venv/bin/python"


def section(path, name="Service"):
    """The lines of one section of a unit, in order: a name may stand several times."""
    text = path.read_text().partition(f"[{name}]\n")[2].partition("\n[")[0]
    return [tuple(line.split("=", 1)) for line in text.splitlines() if line and not line.startswith("#")]


def programs(path):
    return [value for name, value in section(path) if name in ("ExecStart", "ExecStartPre")]


@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.name)
def test_a_unit_of_systemd_can_be_read(path):
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read_string(path.read_text())
    kind = {".service": "Service", ".timer": "Timer"}[path.suffix]
    assert kind in unit.sections()
    if path.name == "register.service":
        assert unit["Service"]["ProtectSystem"] == "strict"
        assert unit["Service"]["NoNewPrivileges"] == "yes"
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda p: p.name)
def test_every_service_is_of_one_user_in_one_place_and_calls_what_there_is(path):
    said = dict(section(path))
    assert (said["User"], said["Group"], said["WorkingDirectory"], said["UMask"]) == (
        "register",
        "register",
        HOME,
        "0077",
    )
    for line in programs(path):
        program, first, *rest = line.split()
        assert program == PYTHON
        if first == "manage.py":
            command, *options = rest
            known = load_command_class("groups", command).create_parser("manage.py", command)
            known.parse_args(options)  # refuses what the command does not know
        else:
            assert (first, rest) == ("-m", ["gunicorn"])


def test_what_is_done_each_night_is_what_the_runbook_says():
    night = (ROOT / "docs" / "operations.md").read_text().partition("## Each night\n")[2].partition("\n## ")[0]
    told = [line.partition("#")[0].strip() for line in night.splitlines() if line.startswith("    manage.py")]
    assert [line.removeprefix(f"{PYTHON} ") for line in programs(DEPLOY / "register-backup.service")] == told
    assert "each minute `manage.py send_outbox`" in night
    assert dict(section(DEPLOY / "register-outbox.timer", "Timer"))["OnCalendar"] == "*-*-* *:*:00"
    loop = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["outbox"]["command"][-1]
    assert loop == "while :; do python manage.py send_outbox; sleep 60; done"


def test_what_is_written_lies_where_the_service_may_write():
    may = dict(section(DEPLOY / "register.service"))["ReadWritePaths"]
    assert may == f"{HOME}/var"
    assert programs(DEPLOY / "register-backup.service")[0].split()[3].startswith(f"{may}/")
    web = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["web"]
    assert web["volumes"] == ["var:/app/var"]
    assert ("VOLUME", "/app/var") in [tuple(each) for each in instructions()]


def test_everybody_means_the_same_port_and_the_same_version_of_the_database():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    served = re.search(r'integer\("PORT", (\d+)', (ROOT / "gunicorn.conf.py").read_text()).group(1)
    dockerfile, nginx = (DEPLOY / "Dockerfile").read_text(), (DEPLOY / "nginx.conf").read_text()
    assert re.search(r"EXPOSE (\d+)", dockerfile).group(1) == served
    assert f"http://127.0.0.1:{served}/readyz" in dockerfile
    # A database that is silent is waited for first: its replica may answer.
    checked, waits = re.search(r"--timeout=(\d+)s .*?timeout=(\d+)\)", dockerfile).groups()
    answer = int(re.search(r'"DB_ANSWER_TIMEOUT", (\d+)', SETTINGS).group(1))
    assert int(checked) > int(waits) > answer
    assert compose["web"]["ports"] == [f"127.0.0.1:{served}:{served}"]
    assert f"server 127.0.0.1:{served};" in nginx
    version = compose["database"]["image"].removeprefix("postgres:")
    assert f"postgresql-client-{version} " in dockerfile
    assert f"PostgreSQL ({version} or newer)" in (ROOT / "README.md").read_text()


def test_every_variable_is_told_and_every_one_told_is_read():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS))
    read |= set(re.findall(r"""(?:integer\(|environ\.get\()["']([A-Z_]+)""", (ROOT / "gunicorn.conf.py").read_text()))
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"[A-Z_]+", row)} == read
    example = (DEPLOY / "register.env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) <= read
    # One name of the site in all of them.
    [name] = re.findall(r"^ALLOWED_HOSTS=(.*)", example, re.MULTILINE)
    assert set(re.findall(r"https://(.*)", example)) == {name}
    assert set(re.findall(r"server_name (.*);", (DEPLOY / "nginx.conf").read_text())) == {name}


def test_the_web_server_lets_pass_what_the_register_receives():
    most = int(re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text()).group(1)) * 1024 * 1024
    assert most > max(settings.REGISTER_MAX_DOCUMENT_BYTES, MAX_BODY)
    patience = int(re.search(r"proxy_read_timeout (\d+)s;", (DEPLOY / "nginx.conf").read_text()).group(1))
    assert patience > int(re.search(r"^timeout = (\d+)", (ROOT / "gunicorn.conf.py").read_text(), re.M).group(1))


def test_the_web_server_leaves_the_registers_own_pages_alone_and_believes_no_name():
    text = (DEPLOY / "nginx.conf").read_text()
    assert "proxy_intercept_errors" not in text
    assert "return 301 https://$server_name$request_uri;" in text  # not the name that somebody sent


def test_the_web_server_writes_down_no_address_and_drops_what_clients_claim():
    text = (DEPLOY / "nginx.conf").read_text()
    assert text.count("{") == text.count("}")
    log = re.search(r"log_format.*;", text).group()
    assert not re.search(r"\$(?:request|request_uri|uri|args|query_string|http_referer|remote_addr)\b", log)
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "$proxy_add_x_forwarded_for" not in text
    for path in ("/metrics", "/readyz"):
        assert f"location = {path} {{ return 404; }}" in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
def test_systemd_itself_knows_the_timer():
    calendar = re.search(r"OnCalendar=(.*)", (DEPLOY / "register-backup.timer").read_text()).group(1)
    outcome = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False)
    assert outcome.returncode == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.name)
def test_systemd_itself_finds_nothing_wrong_with_a_unit(path, tmp_path):
    for each in UNITS:  # a timer is looked at with its service
        (tmp_path / each.name).write_text(each.read_text().replace(PYTHON, sys.executable))
    outcome = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / path.name)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
