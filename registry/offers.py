"""What the front door and Django's side of it tell each other, in the environment of a request.

No header of a client can make such a key: those begin with ``HTTP_``.
"""

import datetime as dt
from dataclasses import dataclass

from groups.domain.doors import VERDICT, Keep

OFFER, REQUEST_ID, VIEW, ROUTE = "register_offer", "register_request_id", "register_view", "register_route"
#: How the front door answered: "hit", "unchanged", or nothing where Django did.
OUTCOME = "register_outcome"
#: The number of the last event that an answer knew of.
EVENT = "register_event"
#: A database that did not answer is left alone for so many seconds, as in replica.py: nobody waits for what is gone.
PAUSE = 3.0

__all__ = ["EVENT", "OFFER", "OUTCOME", "PAUSE", "REQUEST_ID", "ROUTE", "VERDICT", "VIEW", "Offer"]


@dataclass
class Offer:
    """What a view lets the front door keep: made at which version, good until when, and what asking for it costs."""

    version: tuple[int, int] | None = None
    until: float = 0.0
    cost: int = 0
    view: str = ""
    verdict: str | None = None

    def fill(self, version: tuple[int, int], keep: Keep, arrived: dt.datetime, view: str, cost: int) -> None:
        """Offer the answer of ``view`` to a request that ``arrived`` then, local time."""
        self.version, self.view, self.cost = version, view, cost if keep == Keep.ANSWER else 0
        # Pages name the day, answers to questions the minute.
        if keep == Keep.ANSWER:
            end = arrived.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
        else:
            end = arrived.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
        self.until = end.timestamp()
