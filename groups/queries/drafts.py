"""Which state of a draft a person saw: two who edit it at once must not overwrite each other unseen."""

import hashlib

from ..models import WorkGroup

_FIELDS = (
    "authority_id", "name", "platform", "room_count", "level", "purpose", "members_text", "directive_text",
    "source_document_id", "source_row", "uncertain", "status",
)  # fmt: skip


def draft_version(group: WorkGroup) -> str:
    """Return a short mark that changes with every fact, person, member, directive and link of ``group``.

    It is read from the rows themselves, never from the instance, which a form may already have written into.
    """
    rows = [repr(row) for row in WorkGroup.objects.filter(pk=group.pk).values_list(*_FIELDS)]
    for related in (group.administrators, group.members, group.directives, group.links):
        rows += [repr(row) for row in related.order_by("pk").values_list()]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
