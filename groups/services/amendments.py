"""The acts that change the public facts of a group already recognised. Each is one event, or nothing at all."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Unpack

from django.db.models import QuerySet

from ..domain.links import BadLink, parse_link
from ..domain.platforms import PLATFORM_LABELS
from ..domain.privacy import refusal
from ..domain.status import Action
from ..domain.text import clean, clean_lines
from ..domain.vocabulary import GroupRole, MemberCategory, MemberKind
from ..models import Directive, InviteLink, Person, RegisterEvent, WorkGroup
from ..queries.facts import current_lead
from .act_entry import Basis, Entry
from .directives import fulfil
from .errors import ActRefused
from .ledger import act
from .own_offices import refuse_foreign
from .saving import saved
from .transactions import transactional

#: What "correct" may set right: slips of the record, not decisions of the office.
CORRECTABLE = ("purpose", "level", "room_count", "source_row")


@dataclass(frozen=True)
class MemberLine:
    """One line of membership, as :class:`Member` keeps it."""

    kind: str = MemberKind.POSTS
    category: str = MemberCategory.REGULAR
    person: Person | None = None
    post: str = ""
    units: str = ""
    text: str = ""


@dataclass(frozen=True)
class AdministratorLine:
    """A lead, deputy or administrator: a person, a post or both."""

    role: str
    person: Person | None = None
    post: str = ""
    uncertain: bool = False


@dataclass(frozen=True)
class DirectiveLine:
    """One directive, as :class:`Directive` keeps it."""

    kind: str
    target_platform: str = ""
    target_text: str = ""
    due_on: dt.date | None = None


@transactional
def rename(*, group: WorkGroup, new_name: str, **basis: Unpack[Basis]) -> RegisterEvent:
    """Give the group another name; the old one stays known as its former name."""
    name = _public(clean(new_name), "Hãy ghi tên mới.")
    with act(Action.RENAME, group, **basis) as entry:
        if entry.group.name == name:
            raise ActRefused("Tên mới trùng với tên hiện nay; chưa có gì thay đổi.")
        entry.set("name", name)
        entry.name_given = name
        fulfil(entry)
    return entry.event


@transactional
def migrate_platform(*, group: WorkGroup, platform: str, url: str = "", **basis: Unpack[Basis]) -> RegisterEvent:
    """Move the group to another app; links of the old one are revoked."""
    with act(Action.MIGRATE, group, **basis) as entry:
        if entry.group.platform == platform:
            raise ActRefused(f"Nhóm vốn đang ở {PLATFORM_LABELS[platform]}; chưa có gì thay đổi.")
        entry.set("platform", platform)
        _end_links(entry, entry.group.links.current())
        if url:
            _add_link(entry, url)
        fulfil(entry)
    return entry.event


@transactional
def rotate_link(
    *, group: WorkGroup, url: str = "", revoked: InviteLink | None = None, **basis: Unpack[Basis]
) -> RegisterEvent:
    """Revoke a link, add one, or replace one by the other. No link itself enters the event, only its record number."""
    if not url and revoked is None:
        raise ActRefused("Hãy nhập liên kết mới, hoặc chọn liên kết cần thu hồi.")
    with act(Action.ROTATE_LINK, group, **basis) as entry:
        if revoked:
            rows = entry.group.links.current().filter(pk=revoked.pk)
            if not rows.exists():
                raise ActRefused("Liên kết đã chọn không còn hiệu lực; hãy tải lại trang.")
            _end_links(entry, rows)
        if url:
            _add_link(entry, url)
        held = entry.group.links.current().count()
        if held > entry.group.room_count:
            raise ActRefused(
                f"Mục này gồm {entry.group.room_count} nhóm nên chỉ giữ tối đa {entry.group.room_count} liên kết: "
                "hãy chọn liên kết cũ cần thu hồi."
            )
    return entry.event


@transactional
def change_lead(
    *, group: WorkGroup, person: Person | None = None, post: str = "", **basis: Unpack[Basis]
) -> RegisterEvent:
    """Give the group another lead."""
    with act(Action.CHANGE_LEAD, group, **basis) as entry:
        old = current_lead(entry.group)
        before = old.shown if old else ""
        leads = entry.group.administrators.current().filter(role=GroupRole.LEAD)
        _replace(entry, leads, [AdministratorLine(GroupRole.LEAD, person, post)])
        new = current_lead(entry.group)
        if new.shown == before:
            raise ActRefused("Trưởng nhóm mới trùng với trưởng nhóm hiện nay; chưa có gì thay đổi.")
        entry.change["lead"] = [before, new.shown]
        entry.make_certain("lead")
    return entry.event


@transactional
def change_administrators(*, group: WorkGroup, lines: list[AdministratorLine], **basis: Unpack[Basis]) -> RegisterEvent:
    """Replace deputies and administrators by ``lines``. They are for staff, so the event says only how many."""
    with act(Action.CHANGE_ADMINISTRATORS, group, **basis) as entry:
        helpers = entry.group.administrators.current().exclude(role=GroupRole.LEAD)
        before = helpers.count()
        _replace(entry, helpers, lines)
        entry.change["administrators"] = [before, len(lines)]
    return entry.event


@transactional
def change_members(
    *, group: WorkGroup, members_text: str, lines: list[MemberLine] | None = None, **basis: Unpack[Basis]
) -> RegisterEvent:
    """Replace the membership: the public text, and (where ``lines`` is given) the staff's structured lines."""
    text = _public(clean_lines(members_text), "Hãy ghi thành viên như sẽ hiện trên danh sách.")
    with act(Action.CHANGE_MEMBERS, group, **basis) as entry:
        entry.set("members_text", text)
        if lines is not None:
            _replace(entry, entry.group.members.current(), lines)
    return entry.event


@transactional
def direct(
    *, group: WorkGroup, directive_text: str, lines: list[DirectiveLine], **basis: Unpack[Basis]
) -> RegisterEvent:
    """Replace the open directives and the text that the list prints; what was carried out stays on record."""
    text = _public(clean_lines(directive_text))
    with act(Action.DIRECT, group, **basis) as entry:
        entry.set("directive_text", text)
        entry.group.directives.filter(done_on__isnull=True).delete()
        _create(Directive, entry, lines)
    return entry.event


@transactional
def correct(*, group: WorkGroup, facts: dict[str, Any], certain: list[str], **basis: Unpack[Basis]) -> RegisterEvent:
    """Set right a slip of the record (``CORRECTABLE``), or mark uncertain readings as verified (``certain``)."""
    with act(Action.CORRECT, group, **basis) as entry:
        before = list(entry.group.uncertain)
        for name, value in facts.items():
            if name not in CORRECTABLE:
                raise ActRefused(f"Không đính chính được mục “{name}”: hãy dùng đúng việc dành cho mục đó.")
            value = _public(clean_lines(value)) if isinstance(value, str) else value
            if getattr(entry.group, name) != value:
                entry.set(name, value)
        for name in certain:
            entry.make_certain(name)
        if entry.group.uncertain != before:
            entry.change["uncertain"] = [before, entry.group.uncertain]
        if not entry.change:
            raise ActRefused("Chưa có mục nào được sửa.")
    return entry.event


@transactional
def confirm(*, group: WorkGroup, **basis: Unpack[Basis]) -> RegisterEvent:
    """State that everything recorded of the group still holds."""
    with act(Action.CONFIRM, group, **basis) as entry:
        entry.set("last_confirmed_on", entry.effective_on)
    return entry.event


def _public(text: str, needed: str = "") -> str:
    if needed and not text:
        raise ActRefused(needed)
    if sentence := refusal(text):
        raise ActRefused(sentence)
    return text


def _end_links(entry: Entry, links) -> None:
    entry.private.setdefault("ended_links", []).extend(sorted(links.values_list("pk", flat=True)))
    links.update(ended_on=entry.effective_on)


def _add_link(entry: Entry, url: str) -> None:
    try:
        link = parse_link(url)
    except BadLink as error:
        raise ActRefused(str(error)) from error
    if link.platform != entry.group.platform:
        raise ActRefused(
            f"Liên kết này của {PLATFORM_LABELS[link.platform]}, còn nhóm đang ở "
            f"{PLATFORM_LABELS[entry.group.platform]}."
        )
    row = saved(InviteLink(group=entry.group, url=url, started_on=entry.effective_on))
    entry.private["added_link"] = row.pk


def _replace(entry: Entry, rows: QuerySet, lines: list) -> None:
    """End ``rows`` and write ``lines`` in their place. Who stood there already may stay, whatever his office."""
    there = set(rows.values_list("person", flat=True))
    named = [person for line in lines if (person := line.person) and person.pk not in there]
    refuse_foreign(entry.basis["by"], *named)
    rows.update(ended_on=entry.effective_on)
    _create(rows.model, entry, lines, started_on=entry.effective_on)


def _create(model, entry: Entry, lines: list, **more) -> None:
    for line in lines:
        saved(model(group=entry.group, **vars(line), **more))
