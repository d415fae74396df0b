"""One document, one child process: a template of ours and plain values in, PDF or PNG bytes out."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

TIME_LIMIT = 25  # seconds; 2,000 rows need 4 to 6, more on a busy machine; the web server ends a worker after 30
MEMORY_LIMIT = 2 * 1024**3  # bytes of address space; 2,000 rows need about a third
CHILD = Path(__file__).resolve().with_name("compile_document.py")
# Nothing of the parent's environment: it holds the secret key and the database password.
# Two threads, so that the limit on address space means the same on a machine of any size.
CHILD_ENVIRONMENT = {"LANG": "C.UTF-8", "RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
# How Python, Rust and the loader say it; the kernel's killer says it with signal 9.
OUT_OF_MEMORY = ("MemoryError", "memory allocation of", "failed to map segment")
_BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG"}


class CompileFailed(RuntimeError):
    """The document could not be made; the message is for staff, `detail` for the log."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(f"Không tạo được tệp PDF hoặc ảnh: {reason}")
        self.detail = detail


def typeset(template: str, data: dict, *, timestamp: datetime, form: str = "pdf", dots_per_inch: int = 144) -> bytes:
    """Return the document: PDF/A-3a and PDF/UA-1, or with ``form="png"`` a picture of its one page.

    ``template`` is the name of one of our own; ``timestamp`` needs a time zone and is the only time in the PDF, to
    the second, so the same values always give the same bytes. Raise CompileFailed, or ValueError for a timestamp
    without a zone.
    """
    if timestamp.utcoffset() is None:
        raise ValueError("timestamp cần có múi giờ.")
    request = {
        "template": template,
        "data": data,
        "timestamp": int(timestamp.timestamp()),
        "form": form,
        "dots_per_inch": dots_per_inch,
        "memory_limit": MEMORY_LIMIT,
    }
    return _compile(json.dumps(request, ensure_ascii=False).encode(), _BEGINS[form])


def _compile(request: bytes, beginning: bytes) -> bytes:
    command = [sys.executable, "-I", str(CHILD)]
    try:
        child = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter, no shell
            command, input=request, capture_output=True, env=CHILD_ENVIRONMENT, timeout=TIME_LIMIT
        )
    except subprocess.TimeoutExpired as late:
        raise CompileFailed(f"quá {TIME_LIMIT} giây; hãy chia nhỏ danh sách.") from late
    except OSError as error:
        raise CompileFailed("không chạy được tiến trình dàn trang.", str(error)) from error
    if child.returncode == 0 and child.stdout.startswith(beginning):
        return child.stdout
    detail = child.stderr.decode(errors="replace")
    if child.returncode == -9 or any(sign in detail for sign in OUT_OF_MEMORY):
        limit = MEMORY_LIMIT // 1024**2
        raise CompileFailed(f"cần quá {limit} MiB bộ nhớ; hãy chia nhỏ danh sách.", detail)
    raise CompileFailed("trình dàn trang báo lỗi; xem nhật ký hệ thống.", detail)
