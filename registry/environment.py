"""Typed reads of the environment that fail loudly: one sentence that names the variable.

Values come from the process environment, then from the file ``var/env`` (written by ``make run``, kept out of git).
"""

import re
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from limits import parse_many

BASE_DIR = Path(__file__).resolve().parent.parent
#: What the service writes, and what is secret; never in git.
VAR_DIR = BASE_DIR / "var"
environ.Env.read_env(VAR_DIR / "env")
_env = environ.Env()
#: Where letters go while no mail server is named.
CONSOLE_MAIL = "registry.console_mail.EmailBackend"
#: Whether a person or a timer runs one command, rather than a server that answers pages.
IS_COMMAND = Path(sys.argv[0]).name == "manage.py" and "runserver" not in sys.argv
_KINDS = {"bool": "true hoặc false", "int": "một số nguyên", "list": "các giá trị cách nhau bằng dấu phẩy"}
_BOOLEANS = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}
#: libpq's parameters: seconds of quiet before a sign of life is asked for, and again, how often in vain; and
#: milliseconds in which what was sent must have arrived.
_LINE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}


class SettingError(ImproperlyConfigured):
    """A variable is missing or malformed; the message is the one sentence the operator needs."""


def text(name: str, default: str | None = None) -> str:
    """Return a non-empty string. Raise :class:`SettingError` where it is missing and has no default."""
    value = _env.str(name, default=default)
    if value is None or (value == "" and default is None):
        raise SettingError(f"Thiếu biến môi trường {name}: hãy đặt giá trị (xem README, mục Cấu hình).")
    return value


def boolean(name: str, default: bool) -> bool:
    """Return a yes or no. Any other word is refused: read as False, a typing error would switch a guard off."""
    value = _env.str(name, default=str(default)).strip().lower()
    if value not in _BOOLEANS:
        raise _malformed(name, "bool")
    return _BOOLEANS[value]


def integer(name: str, default: int, minimum: int = 0) -> int:
    """Return a whole number not below ``minimum``."""
    try:
        value = _env.int(name, default=default)
    except ValueError as error:
        raise _malformed(name, "int") from error
    if value < minimum:
        raise SettingError(f"Biến môi trường {name} phải từ {minimum} trở lên, hiện là {value}.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """Return a list of words separated by commas."""
    return [word.strip() for word in _env.list(name, default=default) if word.strip()]


def some_of(name: str, default: list[str], known: Iterable[str]) -> list[str]:
    """Return words that are all in ``known``; an empty variable gives none. A misspelt one would open what it names."""
    found = words(name, default)
    if unknown := [word for word in found if word not in known]:
        raise SettingError(f"Biến môi trường {name} chỉ nhận: {', '.join(known)}; không có “{unknown[0]}”.")
    return found


def rates(name: str, default: str) -> str:
    """Return limits such as "60/minute;600/hour"; refuse what cannot be read as such."""
    value = text(name, default)
    try:
        parsed = parse_many(value)
    except ValueError:
        parsed = []
    # A rate of none at all would be read as one that is never reached.
    if not parsed or not all(rate.amount for rate in parsed):
        raise SettingError(f"Biến môi trường {name} phải có dạng như 60/minute;600/hour, hiện là “{value}”.")
    return value


def address(name: str, default: str) -> str:
    """Return the root of a site, "https://host" or with a port, without a slash at its end; or an empty string."""
    value = _env.str(name, default=default).strip().rstrip("/")
    if value and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?", value):
        raise SettingError(f"Biến môi trường {name} phải có dạng như https://nhom.example.vn, hiện là “{value}”.")
    return value


def file(name: str) -> Path | None:
    """Return the path of a file that is there, or None where the variable is empty."""
    value = _env.str(name, default="").strip()
    if value and not Path(value).is_file():
        raise SettingError(f"Biến môi trường {name} phải là đường dẫn của một tệp đọc được.")
    return Path(value) if value else None


def path(name: str, default: Path) -> Path:
    """Return a path, which need not exist yet."""
    return Path(_env.str(name, default="").strip() or default)


def files_of(name: str) -> tuple[bytes, ...]:
    """Return the contents of the files in a directory, in the order of their names; none where it is not set."""
    value = _env.str(name, default="").strip()
    if value and not Path(value).is_dir():
        raise SettingError(f"Biến môi trường {name} phải là đường dẫn của một thư mục.")
    return tuple(each.read_bytes() for each in sorted(Path(value).iterdir()) if each.is_file()) if value else ()


def counter_store(name: str, default: str) -> str:
    """Return where requests are counted: in memory, or on a Redis server where its client is installed."""
    url = text(name, default)
    scheme, _, place = url.partition("://")
    if url != "memory://" and (scheme not in {"redis", "rediss", "redis+unix"} or not place):
        # As with a database the value itself may hold a password.
        raise SettingError(f"Biến môi trường {name} sai dạng: cần memory:// hoặc redis://máy:cổng/số.")
    if scheme != "memory" and find_spec("redis") is None:
        raise SettingError(f"Biến môi trường {name} cần gói redis của Python, nhưng gói này chưa được cài.")
    return url


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's database settings from a URL. Only SQLite and PostgreSQL are accepted."""
    url = _env.str(name, default=default)
    try:
        parsed = _env.db_url_config(url)
    except Exception as error:  # the URL parser raises many kinds; each means the same to the operator
        raise _malformed_database(name) from error
    if parsed.get("ENGINE", "").rsplit(".", 1)[-1] not in {"sqlite3", "postgresql"} or not parsed.get("NAME"):
        raise _malformed_database(name)
    return parsed


def limit(database: dict[str, Any], seconds: dict[str, int]) -> None:
    """Give every connection to a PostgreSQL ``database`` its time limits, from its first moment on."""
    options = database.setdefault("OPTIONS", {})
    options.setdefault("connect_timeout", 5)
    # A line that was cut: without these a command would wait for hours. They tell nothing of a server that hangs.
    for name, value in _LINE.items():
        options.setdefault(name, value)
    limits = " ".join(f"-c {name}={value * 1000}" for name, value in seconds.items())
    options["options"] = f"{options.get('options', '')} {limits}".strip()


def mail(name: str) -> dict[str, Any]:
    """Return Django's settings of the mail server from a URL; where it is not set, letters are shown on the console."""
    url = _env.str(name, default="").strip()
    if not url:
        return {"EMAIL_BACKEND": CONSOLE_MAIL}
    if urlsplit(url).scheme not in {"smtp", "smtp+tls", "smtp+ssl"}:
        raise _malformed_mail(name)
    try:
        parsed = _env.email_url_config(url)
    except Exception as error:  # as with the database
        raise _malformed_mail(name) from error
    if not parsed.get("EMAIL_HOST"):
        raise _malformed_mail(name)
    port = parsed.get("EMAIL_PORT") or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[urlsplit(url).scheme]
    return {**parsed, "EMAIL_PORT": port}


def sender(name: str, needed: bool) -> str:
    """Return the address that letters come from; it must be there where a mail server is."""
    value = _env.str(name, default="").strip()
    wrong = value and not re.fullmatch(r"(?:[^<>@\r\n]+ )?<?[^<>@\s]+@[^<>@\s]+>?", value)
    if wrong or (needed and not value):
        raise SettingError(f"Biến môi trường {name} phải là địa chỉ gửi thư, ví dụ: Phòng GD-ĐT <nhom@example.vn>.")
    return value or "so-dang-ky@localhost"


def key_bytes(name: str) -> bytes | None:
    """Return a key of 32 bytes written as 64 hexadecimal digits, or None where it is not set."""
    found = _keys(name, [_env.str(name, default="").strip()])
    return found[0] if found else None


def keys_bytes(name: str) -> tuple[bytes, ...]:
    """Return keys of 32 bytes, each 64 hexadecimal digits, separated by commas."""
    return _keys(name, words(name, []))


def _keys(name: str, values: list[str]) -> tuple[bytes, ...]:
    if not all(re.fullmatch(r"[0-9a-fA-F]{64}|", value) for value in values):
        # It may be a secret, so it is not repeated.
        raise SettingError(f"Biến môi trường {name} sai dạng: mỗi khoá gồm đúng 64 chữ số thập lục phân.")
    return tuple(bytes.fromhex(value) for value in values if value)


def _malformed_mail(name: str) -> SettingError:
    return SettingError(
        f"Biến môi trường {name} sai dạng: cần smtp://, smtp+tls:// hoặc smtp+ssl://người:mật-khẩu@máy:cổng."
    )


def _malformed(name: str, kind: str) -> SettingError:
    return SettingError(f"Biến môi trường {name} sai dạng: cần {_KINDS[kind]}.")


def _malformed_database(name: str) -> SettingError:
    # The value itself may hold a password, so it is not repeated.
    return SettingError(
        f"Biến môi trường {name} sai dạng: cần sqlite:///đường/dẫn/tệp hoặc postgres://người:mật-khẩu@máy:cổng/tên."
    )
