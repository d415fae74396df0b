"""Who may come in by which door: every view says it of itself, and what says nothing stays shut.

``registry/doors.py`` refuses a view without a declared door; a test walks the table of addresses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

_ATTRIBUTE = "register_door"
#: Under this key of a request's META a look-up leaves its verdict, for the figures.
VERDICT = "register_verdict"
#: And under this one how many guesses it counted for, for whoever gives the same answer again.
COST = "register_cost"
View = TypeVar("View", bound=Callable)


class Door(StrEnum):
    """For whom a view is."""

    PUBLIC = "public"  # whoever reads a page
    PROGRAM = "program"  # whoever asks by program
    STAFF = "staff"  # who has signed in
    ENTRANCE = "entrance"  # who is about to


#: Nothing that these answer is kept anywhere.
OF_STAFF = frozenset({Door.STAFF, Door.ENTRANCE})


class Keep(StrEnum):
    """How long a public answer holds where nothing is recorded meanwhile, and who may keep it (ADR 0018)."""

    NEVER = "never"
    #: It tells how things stand: browsers ask each time, and mostly hear that nothing changed.
    TODAY = "today"
    #: It tells of the past, or of what was sent out: browsers may show what they have while they ask anew.
    PAST = "past"
    #: It answers a question that may hold a secret and tells the minute it was given: no browser keeps it.
    ANSWER = "answer"
    #: Bytes that say for themselves how long they hold.
    FILE = "file"


@dataclass(frozen=True)
class Declared:
    """What a view says of itself. ``dear``: making the answer costs the machine much, so each address has a limit."""

    door: Door
    keep: Keep = Keep.NEVER
    dear: bool = False


def declare(door: Door, keep: Keep = Keep.NEVER, *, dear: bool = False) -> Callable[[View], View]:
    """Return a decorator that says for whom a view is. Wrappers made by ``functools.wraps`` keep what was said."""

    def _declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, Declared(door, keep, dear))
        return view

    return _declare


def declared(view: Callable) -> Declared | None:
    """Return what a view said of itself, None where it said nothing."""
    return getattr(view, _ATTRIBUTE, None)
