"""Which state of a draft a person saw: two who edit it at once must not overwrite each other unseen."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from ..models import Administrator, Directive, InviteLink, Member, WorkGroup

_FIELDS = (
    "authority_id", "name", "platform", "room_count", "level", "purpose", "members_text", "directive_text",
    "source_document_id", "source_row", "uncertain", "status",
)  # fmt: skip
_RELATED = (Administrator, Member, Directive, InviteLink)


def draft_version(group: WorkGroup) -> str:
    """Return a short mark that changes with every fact, person, member, directive and link of ``group``.

    It is read from the rows themselves, never from the instance, which a form may already have written into.
    """
    return draft_versions([group.pk])[group.pk]


def draft_versions(keys: Iterable[int]) -> dict[int, str]:
    """Return the marks of several groups, by as many queries as for one."""
    rows = defaultdict(list)
    wanted = list(keys)
    for key, *facts in WorkGroup.objects.filter(pk__in=wanted).values_list("pk", *_FIELDS):
        rows[key].append(repr(facts))
    for model in _RELATED:
        for row in model.objects.filter(group__in=wanted).order_by("pk").values():
            rows[row["group_id"]].append(repr(row))
    return {key: hashlib.sha256("\n".join(rows[key]).encode()).hexdigest()[:16] for key in wanted}
