"""Which tables and columns the guards speak of, by their names in the database."""

EVENT, GROUP, LOOK = "groups_registerevent", "groups_workgroup", "groups_secretlook"
REPORT, NOTE = "groups_reportedchat", "groups_groupnote"
ENTRY = "groups_entryrecord"
PEOPLE, DOCUMENT, UNIT, LETTERHEAD = (
    "groups_administrator",
    "groups_document",
    "groups_unit",
    "groups_letterhead",
)
LEAF, OPENING, HEAD = "groups_eventleaf", "groups_eventopening", "groups_registerhead"
#: Tables whose rows are found by the number of an event.
NUMBERED = {EVENT, LEAF, OPENING}
LIST, FILE, SIGNED = "groups_publication", "groups_publishedfile", "groups_signedcopy"
#: Tables that nobody empties, by the name of the guard against deleting a row.
KEPT = (
    ("event", EVENT),
    ("leaf", LEAF),
    ("opening", OPENING),
    ("look", LOOK),
    ("note", NOTE),
    ("entry", ENTRY),
    ("report", REPORT),
    ("list", LIST),
    ("file", FILE),
    ("signed", SIGNED),
)
#: Columns that change only together with a new event, once a group has been proposed.
FACTS = (
    "status",
    "status_since",
    "status_document_id",
    "status_reason",
    "recognised_on",
    "recognised_document_id",
    "successor_id",
    "name",
    "name_key",
    "name_squash",
    "platform",
    "room_count",
    "level",
    "purpose",
    "members_text",
    "directive_text",
    "source_row",
    "source_document_id",
    "uncertain",
    "status_precision",
    "recognised_precision",
    "last_confirmed_on",
    "proposed_by_id",
    "authority_id",
)
#: What a document says of itself, once something rests on it; a scan may still be added.
DOCUMENT_SAYS = ("authority_id", "kind", "number", "symbol", "issued_on", "issued_precision", "subject")
#: Who leads or administers a group; only the last day is written later.
ADMINISTERS = ("group_id", "role", "person_id", "post", "uncertain")
LETTERHEAD_SAYS = (
    "authority_id",
    "valid_from",
    "superior",
    "name",
    "place",
    "symbol",
    "signer_title",
    "signer_name",
    "recipients",
)

#: Columns of a confirmed report that stand for ever; its document and its note may be completed.
CONFIRMED = ("name", "squash", "url", "key", "confirmed_by_id", "confirmed_at")
WITHDRAWN = ("withdrawn_by_id", "withdrawn_at", "withdrawn_reason")
#: A published list stands for ever; its covering document may be named once.
PUBLISHED = (
    "authority_id",
    "number",
    "event_number",
    "as_of",
    "grouping",
    "letterhead_id",
    "content",
    "digest",
    "published_by_id",
    "published_at",
)
