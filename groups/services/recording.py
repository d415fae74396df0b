"""Recording: drafts, and the nouns that an act needs at hand. Nothing here is public, so nothing enters the log."""

from typing import Any

from ..domain.status import EDITABLE
from ..models import Administrator, Directive, Document, InviteLink, Member, Person, ReportedChat, SecretLook, WorkGroup
from ..queries.authorities import works_for
from ..queries.permissions import ELSEWHERE, may_record, may_reveal_links
from .amendments import AdministratorLine, DirectiveLine, MemberLine
from .errors import ActRefused
from .own_offices import refuse_foreign
from .saving import saved
from .transactions import transactional


@transactional
def record_draft(
    *,
    by,
    authority,
    facts: dict[str, Any],
    administrators: list[AdministratorLine] = (),
    members: list[MemberLine] = (),
    directives: list[DirectiveLine] = (),
    urls: list[str] = (),
    trusted: bool = False,
) -> WorkGroup:
    """Record a draft with its people, members, directives and links; whole, or not at all.

    ``facts`` are fields of :class:`WorkGroup`. ``trusted`` is for the loader of published lists, who has no role.
    Raise :class:`ActRefused` with the first thing that is wrong.
    """
    if not trusted:
        if not may_record(by):
            raise ActRefused("Tài khoản của bạn không có quyền ghi nhóm mới.")
        if not works_for(by, authority.pk):
            raise ActRefused(ELSEWHERE)
        refuse_foreign(by, facts.get("source_document"), *(line.person for line in (*administrators, *members)))
    group = saved(WorkGroup(authority=authority, recorded_by=by, **facts))
    for model, lines in ((Administrator, administrators), (Member, members), (Directive, directives)):
        for line in lines:
            saved(model(group=group, **vars(line)))
    for url in urls:
        saved(InviteLink(group=group, url=url))
    return group


@transactional
def record_document(*, authority, **facts: Any) -> Document:
    """Record a document that an act will rest on. Raise :class:`ActRefused` where it is incomplete or already there."""
    return saved(Document(authority=authority, **facts))


@transactional
def reveal_links(*, group: WorkGroup, by, now) -> list[InviteLink]:
    """Return the invite links of ``group`` to one who may see them; the look is recorded first."""
    if not may_reveal_links(by):
        raise ActRefused("Tài khoản của bạn không có quyền xem liên kết mời.")
    if not works_for(by, group.authority_id):
        raise ActRefused(ELSEWHERE)
    SecretLook.objects.create(by=by, at=now, group=group, what="liên kết mời")
    return list(group.links.all())


@transactional
def reveal_reported_link(*, report: ReportedChat, by, now) -> str:
    """Return the link of a reported chat to one who may see links; the look is recorded first."""
    if not may_reveal_links(by):
        raise ActRefused("Tài khoản của bạn không có quyền xem liên kết mời.")
    SecretLook.objects.create(by=by, at=now, report=report, what="liên kết của nhóm bị báo")
    return report.url


@transactional
def drop_draft_link(*, group: WorkGroup, link: int, by) -> None:
    """Take a mistyped link off a draft. A link that was ever official is revoked by an act instead, never dropped."""
    locked = WorkGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if not may_record(by) or locked.status not in EDITABLE:
        raise ActRefused("Chỉ bỏ được liên kết của một bản nháp: hãy dùng việc “Thay liên kết mời”.")
    if not works_for(by, locked.authority_id):
        raise ActRefused(ELSEWHERE)
    locked.links.filter(pk=link, started_on__isnull=True).delete()


def record_look_at_person(*, person: Person, by, now) -> None:
    """Record that ``by`` opened the page with the phone and e-mail of ``person``."""
    refuse_foreign(by, person)
    SecretLook.objects.create(by=by, at=now, person=person, what="điện thoại, thư điện tử")
