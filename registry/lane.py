"""The shortest way to the answer that programs ask most: ``GET /api/v1/verify``, without Django's handler around it.

Nothing is decided here: what the view calls is called. For whom it is and which headers its answers bear was decided by
Django when it gave such an answer under the same name of the site, and does not depend on the question. Whatever is
not a plain answer goes the long way, as if there were no short one.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest, get_bytes_from_wsgi, get_script_name
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError
from django.urls import reverse, set_script_prefix
from django.utils import timezone

from groups.api.views import text_answer
from groups.domain.doors import COST, Keep
from groups.queries.public_version import current
from groups.services.lookups import ahead_of

from .offers import PAUSE, ROUTE, VIEW, Offer
from .replica import REPLICA

Headers = list[tuple[str, str]]
#: What Django's answer depends on beside the question.
_OF_THE_SITE = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME")
#: So many names of the site are remembered; under more, some questions go the long way.
_SITES = 16


@dataclass(frozen=True)
class Learnt:
    """What Django said beside an answer."""

    headers: Headers
    view: str
    route: str
    scheme: str
    host: str


class Lane:
    """Answers questions under those names of the site under which Django has answered one."""

    def __init__(self) -> None:
        self._path = reverse("api:verify_text")
        self._learnt: OrderedDict[tuple, Learnt] = OrderedDict()
        # With a replica, each request asks first which database it may read.
        self._is_open = REPLICA not in settings.DATABASES
        self._not_before = 0.0

    def fits(self, environ: dict) -> bool:
        """Return whether this is a question of the kind that is answered here."""
        return self._is_open and environ["REQUEST_METHOD"] == "GET" and environ.get("PATH_INFO") == self._path

    def answer(self, environ: dict, offer: Offer) -> tuple[Headers, bytes] | None:
        """Return headers and body, with ``offer`` filled, or None where Django is to be asked."""
        learnt = self._learnt.get(_site(environ))
        if learnt is None or time.monotonic() < self._not_before:
            return None
        _refresh_connection()
        try:
            text = _asked(environ)
            if text is None:
                return None
            host, arrived = learnt.host, timezone.localtime()
            version, ahead = ahead_of(text, host=host)
            current.set(version)
            set_script_prefix(get_script_name(environ))
            root = f"{learnt.scheme}://{host}"
            status, words = text_answer(text, meta=environ, host=host, root=root, now=arrived, ahead=ahead)
        except DatabaseError:
            self._not_before = time.monotonic() + PAUSE
            return None
        except Exception:  # Django meets the same, and has the words and the log for it
            return None
        finally:
            current.set(None)
            _refresh_connection()
        if status != 200:
            return None
        environ[VIEW], environ[ROUTE] = learnt.view, learnt.route
        offer.fill(version, Keep.ANSWER, arrived, learnt.view, environ.get(COST, 0))
        return learnt.headers, words.encode()

    def learn(self, environ: dict, status: str, headers: Headers) -> None:
        """Remember what Django said beside its own answer to such a question."""
        if status.startswith("200 "):
            request = WSGIRequest(environ)
            learnt = Learnt(headers, environ[VIEW], environ[ROUTE], request.scheme, request.get_host())
            self._learnt[_site(environ)] = learnt
            while len(self._learnt) > _SITES:
                self._learnt.popitem(last=False)


def _asked(environ: dict) -> str | None:
    """Return the last ``q`` of the address, as Django's ``QueryDict`` would; it holds all others as well."""
    asked = get_bytes_from_wsgi(environ, "QUERY_STRING", "").decode()
    fields = parse_qsl(asked, keep_blank_values=True, max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    return dict(fields).get("q")


def _refresh_connection() -> None:
    """Do what of Django's work around a request concerns us: a connection too old or broken is parted from."""
    kept = connections[DEFAULT_DB_ALIAS]
    if not kept.in_atomic_block:  # around a request there is no transaction but that of a test
        kept.close_if_unusable_or_obsolete()


def _site(environ: dict) -> tuple:
    return tuple([environ.get(name) for name in _OF_THE_SITE])
