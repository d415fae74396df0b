"""What a failing database means to the person who waits: which trouble it is, and whether anything was written."""

from enum import StrEnum

from django.db import Error, InterfaceError, InternalError, OperationalError

#: PostgreSQL's codes of errors (its manual, appendix A) that end one transaction and may pass when it is run again.
_PASSING = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available in time


class Trouble(StrEnum):
    """Why the database did not do what it was asked."""

    BUSY = "busy"
    TOO_LONG = "too_long"
    FULL = "full"
    READ_ONLY = "read_only"
    GONE = "gone"


#: Said to one who wrote. Only where the connection broke it is unknown whether the last act was written.
WRITING = {
    Trouble.BUSY: "Sổ đang bận vì có người khác đang ghi. Chưa có gì được ghi; xin thử lại sau ít phút.",
    Trouble.TOO_LONG: "Việc này kéo dài quá nên đã được dừng lại. Chưa có gì được ghi; xin thử lại sau ít phút.",
    Trouble.FULL: "Máy chủ đã hết chỗ lưu. Chưa có gì được ghi; xin báo người quản trị máy chủ rồi thử lại.",
    Trouble.READ_ONLY: "Lúc này sổ chỉ cho đọc. Chưa có gì được ghi; xin báo người quản trị máy chủ rồi thử lại.",
    Trouble.GONE: "Mất kết nối với sổ. Có thể chưa có gì được ghi: xin mở lại hồ sơ để xem trước khi thực hiện lại.",
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Return which trouble of the database ``error`` tells of; None for an error of another kind, a bug included."""
    if not isinstance(error, (OperationalError, InterfaceError, InternalError)):
        return None
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", "")
    if code := getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None):
        return _of_postgresql(code)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Trouble.BUSY
    if name.startswith("SQLITE_FULL"):
        return Trouble.FULL
    if name.startswith("SQLITE_READONLY"):
        return Trouble.READ_ONLY
    return Trouble.GONE if not isinstance(error, InternalError) else None


def trouble_behind(error: BaseException | None) -> Trouble | None:
    """Return the trouble that ``error`` tells of, or one of those that it was raised in answer to."""
    while error is not None:
        if trouble := trouble_of(error):
            return trouble
        error = error.__cause__ or error.__context__
    return None


def _of_postgresql(code: str) -> Trouble | None:
    if code in _PASSING:
        return Trouble.BUSY
    if code == "57014":
        return Trouble.TOO_LONG
    if code in ("53100", "53200"):  # disk full, out of memory
        return Trouble.FULL
    if code == "25006":
        return Trouble.READ_ONLY
    # A connection that broke, a server that stops, too many clients, a file of its own that it cannot read or write.
    return Trouble.GONE if code[:2] in ("08", "53", "57", "58", "25", "28", "3D") else None


def passes(error: Error) -> bool:
    """Return whether the same transaction, run again, may well go through; nothing of it was written."""
    return trouble_of(error) == Trouble.BUSY
