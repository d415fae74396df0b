"""What staff see. Declaration first: what changes the register goes through the services."""

from . import accounts, nouns, publications, records, reports, work_group

__all__ = ["accounts", "nouns", "publications", "records", "reports", "work_group"]
