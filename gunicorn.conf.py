"""How gunicorn serves the register; read from the directory it is started in."""

import logging
import os
import re
import shutil
import sys
import tempfile

from gunicorn.glogging import Logger

from registry.environment import SettingError, integer
from registry.request_log import JsonFormatter, access_line

try:
    _port = integer("PORT", 8000, minimum=1)
    # Two, so that one slow page (a PDF) does not stop the site; a larger machine sets more, one or two a core.
    workers = integer("WEB_CONCURRENCY", 2, minimum=1)
except SettingError as error:
    sys.exit(str(error))

wsgi_app = "registry.wsgi:application"

# This machine only: the world comes through a web server in front, which speaks HTTPS and serves slow clients. In a
# container the address is the container's own.
bind = f"{os.environ.get('BIND_ADDRESS') or '127.0.0.1'}:{_port}"
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1"

# Threads answer more bare requests, but the list's slowest answers took three times as long with them (p99 32 ms
# against 10.6 ms), and in a sync worker one request has the process to itself. A sync worker keeps no connection
# alive: the web server in front does that for readers, and a connection on loopback costs a tenth of a millisecond.
worker_class = "sync"

# The application is read once, before the workers part from it: they share its memory and are replaced in a moment.
# No connection to the database is opened before that. A new version needs a restart, not a reload.
preload_app = True

# So many wait while all workers are busy; more would wait longer than anybody does.
backlog = 256

# A worker is replaced after a while, so that memory that some library lost comes back. 100,000 requests were measured
# without growth (docs/benchmarks.md); what a worker keeps of answers goes with it, so not sooner than that. The jitter
# keeps workers from going together.
max_requests = 100_000
max_requests_jitter = 10_000

# The slowest page, a long list as PDF, takes seconds; what takes half a minute hangs. A stop waits a little less for
# the requests under way, and takes no new ones.
timeout = 30
graceful_timeout = 20

# A worker shows by a file that it lives; on a disk that is slow, it would seem dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # nosec B108: a file system, no file

# A question of a few hundred letters with diacritics fills an address three times as long (longer ones come as POST).
limit_request_line = 8190

# gunicorn's control socket would lie in the home directory of whoever starts the server; nothing here uses it.
control_socket_disable = True

# --- Figures: the workers write theirs into files of one directory, which goes with the server. ---
_figures = tempfile.mkdtemp(prefix="register-figures-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _figures


def child_exit(server, worker) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server) -> None:
    shutil.rmtree(_figures, ignore_errors=True)


# --- Logs: an invite link may stand in a query string or a referrer, so neither is ever written down. ---
_QUERY = re.compile(r"\?\S*")


class WithoutQuery(logging.Filter):
    """Cut every query string out of a message."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _QUERY.sub("?...", record.getMessage()), ()
        return True


class LineLogger(Logger):
    """Gunicorn's logger, one line of JSON for each answer (``registry/request_log.py``)."""

    def setup(self, cfg) -> None:
        super().setup(cfg)
        self.error_log.addFilter(WithoutQuery())  # it repeats the request line of a request it cannot read
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, resp, req, environ, request_time) -> None:
        if self.access_log_enabled:
            self.access_log.info(access_line(environ, resp.status, resp.sent, request_time.total_seconds() * 1_000))


logger_class = LineLogger
accesslog = "-"


def when_ready(server) -> None:
    print(f"\n  http://127.0.0.1:{_port}/  (Ctrl-C stops it)\n", flush=True)
