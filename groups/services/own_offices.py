"""What a verb is handed is of one's own offices, whatever door it came by (ADR 0013)."""

from django.db.models import Model

from ..queries.permissions import ELSEWHERE
from ..queries.scope import in_scope
from .errors import ActRefused


def refuse_foreign(by, *named: Model | None) -> None:
    """Raise :class:`ActRefused` where a row among ``named`` belongs to an office for which ``by`` does not work.

    What all offices share passes (``queries.scope``): a school, its people, a unit that is named.
    """
    for row in named:
        if row is not None and not in_scope(type(row)._default_manager.filter(pk=row.pk), by).exists():
            raise ActRefused(ELSEWHERE)
