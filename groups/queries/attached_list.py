"""The attached list as it stood at the end of any day, from the events alone."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Max, QuerySet

from ..documents.rows import AttachedList, Covering, Heading, ListRow
from ..domain.dates import formal_date, short_date
from ..domain.platforms import PLATFORM_LABELS
from ..domain.status import NEEDS_DOCUMENT, OFFICIAL
from ..domain.vocabulary import LEVEL_LABELS
from ..models import Document, Letterhead, MissingRow, RegisterEvent, Unit
from .facts import marked

_SUBJECT = "Các nhóm chính thức trong điều hành, trao đổi, xử lý công việc giữa {issuer} và các cơ sở giáo dục"

_SECTIONS = {"level": LEVEL_LABELS, "platform": PLATFORM_LABELS}


class ListUnavailable(Exception):
    """The list of that day cannot be made; the message (Vietnamese) says why and what to do."""


def facts_on(authority: Unit, day: dt.date) -> list[dict[str, Any]]:
    """Return the public facts of the groups of ``authority`` that were official at the end of ``day``, by code.

    A group's acts never go back in time, so its last event by that day tells its state on that day.
    """
    last = (
        RegisterEvent.objects.effective_by(day)
        .filter(group__authority=authority)
        .order_by()
        .values("group")
        .annotate(last=Max("number"))
        .values("last")
    )
    return official_facts(RegisterEvent.objects.filter(number__in=last))


def official_facts(events: QuerySet[RegisterEvent]) -> list[dict[str, Any]]:
    """Return the facts that ``events``, one a group, keep of the groups that were official after them, by code."""
    found = [event.public["facts"] for event in events.only("public")]
    return sorted((facts for facts in found if facts["status"] in OFFICIAL), key=lambda facts: facts["code"])


def covering_document(authority: Unit, day: dt.date) -> Document | None:
    """Return the document of the last act that changed the list by ``day``: each change is announced by one."""
    event = (
        RegisterEvent.objects.effective_by(day)
        .filter(group__authority=authority, action__in=NEEDS_DOCUMENT)
        .select_related("document__authority")
        .order_by("-number")
        .first()
    )
    return event.document if event else None


def attached_list(
    *, authority: Unit, day: dt.date, today: dt.date, covering: Document | None = None, grouping: str = ""
) -> AttachedList:
    """Return the list of ``authority`` as it stood at the end of ``day``, ready to be printed.

    ``grouping`` ("level", "platform" or none) puts the rows under headings, by code within each.

    Raise :class:`ListUnavailable` for a day that has not come, or one before the office's first letterhead.
    """
    if day > today:
        raise ListUnavailable(f"Chưa có danh sách của ngày {short_date(day)}: ngày ấy chưa tới.")
    letterhead = Letterhead.objects.in_force(authority, day)
    if letterhead is None:
        raise ListUnavailable(
            f"{authority} chưa có tiêu đề văn bản cho ngày {short_date(day)}: hãy ghi tiêu đề cơ quan trước khi xuất."
        )
    document = covering or covering_document(authority, day)
    subject = _SUBJECT.format(issuer=letterhead.name)
    return AttachedList(
        heading=Heading(
            superior=letterhead.superior,
            issuer=letterhead.name,
            place=letterhead.place,
            symbol=letterhead.symbol,
            signer_title=letterhead.signer_title,
            signer_name=letterhead.signer_name,
        ),
        title_subject=subject,
        as_of_text=f"Cập nhật đến hết {formal_date(day)}",
        rows=_rows(facts_on(authority, day), grouping),
        remarks=_remarks(authority, day),
        covering=_covering(document, letterhead) if document else None,
        recipients=tuple(line for line in letterhead.recipients.splitlines() if line.strip()),
        document_title=f"Danh sách {subject[0].lower()}{subject[1:]} ({short_date(day)})",
        as_of=day.isoformat(),
    )


def _rows(found: list[dict[str, Any]], grouping: str) -> tuple[ListRow, ...]:
    if not grouping:
        return tuple(_row(number, facts) for number, facts in enumerate(found, start=1))
    labels = _SECTIONS[grouping]
    order = list(labels)
    found = sorted(found, key=lambda facts: (order.index(facts[grouping]), facts["code"]))
    rows = (_row(number, facts) for number, facts in enumerate(found, start=1))
    return tuple(replace(row, section=labels[facts[grouping]]) for row, facts in zip(rows, found, strict=True))


def _row(number: int, facts: dict[str, Any]) -> ListRow:
    shown = partial(marked, facts)
    notes = [f"Mã số: {facts['code']}", f"Ứng dụng: {PLATFORM_LABELS[facts['platform']]}"]
    if facts["room_count"] != 1:
        notes[1] += f" · {shown('room_count')} nhóm"
    source = f"Dòng {shown('source_row')} của {facts['source_document']}" if facts["source_row"] else ""
    if source:
        notes.append(source)
    return ListRow(
        number=number,
        name=shown("name"),
        notes=tuple(notes),
        members=shown("members_text"),
        lead=facts["lead"],
        directive="\n".join(filter(None, [shown("directive_text"), *facts["directives_done"]])),
        code=facts["code"],
        platform=PLATFORM_LABELS[facts["platform"]],
        rooms=shown("room_count"),
        level=LEVEL_LABELS[facts["level"]],
        since=short_date(_day(facts["recognised_on"]), facts["recognised_precision"]),
        document=facts["status_document"],
        source=source,
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _covering(document: Document, letterhead: Letterhead) -> Covering:
    return Covering(
        kind=document.kind, reference=document.reference, date_text=document.formal_date, issuer=letterhead.name
    )


def _remarks(authority: Unit, day: dt.date) -> tuple[str, ...]:
    rows = MissingRow.objects.filter(
        document__in=Document.objects.filter(authority=authority).of_day_or_unknown(day)
    ).select_related("document")
    by_document: dict[Document, list[str]] = {}
    for row in rows:
        by_document.setdefault(row.document, []).append(row.source_row)
    remarks = [
        f"Các dòng {', '.join(numbers)} của danh sách kèm {document.kind} {document.reference} không còn đọc được "
        "nên chưa ghi vào sổ."
        for document, numbers in by_document.items()
    ]
    return tuple([*remarks, "Dấu [?] chỉ chỗ đọc chưa chắc chắn từ văn bản gốc."] if remarks else remarks)
