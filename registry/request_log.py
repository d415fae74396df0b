"""One line of JSON for each thing that happened, with the mark of the request; without what people asked.

Nothing that can hold an invite link, a phone number or a reader is written: no query string, no referrer, no cookie,
no address, no words of an exception (a database repeats in them what it was given). The path itself is written only
where it led to a page; whatever else somebody typed after our name may be a link.
"""

import json
import logging
import re
import secrets
import time
import traceback
from contextvars import ContextVar

from .offers import EVENT, OUTCOME, REQUEST_ID, ROUTE, VERDICT, VIEW

#: The mark of the request under way.
request_id: ContextVar[str] = ContextVar("request id", default="")
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
_QUERY = re.compile(r"\?\S*")
_LED_SOMEWHERE = frozenset({"200", "304"})


def mark_of(environ: dict, *, behind_proxy: bool) -> str:
    """Return the mark of a request: a well-formed one that the proxy in front gave, else a new one."""
    given = environ.get("HTTP_X_REQUEST_ID", "") if behind_proxy else ""
    return given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)


def access_line(environ: dict, status: str, size: int, milliseconds: float) -> str:
    """Return the line of one answer."""
    status = status[:3]
    line = {
        "time": _time(time.time()),
        "level": "INFO",
        "logger": "access",
        "request": environ.get(REQUEST_ID, ""),
        "method": environ.get("REQUEST_METHOD", ""),
        "status": int(status) if status.isdecimal() else 0,
        "ms": round(milliseconds, 1),
        "bytes": size,
    }
    if status in _LED_SOMEWHERE:
        # As it was sent: the decoded path may hold a line break.
        line["path"] = environ.get("RAW_URI", "").partition("?")[0]
    for name, key in (("view", VIEW), ("route", ROUTE), ("kept", OUTCOME), ("verdict", VERDICT), ("event", EVENT)):
        if (value := environ.get(key)) is not None:
            line[name] = value
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


class JsonFormatter(logging.Formatter):
    """A record as one line; of an exception its kind and where it came from, not its words."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": _QUERY.sub("?...", self._message(record)),
        }
        if mark := request_id.get():
            line["request"] = mark
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line["error"] = f"{kind.__module__}.{kind.__qualname__}"
            line["where"] = "".join(traceback.format_tb(trace))
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=str)

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        if record.name.startswith(("django.request", "django.security")):
            # Django fills these with the path or the host that was asked for; the line of the answer has the rest.
            return record.getMessage().partition(":")[0]
        return record.getMessage()


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1000):03d}Z"
