"""The files with which the register is put into service can be read, and keep to what the project promises."""

import configparser
import re
import shutil
import subprocess

import pytest
import yaml

from groups.tests.test_architecture import ROOT

DEPLOY = ROOT / "deploy"
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
    assert set(services) == {"database", "prepare", "web"}
    web = services["web"]
    assert web["read_only"] is True
    assert web["tmpfs"] == ["/tmp"]  # noqa: S108  of the container
    assert web["cap_drop"] == ["ALL"]
    assert [port for port in web["ports"] if not port.startswith("127.0.0.1:")] == []
    assert "ports" not in services["database"]
    assert web["environment"] == services["prepare"]["environment"]


@pytest.mark.parametrize(
    "path", sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer")), ids=lambda p: p.name
)
def test_a_unit_of_systemd_can_be_read(path):
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read_string(path.read_text())
    kind = {".service": "Service", ".timer": "Timer"}[path.suffix]
    assert kind in unit.sections()
    if path.name == "register.service":
        assert unit["Service"]["ProtectSystem"] == "strict"
        assert unit["Service"]["NoNewPrivileges"] == "yes"
        assert unit["Service"]["User"] == "register"


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
