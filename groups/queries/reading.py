"""From which database a request reads, and as of when that one tells the truth (ADR 0016)."""

import datetime as dt
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS


@dataclass(frozen=True)
class Reading:
    """``as_of`` is set where a copy is read: what was written after that moment may be missing from it."""

    alias: str = DEFAULT_DB_ALIAS
    as_of: dt.datetime | None = None
    primary_lost: bool = False


PRIMARY = Reading()
#: What the request under way reads from; a door alone sets it, for public pages.
reading: ContextVar[Reading] = ContextVar("reading", default=PRIMARY)


def told_as_of(now: dt.datetime) -> dt.datetime:
    """Return the moment that an answer given ``now`` speaks of."""
    return reading.get().as_of or now
