"""Published lists: what the next one would say, where an old one stands now."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ..documents.rows import AttachedList, Covering, Heading, Imprint, ListRow
from ..domain.dates import short_date
from ..models import Document, Letterhead, Publication, SignedCopy, Unit
from .attached_list import attached_list, facts_on
from .difference import Difference, changes_of_facts, difference, gone_because
from .notice import Section, changes_between
from .tree import head

#: Bump when the shape of ``Publication.content`` changes; old lists keep theirs.
VERSION = 1


@dataclass(frozen=True)
class Draft:
    """The list that would be published now: nothing of it is written yet."""

    authority: Unit
    number: int
    event_number: int
    as_of: dt.date
    grouping: str
    letterhead: Letterhead
    covering: Document | None
    printed: AttachedList
    facts: list[dict[str, Any]]

    @property
    def content(self) -> dict[str, Any]:
        """What a publication keeps."""
        return {"version": VERSION, "list": asdict(self.printed), "facts": self.facts}

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it: what was looked at is what gets published, or nothing is."""
        return digest_of(self.content)


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of ``content`` in one canonical form, so that a stored copy can be compared with it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def draft_list(*, authority: Unit, today: dt.date, address: str, grouping: str, covering: Document | None) -> Draft:
    """Return the list of ``authority`` as it would be published ``today``; ``address`` is the root of the site.

    Raise ``ListUnavailable`` where none can be made.
    """
    last = Publication.objects.light().latest_of(authority)
    number = last.number + 1 if last else 1
    event_number, root = head()
    printed = attached_list(authority=authority, day=today, today=today, covering=covering, grouping=grouping)
    imprint = Imprint(
        address=f"{address}{path_of(authority, number)}",
        label=f"Danh sách công bố lần {number}",
        event_number=event_number,
        root=root,
    )
    # Without a covering document there are blanks: that of the last change is not the one this list goes with.
    printed = replace(printed, imprint=imprint, covering=printed.covering if covering else None)
    return Draft(
        authority=authority,
        number=number,
        event_number=event_number,
        as_of=today,
        grouping=grouping,
        letterhead=Letterhead.objects.in_force(authority, today),
        covering=covering,
        printed=printed,
        facts=facts_on(authority, today),
    )


def path_of(authority: Unit, number: int) -> str:
    """Return the path of a published list's page. It is printed on paper, so it never changes."""
    return f"/cong-bo/{authority.code}/{number}/"


def printed_list(publication: Publication) -> AttachedList:
    """Return the published list as plain rows, word for word as it was printed."""
    stored = publication.content["list"]
    return AttachedList(
        **{
            **_known(AttachedList, stored),
            "heading": Heading(**stored["heading"]),
            "rows": tuple(_row(row) for row in stored["rows"]),
            "remarks": tuple(stored["remarks"]),
            "recipients": tuple(stored["recipients"]),
            "covering": Covering(**stored["covering"]) if stored["covering"] else None,
            "imprint": Imprint(**stored["imprint"]) if stored["imprint"] else None,
        }
    )


def with_covering(printed: AttachedList, covering: Document) -> AttachedList:
    """Return the list with the document it goes with, as that document names itself."""
    words = Covering(
        kind=covering.kind,
        reference=covering.reference,
        date_text=covering.formal_date,
        issuer=printed.heading.issuer,
    )
    return replace(printed, covering=words)


@dataclass(frozen=True)
class Standing:
    """Where a published list stands now: ``newer`` is the last one published since, or None."""

    newer: Publication | None
    replaced_by: Publication | None
    changed: tuple[tuple[str, str], ...]

    @property
    def is_current(self) -> bool:
        """Whether it still says what the register says."""
        return self.newer is None and not self.changed


def standing(publication: Publication, today: dt.date) -> Standing:
    """Return whether a list is current, replaced by which, and which groups' lines differ from it today."""
    later = (
        Publication.objects.light()
        .filter(authority_id=publication.authority_id, number__gt=publication.number)
        .select_related("authority")
    )
    following = list(later.order_by("number"))
    now = {facts["code"]: facts for facts in facts_on(publication.authority, today)}
    then = {facts["code"]: facts for facts in publication.content["facts"]}
    changed = sorted(
        code
        for code in now.keys() | then.keys()
        if code not in now or code not in then or changes_of_facts(then[code], now[code])
    )
    return Standing(
        newer=following[-1] if following else None,
        replaced_by=following[0] if following else None,
        changed=tuple((code, (now.get(code) or then[code])["name"]) for code in changed),
    )


@dataclass(frozen=True)
class SinceLast:
    """What a draft would change: the last list, and the difference from it."""

    last: Publication
    difference: Difference


def changes_since_last(found: Draft) -> SinceLast | None:
    """Return what differs from the last published list, or None where there is none."""
    last = Publication.objects.latest_of(found.authority)
    if last is None:
        return None
    return SinceLast(last, _compared(last.content["facts"], found.facts, found.event_number))


def between(before: Publication, after: Publication) -> Difference:
    """Return what differs between two published lists."""
    return _compared(before.content["facts"], after.content["facts"], after.event_number)


def notice_of(publication: Publication) -> list[Section]:
    """Return what was done between the list before ``publication`` and itself."""
    before = _before(publication)
    return changes_between(publication.authority, before.event_number if before else 0, publication.event_number)


def notice_before(found: Draft) -> list[Section]:
    """Return what was done between the last published list and a draft."""
    last = Publication.objects.light().latest_of(found.authority)
    return changes_between(found.authority, last.event_number if last else 0, found.event_number)


def period_before(found: Draft) -> str:
    """Return between the last published list and which day the notice of a draft tells."""
    last = Publication.objects.light().latest_of(found.authority)
    return period_text(last.as_of if last else None, found.as_of)


def period_of(publication: Publication) -> str:
    """Return between which lists a notice tells, in words."""
    before = _before(publication)
    return period_text(before.as_of if before else None, publication.as_of)


def period_text(before: dt.date | None, day: dt.date) -> str:
    """Return from the list of which day to that of which a notice tells."""
    if before is None:
        return f"Từ khi lập sổ đến danh sách ngày {short_date(day)}"
    return f"Từ danh sách ngày {short_date(before)} đến danh sách ngày {short_date(day)}"


def copies_of(publication: Publication) -> list[SignedCopy]:
    """Return the signed copies without their bytes; each signature's time as a screen shows it."""
    found = list(publication.signed_copies.defer("content").select_related("added_by"))
    for copy in found:
        for signature in copy.report["signatures"]:
            at = signature["signed_at"]
            signature["signed_on"] = f"{dt.datetime.fromisoformat(at):%H:%M ngày %d/%m/%Y}" if at else ""
    return found


def _before(publication: Publication) -> Publication | None:
    rows = Publication.objects.light().filter(authority_id=publication.authority_id)
    return rows.filter(number=publication.number - 1).first()


def _compared(before: list[dict], after: list[dict], up_to: int) -> Difference:
    gone = {facts["code"] for facts in before} - {facts["code"] for facts in after}
    return difference(before, after, gone_because(gone, up_to=up_to) if gone else None)


def _row(stored: dict[str, Any]) -> ListRow:
    return ListRow(**{**_known(ListRow, stored), "notes": tuple(stored["notes"])})


def _known(kind: type, stored: dict[str, Any]) -> dict[str, Any]:
    """Leave aside what a later version of the program no longer has a place for."""
    names: Iterable[str] = (field.name for field in fields(kind))
    return {name: stored[name] for name in names if name in stored}
