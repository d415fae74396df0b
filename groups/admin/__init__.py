"""What staff see. Declaration first: what changes the register goes through the services."""

from . import accounts, imports, nouns, publications, records, reports, work_group

__all__ = ["accounts", "imports", "nouns", "publications", "records", "reports", "work_group"]
