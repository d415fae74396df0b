"""A backup is one file: the database of one moment, the scans that it names, and a manifest that proves both."""

import datetime as dt
import hashlib
import io
import json
import os
import platform
import re
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from ..models import Document, RegisterEvent, Unit, guards
from . import dumps
from .dumps import DumpFailed

FORMAT = 1
_MANIFEST = "manifest.json"
_NAME = re.compile(r"so-dang-ky-\d{8}T\d{6}Z\.tar\.gz")
_MEDIA = "media/"


class BackupRefused(Exception):
    """A backup cannot be made, read or put back; the message is the Vietnamese sentence that says why."""


# --- Making one -----------------------------------------------------------------------------------------------------
def back_up(*, directory: Path, now: dt.datetime, keep: int | None = None) -> tuple[Path, dict[str, Any]]:
    """Write a backup into ``directory`` while the register goes on; return the file and its manifest.

    ``keep``: of the backups there only so many newest are left afterwards. Readable by its owner alone: it holds
    links, telephones and passwords' hashes. Raise :class:`BackupRefused`; no half file is left then.
    """
    directory.mkdir(parents=True, exist_ok=True)
    final = directory / f"so-dang-ky-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}.tar.gz"
    if final.exists():
        raise BackupRefused(f"Đã có tệp {final.name}: hãy đợi một giây rồi sao lưu lại.")
    try:
        with _workplace(directory) as place:
            copy, head = dumps.dump(place)
            # After the database: a scan is written before the row that names it, so all that are named are there.
            members = dict(_members(copy))
            manifest = _manifest(members, head, now)
            partial = place / final.name
            _write(partial, manifest, members)
            os.replace(partial, final)
            dumps.settle(directory)
    except (DumpFailed, DatabaseError, OSError) as error:
        raise BackupRefused(f"Chưa sao lưu được: {error}") from error
    for old in sorted(each for each in directory.iterdir() if _NAME.fullmatch(each.name))[: -keep if keep else 0]:
        old.unlink()
    return final, manifest


def _manifest(members: dict[str, Path], head: dumps.Head, now: dt.datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "head": head,
        "migrations": sorted(".".join(each) for each in _applied()),
        "versions": {"django": django.__version__, "python": platform.python_version(), "server": _server_version()},
        "files": {name: _digest(path) for name, path in members.items()},
        "missing_scans": _missing(),
    }


def _members(copy: Path) -> Iterator[tuple[str, Path]]:
    yield copy.name, copy
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield _MEDIA + path.relative_to(root).as_posix(), path


def _write(partial: Path, manifest: dict[str, Any], members: dict[str, Path]) -> None:
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
        member = tarfile.TarInfo(_MANIFEST)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
        for name, path in members.items():
            archive.add(path, arcname=name, recursive=False)
    dumps.settle(partial)


def _missing() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    named = Document.objects.exclude(file="").order_by("file").values_list("file", flat=True)
    return [name for name in named if not (root / name).is_file()]


def _applied() -> set[tuple[str, str]]:
    return set(MigrationLoader(connection).applied_migrations)


def _server_version() -> str:
    return ".".join(str(part) for part in connection.get_database_version())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _workplace(directory: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".register-", dir=directory) as name:
        yield Path(name)


# --- Putting one back -----------------------------------------------------------------------------------------------
def restore(*, file: Path, now: dt.datetime, replace: bool = False) -> tuple[dict[str, Any], list[Path]]:
    """Check a backup, then put database and scans back; return its manifest and what was kept of before.

    A register that holds anything is replaced only where ``replace`` says so. Raise :class:`BackupRefused`: before the
    database was touched, or where what was put back is not what the manifest says, which the message then tells.
    """
    kept_as = f"truoc-khoi-phuc-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    media = Path(settings.MEDIA_ROOT)
    media.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Beside the scans, so that they are moved and not copied.
        with _workplace(media.parent) as place:
            manifest = _unpack(file, place)
            _check_fits(manifest)
            if not replace and not _is_empty():
                raise BackupRefused("Sổ này đã có dữ liệu. Nếu chắc chắn muốn thay bằng bản sao, hãy thêm --replace.")
            kept = [dumps.put_back(place / _database_in(manifest), kept_as=kept_as)]
            kept.append(_put_back_scans(place / "media", media, kept_as))
    except (DumpFailed, OSError, DatabaseError) as error:
        raise BackupRefused(f"Chưa khôi phục được: {error}") from error
    _check_restored(manifest)
    return manifest, [path for path in kept if path]


def _unpack(file: Path, place: Path) -> dict[str, Any]:
    """Unpack what the manifest names, byte for byte as it says, and nothing else."""
    try:
        with tarfile.open(file, mode="r:gz") as archive:
            members = {member.name: member for member in archive.getmembers()}
            manifest = json.load(archive.extractfile(members.pop(_MANIFEST)))
            if manifest["format"] != FORMAT:
                raise BackupRefused(f"Bản sao có dạng số {manifest['format']}, chương trình này chỉ đọc dạng {FORMAT}.")
            files = manifest["files"]
            if members.keys() != files.keys() or not all(member.isreg() for member in members.values()):
                raise BackupRefused(
                    "Bản sao không gồm đúng những tệp mà bảng kê của nó ghi: bản sao bị hỏng hoặc bị sửa."
                )
            archive.extractall(place, members=members.values(), filter="data")
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, OSError) as error:
        raise BackupRefused(f"Không đọc được bản sao {file.name}: tệp hỏng, thiếu, hoặc không phải bản sao.") from error
    for name, digest in files.items():
        if _digest(place / name) != digest:
            raise BackupRefused(f"Tệp {name} trong bản sao không đúng như bảng kê: bản sao bị hỏng hoặc bị sửa.")
    return manifest


def _database_in(manifest: dict[str, Any]) -> str:
    return next(name for name in manifest["files"] if not name.startswith(_MEDIA))


def _check_fits(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise BackupRefused(f"Bản sao của {manifest['database']} không dùng được cho {connection.vendor}.")
    known = {".".join(each) for each in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest["migrations"]) - known):
        raise BackupRefused(f"Bản sao do phiên bản mới hơn làm ra (có {newer[-1]}): hãy nâng cấp trước.")


def _is_empty() -> bool:
    if connection.vendor == "sqlite" and not dumps.database_file().exists():
        return True
    tables = connection.introspection.table_names()
    wanted = (RegisterEvent, Unit, Document)
    return not any(model._meta.db_table in tables and model.objects.exists() for model in wanted)


def _put_back_scans(fresh: Path, media: Path, kept_as: str) -> Path | None:
    kept = None
    if media.exists() and any(media.iterdir()):
        kept = media.with_name(f"{media.name}.{kept_as}")
        media.rename(kept)
    if fresh.exists():
        if media.exists():
            media.rmdir()
        fresh.rename(media)
    return kept


def _check_restored(manifest: dict[str, Any]) -> None:
    if dumps.head() != manifest["head"]:
        raise BackupRefused("Sổ sau khi khôi phục không đúng như bảng kê: xin đừng dùng, và thử bản sao khác.")
    waiting = set(MigrationLoader(None).disk_migrations) - _applied()
    if not waiting and (lost := guards.expected(connection.vendor) - guards.present(connection)):
        raise BackupRefused(f"Sau khi khôi phục thiếu {len(lost)} chốt bảo vệ của cơ sở dữ liệu: {min(lost)}, …")
