"""The small helpers of ``make run``."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, timeout=20, check=False)


def test_a_free_port_is_free_and_a_taken_one_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        taken = run(SCRIPTS / "port_is_free", port)
    assert taken.returncode == 1
    assert taken.stderr.startswith(f"Port {port} is taken")
    assert taken.stderr.count("\n") == 1
    assert run(SCRIPTS / "port_is_free", port).returncode == 0


@pytest.mark.parametrize("port", ["", "0", "65536", "80x", "-1", "٨٠"])
def test_what_is_no_port_is_refused(port):
    outcome = run(SCRIPTS / "port_is_free", port)
    assert outcome.returncode == 1
    assert "PORT must be a number" in outcome.stderr


def test_the_key_is_written_once_for_its_owner_alone(tmp_path):
    script = tmp_path / "scripts" / "write_env"  # the script writes beside the place it lies in
    script.parent.mkdir()
    script.write_bytes((SCRIPTS / "write_env").read_bytes())
    assert run(script).returncode == 0
    written = tmp_path / "var" / "env"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    first = written.read_text()
    assert "SECRET_KEY=" in first
    assert "DEBUG=false" in first
    assert run(script).returncode == 0
    assert written.read_text() == first
