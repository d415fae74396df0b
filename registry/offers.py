"""What the front door and Django's side of it tell each other, in the environment of a request.

No header of a client can make such a key: those begin with ``HTTP_``.
"""

from dataclasses import dataclass

from groups.domain.doors import VERDICT

OFFER, REQUEST_ID, VIEW, ROUTE = "register_offer", "register_request_id", "register_view", "register_route"
#: How the front door answered: "hit", "unchanged", or nothing where Django did.
OUTCOME = "register_outcome"
#: The number of the last event that an answer knew of.
EVENT = "register_event"

__all__ = ["EVENT", "OFFER", "OUTCOME", "REQUEST_ID", "ROUTE", "VERDICT", "VIEW", "Offer"]


@dataclass
class Offer:
    """What a view lets the front door keep: made at which version, good until when, and what asking for it costs."""

    version: tuple[int, int] | None = None
    until: float = 0.0
    cost: int = 0
    view: str = ""
    verdict: str | None = None
