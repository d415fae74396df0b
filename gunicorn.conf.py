"""How gunicorn serves the register; read from the directory it is started in."""

import logging
import re
import sys

from gunicorn.glogging import Logger

from registry.environment import SettingError, integer

try:
    _port = integer("PORT", 8000, minimum=1)
    # Two, so that one slow page (a PDF) does not stop the site; a larger machine sets more, one or two a core.
    workers = integer("WEB_CONCURRENCY", 2, minimum=1)
except SettingError as error:
    sys.exit(str(error))

wsgi_app = "registry.wsgi:application"

# This machine only. The world comes through a web server in front, which speaks HTTPS and serves slow clients.
bind = f"127.0.0.1:{_port}"
forwarded_allow_ips = "127.0.0.1"

# Threads answer more bare requests, but the list's slowest answers took three times as long with them (p99 32 ms
# against 10.6 ms), and in a sync worker one request has the process to itself.
worker_class = "sync"

# A worker is replaced after a while, so that memory it lost comes back; the jitter keeps them from going together.
max_requests = 2000
max_requests_jitter = 200

# The slowest page, a long list as PDF, takes seconds; what takes half a minute hangs. A stop waits a little less.
timeout = 30
graceful_timeout = 20

# A question of a few hundred letters with diacritics fills an address three times as long (longer ones come as POST).
limit_request_line = 8190

# gunicorn's control socket would lie in the home directory of whoever starts the server; nothing here uses it.
control_socket_disable = True

# --- Logs: an invite link may stand in a query string or a referrer, so neither is ever written down. ---
_QUERY = re.compile(r"\?\S*")


class WithoutQuery(logging.Filter):
    """Cut every query string out of a message."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _QUERY.sub("?...", record.getMessage()), ()
        return True


class PathLogger(Logger):
    """Gunicorn's logger, which knows paths only."""

    def setup(self, cfg) -> None:
        super().setup(cfg)
        self.error_log.addFilter(WithoutQuery())  # it repeats the request line of a request it cannot read

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        # As it was sent: the decoded path may hold a line break, and with it a forged line of log.
        atoms["U"] = environ["RAW_URI"].partition("?")[0]
        return atoms


logger_class = PathLogger
accesslog = "-"
# Nor is the reader's address: the web server in front decides how long, if at all, such things are kept.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms'


def when_ready(server) -> None:
    print(f"\n  http://127.0.0.1:{_port}/  (Ctrl-C stops it)\n", flush=True)
