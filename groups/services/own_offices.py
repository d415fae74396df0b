"""What a verb is handed is of one's own offices, whatever door it came by (ADR 0013)."""

from collections import defaultdict

from django.db.models import Model

from ..queries.authorities import own_authorities
from ..queries.permissions import ELSEWHERE
from ..queries.scope import in_scope
from .errors import ActRefused


def refuse_foreign(by, *named: Model | None) -> None:
    """Raise :class:`ActRefused` where a row among ``named`` belongs to an office for which ``by`` does not work.

    What all offices share passes (``queries.scope``): a school, its people, a unit that is named. One question for each
    kind of row; none while nothing is hidden from ``by``.
    """
    if own_authorities(by) is None:
        return
    kinds: dict[type[Model], set] = defaultdict(set)
    for row in named:
        if row is not None:
            kinds[type(row)].add(row.pk)
    for model, pks in kinds.items():
        if in_scope(model._default_manager.filter(pk__in=pks), by).order_by().count() != len(pks):
            raise ActRefused(ELSEWHERE)
