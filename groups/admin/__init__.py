"""What staff see. Declaration first: what changes the register goes through the services."""

from . import accounts, entrance, imports, letters, nouns, publications, records, reports, tasks, work_group

__all__ = [
    "accounts",
    "entrance",
    "imports",
    "letters",
    "nouns",
    "publications",
    "records",
    "reports",
    "tasks",
    "work_group",
]
