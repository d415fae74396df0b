"""Figures for Prometheus: how many, how long, what was answered. No label ever holds what a reader typed.

Under gunicorn the workers write into files of one directory (``PROMETHEUS_MULTIPROC_DIR``, made by
``gunicorn.conf.py``) and whichever is asked adds them up.
"""

import ipaddress
import os
import secrets

from django.conf import settings
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import REGISTRY, GaugeMetricFamily

from .offers import OUTCOME, VERDICT, VIEW

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_ANSWERS = Counter("register_answers", "Answers", ["view", "status", "kept"])
_SECONDS = Histogram("register_answer_seconds", "Seconds until an answer", ["view"], buckets=_BUCKETS)
_VERDICTS = Counter("register_verdicts", "Look-ups answered, by verdict", ["verdict"])
_children: dict[tuple, tuple] = {}


def count(environ: dict, status: str, seconds: float) -> None:
    """Count one answer."""
    asked = environ.get(VIEW, "none"), status[:3], environ.get(OUTCOME, "no")
    found = _children.get(asked)
    if found is None:  # looking a label up costs more than counting; there are few views and statuses
        found = _children[asked] = (_ANSWERS.labels(*asked), _SECONDS.labels(asked[0]))
    found[0].inc()
    found[1].observe(seconds)
    if verdict := environ.get(VERDICT):
        _VERDICTS.labels(verdict).inc()


def allowed(environ: dict) -> bool:
    """Return whether this reader may see the figures: who knows the token; without one, this machine itself."""
    if settings.METRICS_TOKEN:
        given = environ.get("HTTP_AUTHORIZATION", "").encode("utf-8", "replace")
        return secrets.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    if "HTTP_X_FORWARDED_FOR" in environ or "HTTP_FORWARDED" in environ:
        return False  # a proxy on this machine asks for somebody else
    try:
        return ipaddress.ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def page() -> tuple[str, bytes]:
    """Return the content type and the figures of all workers, with what the database says at this moment."""
    registry = REGISTRY
    if _is_shared():
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    now = CollectorRegistry()
    now.register(_Now())
    return CONTENT_TYPE_LATEST, generate_latest(registry) + generate_latest(now)


def _is_shared() -> bool:
    return "PROMETHEUS_MULTIPROC_DIR" in os.environ


class _Now:
    """What the database says at this moment; nothing where it says nothing."""

    def collect(self):
        from django.apps import apps
        from django.db import Error as DatabaseError

        from groups.queries.public_version import public_version

        try:
            yield GaugeMetricFamily("register_head", "Number of the last event", public_version().event)
            if "outgoingmail" in apps.all_models["groups"]:
                waiting = apps.get_model("groups", "OutgoingMail").objects.filter(state="waiting").count()
                yield GaugeMetricFamily("register_outbox", "Mails that wait to be sent", waiting)
        except DatabaseError:
            yield GaugeMetricFamily("register_database_up", "Whether the database answers", 0)
        else:
            yield GaugeMetricFamily("register_database_up", "Whether the database answers", 1)
