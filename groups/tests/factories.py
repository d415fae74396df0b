"""Made-up offices, people, documents and groups for the tests of every room.

Keyword-only functions with sensible defaults. What is asked for twice under one key (an authority's prefix, a role, a
document's number) is made once, so a test names only what it is about. Groups move through ``services.lifecycle``
alone: a test never meets a state that the register could not have reached.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from groups.domain.dates import Precision
from groups.domain.platforms import Platform
from groups.domain.status import Status
from groups.domain.text import squash
from groups.domain.vocabulary import GroupRole, Level, UnitKind
from groups.models import Administrator, Document, InviteLink, Letterhead, Member, Person, Posting, Unit, WorkGroup
from groups.services import lifecycle
from groups.services.roles import LEADER, SPECIALIST

#: The moment at which every test acts, and days before it on which things took effect.
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.date()
ISSUED_ON = dt.date(2026, 11, 2)
PROPOSED_ON = dt.date(2026, 11, 3)
RECOGNISED_ON = dt.date(2026, 11, 5)
CHANGED_ON = dt.date(2026, 11, 16)

PASSWORD = "mat-khau-dung-de-thu-2026"
#: How the accounts begin that work for every office, also one made later.
_PREFIX = "thu."
OFFICE = "Phòng Giáo dục và Đào tạo Bình Minh"


def make_authority(*, code: str = "BM", name: str = OFFICE, letterhead: bool = True) -> Unit:
    """An office that keeps a register, with the letterhead it bears since 2020."""
    authority, created = Unit.objects.get_or_create(code=code, defaults={"name": name, "kind": UnitKind.OFFICE})
    if created and letterhead:
        make_letterhead(authority=authority)
    if created:
        for user in get_user_model().objects.filter(username__startswith=_PREFIX):
            Posting.objects.create(user=user, authority=authority)
    return authority


def make_letterhead(*, authority: Unit, valid_from: dt.date = dt.date(2020, 1, 1), **fields) -> Letterhead:
    """The identity of ``authority`` from a day on."""
    defaults = {
        "superior": "UBND quận Bình Minh",
        "name": authority.name,
        "place": "Bình Minh",
        "symbol": "GDĐT",
        "signer_title": "Trưởng phòng",
        "signer_name": "Lê Thị Ký Tên",
    }
    return Letterhead.objects.create(authority=authority, valid_from=valid_from, **defaults | fields)


def make_user(
    *, role: str | None = SPECIALIST, username: str = "", superuser: bool = False, offices: list[Unit] | None = None
):
    """A member of staff in ``role`` (one a role unless ``username`` tells them apart); the password is PASSWORD.

    He works for every office of the test, unless ``offices`` says for which.
    """
    username = username or f"{_PREFIX}{squash(role or 'khách')}"
    users = get_user_model().objects
    found = users.filter(username=username).first()
    if found:
        return found
    user = users.create_user(username=username, password=PASSWORD, is_staff=True, is_superuser=superuser)
    if role:
        user.groups.add(Group.objects.get(name=role))
    for office in Unit.objects.filter(code__isnull=False) if offices is None else offices:
        Posting.objects.create(user=user, authority=office)
    return user


def make_person(*, full_name: str = "Trần Thị Minh Khai", honorific: str = "Bà", post: str = "", **fields) -> Person:
    """An officer or teacher."""
    return Person.objects.create(full_name=full_name, honorific=honorific, post=post, **fields)


def make_document(
    *,
    authority: Unit | None = None,
    number: str = "215",
    symbol: str = "GDĐT",
    issued_on: dt.date | None = ISSUED_ON,
    issued_precision: str = Precision.DAY,
    subject: str = "V/v công nhận các nhóm trao đổi công việc",
    **fields,
) -> Document:
    """A document; the same number and symbol give the same document."""
    authority = authority or make_authority()
    document, _ = Document.objects.get_or_create(
        authority=authority,
        number=number,
        symbol=symbol,
        issued_on=issued_on,
        defaults={"issued_precision": issued_precision, "subject": subject, **fields},
    )
    return document


def make_draft(
    *,
    name: str = "Hiệu trưởng các trường tiểu học",
    authority: Unit | None = None,
    recorded_by=None,
    platform: str = Platform.ZALO,
    level: str = Level.PRIMARY,
    lead_post: str = "Trưởng phòng GD-ĐT",
    lead: Person | None = None,
    deputy: Person | None = None,
    member: Person | None = None,
    members_text: str = "Hiệu trưởng các trường tiểu học trên địa bàn",
    url: str = "",
    **fields,
) -> WorkGroup:
    """A complete draft, ready to be proposed; ``url`` is its invite link."""
    group = WorkGroup.objects.create(
        name=name,
        authority=authority or make_authority(),
        recorded_by=recorded_by or make_user(),
        platform=platform,
        level=level,
        members_text=members_text,
        **fields,
    )
    if lead or lead_post:
        Administrator.objects.create(group=group, role=GroupRole.LEAD, person=lead, post=lead_post)
    if deputy:
        Administrator.objects.create(group=group, role=GroupRole.DEPUTY, person=deputy)
    if member:
        Member.objects.create(group=group, kind="person", person=member)
    if url:
        link = InviteLink(group=group, url=url)
        link.full_clean()
        link.save()
    return group


def make_proposal(*, proposed_by=None, proposed_on: dt.date = PROPOSED_ON, **draft) -> WorkGroup:
    """A proposed group, with its code."""
    group = make_draft(**draft)
    lifecycle.propose(group=group, by=proposed_by or make_user(), effective_on=proposed_on, now=NOW)
    return reread(group)


def make_group(
    *,
    status: str = Status.RECOGNISED,
    recognised_on: dt.date = RECOGNISED_ON,
    changed_on: dt.date = CHANGED_ON,
    document: Document | None = None,
    successor: WorkGroup | None = None,
    **draft,
) -> WorkGroup:
    """A group in any ``status``, brought there by the acts that lead there.

    ``document`` is the one it was recognised by; what happened afterwards rests on document 230/GDĐT.
    A merged group without ``successor`` gets one.
    """
    if status == Status.DRAFT:
        return make_draft(**draft)
    draft.setdefault("proposed_on", min(PROPOSED_ON, recognised_on))
    group = make_proposal(**draft)
    if status in (Status.RETURNED, Status.DECLINED):
        refuse = lifecycle.return_ if status == Status.RETURNED else lifecycle.decline
        refuse(
            group=group,
            by=make_user(role=LEADER),
            effective_on=recognised_on,
            now=NOW,
            reason="Còn thiếu căn cứ",
            reason_code="no_ground",
        )
    elif status != Status.PROPOSED:
        lifecycle.recognise(
            group=group,
            **decided(
                document=document or make_document(authority=group.authority),
                effective_on=recognised_on,
                reason="Nhóm cần cho công tác điều hành",
            ),
        )
        _bring_further(reread(group), status, changed_on, successor)
    return reread(group)


def decided(
    *, document: Document | None = None, effective_on: dt.date = CHANGED_ON, reason: str = "Theo đề nghị", **more
):
    """What a leader's act rests on, to be passed on: ``lifecycle.dissolve(group=group, **decided())``."""
    return {
        "by": make_user(role=LEADER),
        "document": document or make_later_document(),
        "reason": reason,
        "effective_on": effective_on,
        "now": NOW,
        **more,
    }


def amended(*, document: Document | None = None, effective_on: dt.date = CHANGED_ON, **more):
    """What a specialist's amendment rests on: ``amendments.rename(group=group, new_name=..., **amended())``."""
    return {
        "by": make_user(),
        "document": document or make_later_document(),
        "effective_on": effective_on,
        "now": NOW,
        **more,
    }


def make_later_document(*, authority: Unit | None = None) -> Document:
    """The document that later changes rest on."""
    return make_document(
        authority=authority,
        number="230",
        kind="Quyết định",
        issued_on=dt.date(2026, 11, 12),
        subject="Về việc điều chỉnh các nhóm trao đổi công việc",
    )


def reread(group: WorkGroup) -> WorkGroup:
    """The group as the database holds it now."""
    return WorkGroup.objects.get(pk=group.pk)


def _bring_further(group: WorkGroup, status: str, day: dt.date, successor: WorkGroup | None) -> None:
    basis = decided(effective_on=day, document=make_later_document(authority=group.authority))
    if status == Status.SUSPENDED:
        lifecycle.suspend(group=group, **basis)
    elif status == Status.DISSOLVED:
        lifecycle.dissolve(group=group, **basis)
    elif status == Status.MERGED:
        successor = successor or make_group(name=f"{group.name} (nhóm chung)", authority=group.authority)
        lifecycle.merge(group=group, successor=successor, **basis)
