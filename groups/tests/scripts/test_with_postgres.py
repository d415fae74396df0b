"""The temporary database server leaves the status of the command behind, and nothing else."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = [sys.executable, str(ROOT / "scripts" / "with_postgres")]
HAS_SERVER = subprocess.run([*SCRIPT, "--find"], capture_output=True, check=False).returncode == 0
needs_server = pytest.mark.skipif(not HAS_SERVER, reason="PostgreSQL's server programs were not found")


@pytest.fixture
def place():
    """A temporary directory with a space in its name. Not pytest's own, which is closed to the server's user."""
    with tempfile.TemporaryDirectory(prefix="a place ") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


def run(place: Path, *command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [*SCRIPT, *command],
        env={**os.environ, "TMPDIR": str(place), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@needs_server
def test_the_command_gets_a_server_and_the_server_goes(place):
    ask = (
        "import os, psycopg2, sys; connection = psycopg2.connect(os.environ['DATABASE_URL']);"
        "cursor = connection.cursor(); cursor.execute(\"select upper('đ'), current_setting('listen_addresses')\");"
        "print(os.environ['DATABASE_URL'], *cursor.fetchone()); sys.exit(7)"
    )
    outcome = run(place, sys.executable, "-c", ask)
    url, letter, listens_on = outcome.stdout.split()
    assert (outcome.returncode, letter, listens_on) == (7, "Đ", "127.0.0.1"), outcome.stderr
    assert url.startswith("postgres://register:")
    assert list(place.iterdir()) == []


@needs_server
@pytest.mark.parametrize("name", ["short", "long" * 25])
def test_a_socket_is_there_where_its_path_is_short(name):
    ask = (
        "import os, psycopg2; connection = psycopg2.connect(os.environ['DATABASE_URL']); cursor = connection.cursor();"
        "cursor.execute('show unix_socket_directories'); place = cursor.fetchone()[0];"
        "print(place and psycopg2.connect(os.environ['DATABASE_URL'], host=place).info.host)"
    )
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above, name)
        folder.mkdir(mode=0o711)
        Path(above).chmod(0o711)
        outcome = run(folder, sys.executable, "-c", ask)
    assert outcome.returncode == 0, outcome.stderr
    assert bool(outcome.stdout.strip()) == (name == "short")


@needs_server
def test_a_signal_reaches_the_command_and_the_server_still_goes(place):
    wait = "import time; print('up', flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [*SCRIPT, sys.executable, "-c", wait], env={**os.environ, "TMPDIR": str(place)}, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout.readline() == b"up\n"
        process.terminate()
        assert process.wait(timeout=30) == 128 + 15
    assert list(place.iterdir()) == []


def test_without_a_command_it_says_how_it_is_called(place):
    outcome = run(place)
    assert outcome.returncode in {2, 3}
    assert outcome.stderr.count("\n") == 1
