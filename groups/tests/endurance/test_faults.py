"""A full disk, a database that only reads, a clock set back: said in words, nothing written by half, nothing lost."""

import datetime as dt
import json
import os
import sqlite3
import subprocess
from contextlib import closing, contextmanager

import pytest

from groups.domain.text import squash
from groups.models import RegisterEvent
from groups.services import amendments
from groups.services.errors import ActRefused
from groups.services.roles import LEADER

from ..factories import NOW, PASSWORD, amended, make_group, reread
from .servers import tell
from .visitor import Visitor

#: To sign in writes a session.
SIGN_IN = f"/quan-tri/login/ username=thu.{squash(LEADER)}&password={PASSWORD}"


def whole(register) -> bool:
    return json.loads(register.ask("check")) == []


def refused_to_write(register) -> dict:
    """Let members of staff sign in until one cannot; return what that one sees."""
    visitor = Visitor(register)
    try:
        for _ in range(400):
            answer = visitor.get(SIGN_IN, "POST")
            if answer["status"] != 302:
                break
        return answer
    finally:
        visitor.close()


def act_until_it_fails(register, word: str) -> None:
    """Assert that a worker ends with this error, and that all it acknowledged is there."""
    worker = register.worker("act", "1", "3000")
    said, errors = worker.communicate(timeout=120)
    assert (worker.returncode, word in errors) == (1, True), errors[-3000:]
    done = [int(line.split()[1]) for line in said.split("\n") if line.startswith("done")]
    assert set(done) - set(register.numbers()) == set()


@contextmanager
def room_in_file(register):
    """The file may grow by a few pages alone: what a full disk does to a write of SQLite."""
    with closing(sqlite3.connect(register.place / "register.sqlite3")) as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    register.environment["ENDURANCE_PRAGMAS"] = f"PRAGMA max_page_count={pages + 8};"
    yield
    del register.environment["ENDURANCE_PRAGMAS"]


@contextmanager
def small_disk(register):
    """The database lies on a nearly full disk of its own; where none can be mounted, writing says that it is."""
    disk = register.server.directory / "disk"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=64m,mode=0777", "tmpfs", str(disk)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode != 0:
        with writing_that_fails(register):
            yield
        return
    try:
        own, name = disk / "own", register.url.rpartition("/")[2]
        own.mkdir()
        if user := register.server.user:
            os.chown(own, user.pw_uid, user.pw_gid)
        server = register.server.url
        tell(server, f"CREATE TABLESPACE small LOCATION '{own}'", f"ALTER DATABASE {name} SET TABLESPACE small")
        tell(server, "CHECKPOINT")
        (disk / "ballast").write_bytes(b"x" * (_free(disk) - 200_000))
        yield
        (disk / "ballast").unlink()
        # Put back, so that the disk can go.
        assert whole(register)
        tell(server, f"ALTER DATABASE {name} SET TABLESPACE pg_default", "DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _free(disk) -> int:
    status = os.statvfs(disk)
    return status.f_bavail * status.f_frsize


@contextmanager
def writing_that_fails(register):
    """Every new row meets the error that a full disk makes."""
    tables = ("groups_registerevent", "django_session")
    tell(
        register.url,
        "CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$",
        *(f"CREATE TRIGGER is_full BEFORE INSERT ON {table} EXECUTE FUNCTION is_full()" for table in tables),
    )
    yield
    tell(register.url, "DROP FUNCTION is_full CASCADE")


def test_a_full_disk_is_said_and_loses_nothing(register, on_sqlite):
    register.ask("found", "3")
    before = register.numbers()
    full, word = (room_in_file, "is full") if on_sqlite else (small_disk, "No space left on device")
    with full(register):
        act_until_it_fails(register, word)
        answer = refused_to_write(register)
    assert (answer["status"], "hết chỗ lưu. Chưa có gì được ghi" in answer["text"]) == (503, True)
    assert register.numbers()[: len(before)] == before
    assert whole(register)
    assert register.ask("act", "2", "3").split("\n")[-1] == "end"  # with room again it goes on
    assert whole(register)


@contextmanager
def only_reading(register, on_sqlite):
    if on_sqlite:
        register.environment["ENDURANCE_PRAGMAS"] = "PRAGMA query_only=ON;"
        yield
        del register.environment["ENDURANCE_PRAGMAS"]
    else:
        database = f"ALTER DATABASE {register.url.rpartition('/')[2]}"
        tell(register.url, f"{database} SET default_transaction_read_only = on")
        yield
        tell(register.server.url, f"{database} RESET default_transaction_read_only")


def test_a_database_that_only_reads_says_so_and_serves_on(register, on_sqlite):
    register.ask("found", "2")
    before = register.numbers()
    with only_reading(register, on_sqlite):
        act_until_it_fails(register, "readonly" if on_sqlite else "read-only")
        answer = refused_to_write(register)
        visitor = Visitor(register)
        assert visitor.get("/nhom/")["status"] == 200
        visitor.close()
    assert (answer["status"], "chỉ cho đọc. Chưa có gì được ghi" in answer["text"]) == (503, True)
    assert register.numbers() == before
    assert register.ask("act", "2", "3").split("\n")[-1] == "end"
    assert whole(register)


@pytest.mark.django_db
def test_a_clock_set_back_leaves_the_order_to_the_number():
    group = make_group()
    last = reread(group).last_event
    yesterday = NOW - dt.timedelta(days=1)
    event = amendments.confirm(group=group, **amended(now=yesterday))
    assert (event.number, event.recorded_at < last.recorded_at) == (last.number + 1, True)
    assert reread(group).last_event_id == event.number
    assert RegisterEvent.objects.order_by("-number").first() == event


@pytest.mark.django_db
def test_a_clock_set_back_before_the_day_of_the_act_refuses_in_words():
    group = make_group()
    before = RegisterEvent.objects.count()
    with pytest.raises(ActRefused, match="Ngày hiệu lực không được sau hôm nay"):
        amendments.confirm(group=group, **amended(now=NOW - dt.timedelta(days=30)))
    assert RegisterEvent.objects.count() == before
