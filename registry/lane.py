"""The shortest way to the answer that programs ask most: ``GET /api/v1/verify``, without Django's handler around it.

Nothing is decided here: the view itself is called. For whom it is and which headers its answers bear was decided by
Django when it gave such an answer under the same name of the site, and does not depend on the question. Whatever is
not a plain answer goes the long way, as if there were no short one.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest, get_script_name
from django.core.signals import request_finished, request_started
from django.db import Error as DatabaseError
from django.urls import reverse, set_script_prefix
from django.utils import timezone

from groups.api.views import verify_text
from groups.domain.doors import COST, Keep
from groups.queries.public_version import current, public_version

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
        request_started.send(sender=Lane, environ=environ)  # who listens sets the connections in order
        try:
            version, arrived = public_version(), timezone.localtime()
            current.set(version)
            set_script_prefix(get_script_name(environ))
            response = verify_text(WSGIRequest(environ))
        except DatabaseError:
            self._not_before = time.monotonic() + PAUSE
            return None
        except Exception:  # Django meets the same, and has the words and the log for it
            return None
        finally:
            current.set(None)
            request_finished.send(sender=Lane)
        if response.status_code != 200:
            return None
        environ[VIEW], environ[ROUTE] = learnt.view, learnt.route
        offer.fill(version, Keep.ANSWER, arrived, learnt.view, environ.get(COST, 0))
        return learnt.headers, response.content

    def learn(self, environ: dict, status: str, headers: Headers) -> None:
        """Remember what Django said beside its own answer to such a question."""
        if status.startswith("200 "):
            self._learnt[_site(environ)] = Learnt(headers, environ[VIEW], environ[ROUTE])
            while len(self._learnt) > _SITES:
                self._learnt.popitem(last=False)


def _site(environ: dict) -> tuple:
    return tuple([environ.get(name) for name in _OF_THE_SITE])
