"""The outermost door of a worker: each request gets its mark and is counted; who runs the service is answered here."""

import time
from collections.abc import Callable, Iterable

from django.conf import settings

from . import metrics
from .health import DOORS
from .offers import REQUEST_ID
from .patience import Patience
from .request_log import mark_of, request_id


class Gate:
    """The WSGI application that gunicorn calls, around the front door and Django."""

    def __init__(self, application: Callable, patience: Patience | None = None) -> None:
        self._application, self._patience = application, patience

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        begun = time.perf_counter()
        if self._patience is not None:
            self._patience.begin()
        mark = environ[REQUEST_ID] = mark_of(environ, behind_proxy=settings.BEHIND_PROXY)
        if (door := DOORS.get(environ.get("PATH_INFO", ""))) is not None:
            status, kind, content = door(environ)
            headers = [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")]
            start_response(status, headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]
        answered = "000"

        def start(status: str, headers: list, exc_info=None):
            nonlocal answered
            answered = status
            return start_response(status, [*headers, ("X-Request-ID", mark)], *([exc_info] if exc_info else []))

        token = request_id.set(mark)
        try:
            return self._application(environ, start)
        finally:
            request_id.reset(token)
            metrics.count(environ, answered, time.perf_counter() - begun)
