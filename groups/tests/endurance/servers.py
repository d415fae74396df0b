"""Registers of one's own for tests that kill, copy and fill them: a file, or a PostgreSQL server on loopback."""

import importlib.machinery
import importlib.util
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[3]
_loader = importlib.machinery.SourceFileLoader("with_postgres", str(ROOT / "scripts" / "with_postgres"))
sys.dont_write_bytecode, _kept = True, sys.dont_write_bytecode  # the script lies among others that are not Python
with_postgres = importlib.util.module_from_spec(importlib.util.spec_from_loader("with_postgres", _loader))
_loader.exec_module(with_postgres)
sys.dont_write_bytecode = _kept

#: What a server in service has: nothing that was acknowledged is lost with the power.
DURABLE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\nautovacuum = off\n"


class Register:
    """One register in a place of its own, reached by processes of their own through its environment."""

    def __init__(self, place: Path, url: str, **more: str) -> None:
        self.place, self.url = place, url
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "DJANGO", "DB_"))}
        self.environment = clean | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "groups.tests.endurance.settings",
            "ENDURANCE_PLACE": str(place),
            **more,
        }

    def manage(self, *arguments: str, check: bool = True, **more: str) -> subprocess.CompletedProcess:
        outcome = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert not check or outcome.returncode == 0, outcome.stderr[-3000:]
        return outcome

    def worker(self, *arguments: str) -> subprocess.Popen:
        """Start a process that works on this register (``worker.py``); what it says can be read from its stdout."""
        return subprocess.Popen(
            [sys.executable, "-m", "groups.tests.endurance.worker", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, *arguments: str) -> str:
        """Run a worker to its end and return what it said."""
        process = self.worker(*arguments)
        said, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors[-3000:]
        return said.strip()

    def numbers(self) -> list[int]:
        """Return the numbers of all events, as the database itself has them."""
        file = self.url.removeprefix("sqlite:///")
        database = sqlite3.connect(file) if file != self.url else psycopg2.connect(self.url)
        with closing(database), closing(database.cursor()) as cursor:
            cursor.execute("SELECT number FROM groups_registerevent ORDER BY number")
            return [number for (number,) in cursor.fetchall()]


def has_postgresql() -> bool:
    return with_postgres.find_programs() is not None


@contextmanager
def place():
    """Yield a directory that the server's user can reach too, and remove it."""
    user = with_postgres.server_user() if has_postgresql() else None
    folder = with_postgres.make_directory(user)
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tell(url: str, *statements: str) -> None:
    """Run statements, each in a transaction of its own."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@contextmanager
def cluster(settings: str = DURABLE):
    """Yield a running server of PostgreSQL."""
    with place() as folder:
        server = with_postgres.Cluster(with_postgres.find_programs(), folder, with_postgres.server_user(), settings)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def silent(server):
    """A server of PostgreSQL that takes what it is sent, and answers nothing: all its processes are stopped."""
    postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
    stopped = [postmaster]
    os.kill(postmaster, signal.SIGSTOP)  # first, so that no further one comes
    try:
        stopped += map(int, Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split())
        for process in stopped[1:]:
            os.kill(process, signal.SIGSTOP)
        yield
    finally:
        for process in stopped:
            with suppress(ProcessLookupError):  # it had ended already, and nobody was there to ask about it
                os.kill(process, signal.SIGCONT)


@contextmanager
def black_hole():
    """Yield a port of loopback that lets everyone in and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        yield listener.getsockname()[1]


@contextmanager
def folder():
    """Yield a directory for the scans and backups of one register."""
    with tempfile.TemporaryDirectory(prefix="register-endurance-") as name:
        yield Path(name)


class SqliteGround:
    """Registers in files: migrated once, copied for each test."""

    def __init__(self, home: Path) -> None:
        self.file = home / "register.sqlite3"
        Register(home, f"sqlite:///{self.file}").manage("migrate", "--verbosity=0")

    @contextmanager
    def register(self, **more: str):
        with folder() as home:
            shutil.copyfile(self.file, home / "register.sqlite3")
            yield Register(home, f"sqlite:///{home}/register.sqlite3", **more)


class PostgresqlGround:
    """Registers on one server: migrated once, copied for each test."""

    def __init__(self, home: Path, server) -> None:
        self.server, self.made = server, 0
        tell(server.url, "CREATE DATABASE ground")
        Register(home, self.url("ground")).manage("migrate", "--verbosity=0")

    def url(self, name: str) -> str:
        return self.server.url.rpartition("/")[0] + f"/{name}"

    @contextmanager
    def register(self, **more: str):
        self.made += 1
        name = f"register{self.made}"
        tell(self.server.url, f"CREATE DATABASE {name} TEMPLATE ground")
        with folder() as home:
            made = Register(home, self.url(name), **more)
            made.server = self.server
            yield made
