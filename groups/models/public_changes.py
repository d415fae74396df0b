"""How often something changed that the public sees and that no event of the register tells of.

What an act changes is told by the number of its event. The tables below change otherwise; triggers count every
change of theirs, whatever program makes it, in one row, so that number and count together say whether a page made
before is still what would be made now (ADR 0018).

On PostgreSQL the row is counted up when the transaction ends, so that it is locked for no longer than that and never
while another lock is waited for. SQLite has one writer at a time.
"""

from django.db import models
from django.db.models import Q

_COUNT = "groups_publicchange"
#: Tables that public pages read and that change without an event. Of a document only what is said of it changes: a new
#: one is seen when an act names it.
COUNTED = {
    "groups_unit": ("INSERT", "UPDATE", "DELETE"),
    "groups_letterhead": ("INSERT", "UPDATE", "DELETE"),
    "groups_missingrow": ("INSERT", "UPDATE", "DELETE"),
    "groups_document": ("UPDATE",),
    "groups_reportedchat": ("INSERT", "UPDATE"),
    "groups_publication": ("INSERT", "UPDATE"),
    "groups_publishedfile": ("INSERT",),
    "groups_signedcopy": ("INSERT",),
}
#: Tables of which public pages show only what an act wrote, so the number of the event tells of every change.
TOLD_BY_EVENTS = frozenset(
    {
        "groups_administrator",
        "groups_directive",
        "groups_eventleaf",
        "groups_groupname",
        "groups_invitelink",
        "groups_member",
        "groups_nameword",
        "groups_person",  # a lead is shown as it was recorded
        "groups_registerevent",
        "groups_registerhead",
        "groups_workgroup",
    }
)
#: Tables of which nothing reaches the public.
UNSEEN = frozenset(
    {
        _COUNT,
        "groups_codecounter",
        "groups_entryrecord",
        "groups_eventopening",
        "groups_groupnote",
        "groups_importrun",
        "groups_onetimepassword",
        "groups_outgoingmail",
        "groups_posting",
        "groups_recoverycode",
        "groups_savedfilter",
        "groups_secretlook",
        "groups_sentform",
        "otp_totp_totpdevice",
    }
)
_COUNT_UP = (
    f"INSERT INTO {_COUNT} (id, number) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = {_COUNT}.number + 1"  # noqa: S608  names of our own
)


class PublicChange(models.Model):
    """The single row that counts. Written by triggers alone."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="public_change_is_single")]

    def __str__(self) -> str:
        return f"Thay đổi công khai: {self.number}"


def expected(vendor: str) -> set[str]:
    """Return the names of the triggers that a database of this vendor must have."""
    return {name for name, _ in _names(vendor)}


def statements(vendor: str, tables: set[str]) -> list[str]:
    """Return the SQL that makes the triggers anew, for as much as there is of ``tables``."""
    if _COUNT not in tables:
        return []
    make = _postgresql if vendor == "postgresql" else _sqlite
    return [sql for table in COUNTED if table in tables for sql in make(table)]


def drops(vendor: str) -> list[str]:
    """Return the SQL that drops them."""
    on_table = " ON {}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{on_table.format(table)}" for name, table in _names(vendor)]


def _names(vendor: str) -> list[tuple[str, str]]:
    if vendor == "postgresql":
        return [(f"public_{table}", table) for table in COUNTED]
    return [(f"public_{table}_{act.lower()}", table) for table, acts in COUNTED.items() for act in acts]


def _sqlite(table: str) -> list[str]:
    return [
        sql
        for act in COUNTED[table]
        for name in [f"public_{table}_{act.lower()}"]
        for sql in (
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} AFTER {act} ON {table} FOR EACH ROW BEGIN {_COUNT_UP}; END",
        )
    ]


def _postgresql(table: str) -> list[str]:
    name = f"public_{table}"
    return [
        "CREATE OR REPLACE FUNCTION public_changed() RETURNS trigger LANGUAGE plpgsql AS $changed$ BEGIN "
        f"{_COUNT_UP}; RETURN NULL; END $changed$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {' OR '.join(COUNTED[table])} ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public_changed()",
    ]
