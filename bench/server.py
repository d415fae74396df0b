"""gunicorn as it runs in service, on a port of loopback, over the database of this benchmark."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 60
_SECRET_KEY = "bench-" + "x" * 60


@dataclass(frozen=True)
class Figures:
    """What wrk told of one run; times in seconds."""

    requests: int
    seconds: float
    bytes: int
    p50: float
    p99: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


@dataclass(frozen=True)
class Server:
    """A running gunicorn."""

    port: int
    process: psutil.Popen

    def wrk(self, paths: Sequence[str], *, seconds: int, connections: int = 8, **headers: str) -> Figures:
        """Ask ``paths`` one after the other for so many seconds. Stop the benchmark where an answer was an error."""
        with tempfile.TemporaryDirectory() as place:
            asked, sent = Path(place, "paths"), Path(place, "headers")
            asked.write_text("\n".join(paths) + "\n", encoding="utf-8")
            sent.write_text("".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items()))
            outcome = subprocess.run(  # noqa: S603  our own words
                [shutil.which("wrk") or "wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
                 "--latency",
                 "-s", str(ROOT / "bench" / "ask.lua"), f"http://127.0.0.1:{self.port}"],
                env={**os.environ, "ASK_PATHS": str(asked), "ASK_HEADERS": str(sent)},
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        figures = Figures(**json.loads(outcome.stdout.rsplit("\n{", 1)[1].join(["{", ""])))
        if figures.refused or figures.broken:
            raise AssertionError(f"{paths[0].partition('?')[0]}: {figures}")
        return figures

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask once."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310  http to our own server alone
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def workers(self) -> list[psutil.Process]:
        """Return the worker processes."""
        return psutil.Process(self.process.pid).children()

    def memory(self) -> list[float]:
        """Return what each worker holds for itself alone, in megabytes."""
        return [worker.memory_full_info().uss / 2**20 for worker in self.workers()]


@contextmanager
def built_site() -> Iterator[str]:
    """Collect the static files as for service, into a directory of its own; yield the directory."""
    with tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "STATIC_ROOT": place, "DJANGO_SETTINGS_MODULE": "registry.settings"}
        environment.setdefault("SECRET_KEY", _SECRET_KEY)
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603  our own words
        yield place


def database_url() -> str:
    """Return the address of the database that the benchmark stands in now.

    A PostgreSQL is met at its Unix socket where it has one, as docs/operations.md has it for one machine.
    """
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW unix_socket_directories")
        sockets = cursor.fetchone()[0].partition(",")[0]
    host = f"?host={quote(sockets, safe='')}" if sockets else ""
    return f"postgres://{quote(at['USER'])}:{quote(at['PASSWORD'])}@{at['HOST']}:{at['PORT']}/{quote(at['NAME'])}{host}"


@contextmanager
def serving(application: str = "registry.wsgi", log: Path | None = None, **environment: str) -> Iterator[Server]:
    """Run gunicorn with the configuration of service, its words written into ``log``; stop it and wait for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "DJANGO_SETTINGS_MODULE": "registry.settings", "SECRET_KEY": _SECRET_KEY, "HTTPS_ONLY": "false",
        "BEHIND_PROXY": "true", "DATABASE_URL": database_url(), "PORT": str(port), "WEB_CONCURRENCY": "2",
        "ALLOWED_HOSTS": "127.0.0.1", **environment,
    }  # fmt: skip
    with log.open("w+b") if log else tempfile.TemporaryFile() as words:
        process = psutil.Popen(
            [sys.executable, "-m", "gunicorn", application], cwd=ROOT, env={**os.environ, **settings},
            stdout=words, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            server = Server(port, process)
            _wait(server, words)
            yield server
        finally:
            if process.is_running():
                process.terminate()
            process.wait(_PATIENCE)


def _wait(server: Server, words) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.port)) == 0:
                return
        time.sleep(0.05)
    words.seek(0)
    raise RuntimeError(f"gunicorn did not start:\n{words.read().decode()}")
