"""What staff see. Declaration first: what changes the register goes through the services."""

from . import accounts, imports, letters, nouns, publications, records, reports, tasks, work_group

__all__ = [
    "accounts",
    "imports",
    "letters",
    "nouns",
    "publications",
    "records",
    "reports",
    "tasks",
    "work_group",
]
