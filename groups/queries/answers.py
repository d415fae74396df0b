"""What a look-up answers: one verdict, what it rests on, and in a message or a picture the same for every part."""

import datetime as dt
from dataclasses import dataclass

from ..domain.reading import Kind
from ..domain.status import Status
from ..domain.text import fold
from ..domain.verdicts import Evidence, Meaning, Verdict
from ..models import WorkGroup
from .public_groups import lead_in_words


@dataclass(frozen=True)
class Match:
    """A group that the answer rests on (``evidence``), or that is merely near (none)."""

    group: WorkGroup
    name: str
    score: float
    evidence: Evidence | None = None
    differences: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        return lead_in_words(self.group)

    @property
    def is_former_name(self) -> bool:
        """Whether the group bears another name now."""
        return fold(self.name) != self.group.name_key

    @property
    def successor(self) -> WorkGroup | None:
        """The group that is valid instead of this one now, at the end of all merges; None where there is none."""
        last = self.group
        # As far as the look-up has read: a chain too long ends at a group that is merged itself.
        while last.status == Status.MERGED and WorkGroup.successor.is_cached(last) and last.successor:
            last = last.successor
        return last if last.pk != self.group.pk else None


@dataclass(frozen=True)
class Answer:
    """One verdict with what it rests on.

    ``shown`` is what was asked, as far as it may be shown again. ``matches`` are what the verdict rests on, ``near``
    other names like it. ``parts`` are the answers to the single things in a message or a picture; the verdict of the
    whole is then the most cautious of them, and ``left_out`` says how many were not looked at.
    """

    kind: Kind
    verdict: Verdict
    meaning: Meaning
    as_of: dt.datetime
    shown: str = ""
    evidence: Evidence | None = None
    matches: tuple[Match, ...] = ()
    near: tuple[Match, ...] = ()
    parts: tuple["Answer", ...] = ()
    left_out: int = 0
    is_refused: bool = False
