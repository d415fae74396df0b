"""A backup made while others write is whole, restores into a register that holds together, and never by mistake."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

SCAN = b"%PDF-1.4 a scan\n"


def only_backup(directory: Path) -> Path:
    (file,) = directory.glob("*.tar.gz")
    return file


def add_scan(register) -> None:
    place = register.place / "media" / "documents" / "2026"
    place.mkdir(parents=True)
    (place / "215.pdf").write_bytes(SCAN)


def test_a_backup_made_while_others_write_is_put_back_whole(register):
    register.ask("found", "3")
    add_scan(register)
    writers = [register.worker("act", f"{number}", "40") for number in range(3)]
    for writer in writers:
        assert writer.stdout.readline() == "begin\n"
    said = register.manage("backup_register", str(register.place / "kept")).stdout
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert (writer.returncode, errors) == (0, "")
    file = only_backup(register.place / "kept")
    with tarfile.open(file) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
        assert archive.extractfile("media/documents/2026/215.pdf").read() == SCAN
    assert file.stat().st_mode & 0o777 == 0o600
    assert manifest["files"]["media/documents/2026/215.pdf"] == hashlib.sha256(SCAN).hexdigest()
    assert manifest["head"]["events"] == manifest["head"]["last_event"]
    assert f"sự kiện cuối số {manifest['head']['last_event']}" in said
    now_there = register.numbers()

    refused = register.manage("restore_register", str(file), check=False)
    assert (refused.returncode, "hãy thêm --replace" in refused.stderr) == (1, True)
    assert register.numbers() == now_there

    (register.place / "media" / "documents" / "2026" / "later.pdf").write_bytes(b"%PDF later")
    register.manage("restore_register", str(file), "--replace")
    assert register.numbers() == list(range(1, manifest["head"]["last_event"] + 1))
    assert json.loads(register.ask("check")) == []
    scans = [path for path in (register.place / "media").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in scans] == [SCAN]
    (kept,) = register.place.glob("media.truoc-khoi-phuc-*")  # nothing of before is thrown away
    assert (kept / "documents" / "2026" / "later.pdf").is_file()
    assert register.ask("act", "after", "2").split("\n")[-1] == "end"
    assert json.loads(register.ask("check")) == []


def changed(file: Path, name: str, content: bytes | None) -> Path:
    """Return a copy of a backup in which one member has another content, or is missing."""
    other = file.with_name(f"changed-{file.name}")
    with tarfile.open(file) as archive, tarfile.open(other, "w:gz") as made:
        for member in archive.getmembers():
            found = archive.extractfile(member).read()
            if member.name == name:
                if content is None:
                    continue
                found, member.size = content, len(content)
            made.addfile(member, io.BytesIO(found))
    return other


def test_a_backup_that_is_not_whole_is_refused_and_changes_nothing(register, on_sqlite):
    register.ask("found", "2")
    add_scan(register)
    before = register.numbers()
    register.manage("backup_register", str(register.place / "kept"))
    file, scan = only_backup(register.place / "kept"), "media/documents/2026/215.pdf"
    with tarfile.open(file) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
    newer = json.dumps(manifest | {"migrations": ["groups.9999_later"]}).encode()
    other = json.dumps(manifest | {"database": "postgresql" if on_sqlite else "sqlite"}).encode()
    cut = file.with_name("cut.tar.gz")
    cut.write_bytes(file.read_bytes()[:-2000])
    cases = {
        "không đúng như bảng kê": lambda: changed(file, scan, b"%PDF-1.4 another"),
        "không gồm đúng những tệp": lambda: changed(file, scan, None),
        "phiên bản mới hơn": lambda: changed(file, "manifest.json", newer),
        "không dùng được cho": lambda: changed(file, "manifest.json", other),
        "Không đọc được bản sao": lambda: cut,
        "Không thấy tệp": lambda: file.with_name("none.tar.gz"),
    }
    for said, make in cases.items():
        outcome = register.manage("restore_register", str(make()), "--replace", check=False)
        assert (outcome.returncode, said in outcome.stderr) == (1, True), outcome.stderr
        assert register.numbers() == before
    assert (register.place / scan).read_bytes() == SCAN


def test_only_the_newest_backups_are_kept(register):
    kept = register.place / "kept"
    kept.mkdir()
    for day in ("01", "02", "03"):
        (kept / f"so-dang-ky-202601{day}T000000Z.tar.gz").touch()
    (kept / "other.txt").touch()
    register.manage("backup_register", str(kept), "--keep", "2")
    names = sorted(path.name for path in kept.iterdir())
    assert names[:2] == ["other.txt", "so-dang-ky-20260103T000000Z.tar.gz"]
    assert len(names) == 3


def test_a_register_in_use_is_not_replaced(register, on_sqlite):
    register.ask("found", "1")
    register.manage("backup_register", str(register.place / "kept"))
    writer = register.worker("act", "1", "100000")
    try:
        assert writer.stdout.readline() == "begin\n"
        if on_sqlite:  # PostgreSQL waits for the writers and replaces between two of their transactions
            outcome = register.manage(
                "restore_register", str(only_backup(register.place / "kept")), "--replace", check=False
            )
            assert (outcome.returncode, "hãy dừng dịch vụ" in outcome.stderr) == (1, True), outcome.stderr
    finally:
        writer.kill()
        writer.communicate(timeout=60)
    assert json.loads(register.ask("check")) == []
