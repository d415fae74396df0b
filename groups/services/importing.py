"""Entering a list that the office has already published, from a file, through the same acts as any other group."""

import datetime as dt
from typing import Any

from ..domain.dates import parse_partial
from ..domain.text import clean, fold
from ..domain.vocabulary import GroupRole
from ..models import Document, Letterhead, MissingRow, Person, Unit, WorkGroup
from ..queries.import_cells import apart, ended_sentence, is_another
from . import lifecycle
from .amendments import AdministratorLine, DirectiveLine, MemberLine
from .errors import ActRefused
from .postings import post_the_unposted
from .recording import record_document, record_draft
from .saving import saved
from .transactions import transactional

_FACTS = (
    "platform",
    "name",
    "level",
    "room_count",
    "purpose",
    "members_text",
    "directive_text",
    "uncertain",
    "source_row",
)


@transactional
def open_register(*, code: str, name: str, letterhead: dict[str, Any], parent: str = "", kind: str = "office") -> Unit:
    """Make the authority that keeps a register, with its first letterhead. What is there already stays as it is."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        post_the_unposted()
        above = _unit({"name": parent, "kind": "body"}) if parent else None
        unit = saved(Unit(code=code, name=name, kind=kind, parent=above))
    values = dict(letterhead)
    values["recipients"] = "\n".join(values.get("recipients", []))
    if not unit.letterheads.exists():
        saved(Letterhead(authority=unit, **values))
    return unit


@transactional
def load_published_list(*, content: dict[str, Any], by, now: dt.datetime) -> tuple[int, int]:
    """Enter the list in ``content`` (see ``fixtures/README.md``): all of it, or nothing.

    Return (groups entered, groups that were there already). Rows are known by document and row number, so a second
    load changes nothing. The list was signed and published, so its signer was the second person.
    """
    try:
        authority = open_register(letterhead=content["letterhead"], **content["authority"])
        document = _document(content["document"], authority)
        for row in content.get("missing_rows", []):
            MissingRow.objects.get_or_create(
                document=document, source_row=row["source_row"], defaults={"note": row["note"]}
            )
        new = [row for row in content["rows"] if not _known(document, row["source_row"])]
        if not new:
            return 0, len(content["rows"])  # whatever became of its units and people since
        for unit in content.get("units", []):
            _unit(unit)
        people = {entry["name"]: _person(entry, authority) for entry in content.get("people", [])}
        for row in new:
            _enter(row, authority=authority, document=document, people=people, by=by, now=now)
    except KeyError as error:
        raise ActRefused(f"Tệp danh sách thiếu mục {error}; chưa có gì được ghi.") from error
    return len(new), len(content["rows"]) - len(new)


def _known(document: Document, source_row: str) -> bool:
    return WorkGroup.objects.filter(source_document=document, source_row=source_row).exists()


def _enter(row: dict, *, authority: Unit, document: Document, people: dict[str, Person], by, now: dt.datetime) -> None:
    lead = row["lead"]
    try:
        group = record_draft(
            by=by,
            authority=authority,
            trusted=True,
            facts={name: row[name] for name in _FACTS if name in row} | {"source_document": document},
            administrators=[AdministratorLine(GroupRole.LEAD, people.get(lead.get("person")), lead.get("post", ""))],
            members=[MemberLine(**line | {"person": people.get(line.get("person"))}) for line in row["members"]],
            directives=[DirectiveLine(**line) for line in row["directives"]],
        )
        basis = {
            "by": by,
            "now": now,
            "document": document,
            "effective_on": document.issued_on,
            "effective_precision": document.issued_precision,
            "issued_before": True,
            "reason": f"Có trong danh sách kèm {document.kind} {document.reference}.",
        }
        lifecycle.propose(group=group, **basis)
        lifecycle.recognise(group=group, **basis)
    except ActRefused as error:
        raise ActRefused(f"Dòng {row['source_row']}: {error} Chưa có gì được ghi.") from error


def _unit(entry: dict) -> Unit:
    name = clean(entry["name"]).casefold()
    # Diacritics tell one school from another: what a person types without them is not meant here.
    same = [unit for unit in Unit.objects.filter(name_key=fold(name)) if clean(unit.name).casefold() == name]
    same = [unit for unit in same if not is_another(unit, ward=entry.get("ward", ""), level=entry.get("level", ""))]
    living = [unit for unit in same if unit.ended_on is None]
    if same and not living:
        raise ActRefused(f"{ended_sentence(same[-1])} Chưa có gì được ghi.")
    if len(living) > 1:
        raise ActRefused(
            f"Có {len(living)} đơn vị tên “{entry['name']}” ({apart(living)}): hãy sửa tên ở mục Đơn vị để phân biệt "
            "từng đơn vị. Chưa có gì được ghi."
        )
    return living[0] if living else saved(Unit(**entry))


def _person(entry: dict, authority: Unit) -> Person:
    found = Person.objects.filter(full_name=entry["name"], unit=authority)[:2]
    if len(found) > 1:
        raise ActRefused(
            f"Có nhiều người tên “{entry['name']}” ở {authority}: hãy sửa tên ở mục Người để phân biệt từng người. "
            "Chưa có gì được ghi."
        )
    if found:
        return found[0]
    rest = {key: value for key, value in entry.items() if key != "name"}
    return saved(Person(full_name=entry["name"], unit=authority, **rest))


def _document(entry: dict, authority: Unit) -> Document:
    issued_on, precision = parse_partial(entry["issued_on"])
    if issued_on is None:
        raise ActRefused("Văn bản của danh sách phải rõ ít nhất tháng, năm ban hành; chưa có gì được ghi.")
    known = Document.objects.filter(
        authority=authority, number=entry["number"], symbol=entry["symbol"], issued_on=issued_on
    ).first()
    return known or record_document(
        authority=authority,
        kind=entry["kind"],
        number=entry["number"],
        symbol=entry["symbol"],
        issued_on=issued_on,
        issued_precision=precision,
        subject=entry["subject"],
    )
