"""Whatever door a verb came by: nothing is done to, or with, what belongs to an office one does not work for."""

import inspect
import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.domain.status import Action, Status
from groups.domain.vocabulary import GroupRole
from groups.models import (
    Administrator,
    Directive,
    GroupNote,
    InviteLink,
    Member,
    OutgoingMail,
    Person,
    Publication,
    PublishedFile,
    RegisterEvent,
    ReportedChat,
    SecretLook,
    SignedCopy,
    Unit,
    WorkGroup,
)
from groups.queries.permissions import ELSEWHERE
from groups.queries.standing import marks_of
from groups.services import amendments, due_dates, lifecycle, merging, notes, outbox, publishing, recording, reports
from groups.services.amendments import AdministratorLine, MemberLine
from groups.services.errors import ActRefused
from groups.services.handing_over import hand_over
from groups.services.own_offices import refuse_foreign
from groups.services.roles import CLERK, ROLES
from groups.services.several import do_several
from groups.services.unit_ends import end_unit

from ..factories import (
    CHANGED_ON,
    NOW,
    make_authority,
    make_document,
    make_group,
    make_later_document,
    make_person,
    make_user,
    reread,
)

pytestmark = pytest.mark.django_db
SITE = "https://nhom.example.vn"
LINK = "https://zalo.me/g/abcdef123"
TABLES = (
    *(Administrator, Directive, GroupNote, InviteLink, Member, OutgoingMail, Person, Publication, PublishedFile),
    *(RegisterEvent, ReportedChat, SecretLook, SignedCopy, Unit, WorkGroup),
)


class Offices:
    """Two offices; ``by`` may do everything, and works for the first alone. What is ``their`` is of the second."""

    def __init__(self):
        self.mine, self.other = make_authority(), make_authority(code="KH", name="Phòng Giáo dục và Đào tạo khác")
        self.document, self.their_document = (make_later_document(authority=each) for each in (self.mine, self.other))
        self.person, self.their_person = (
            make_person(full_name=f"Người {each.code}", unit=each) for each in (self.mine, self.other)
        )
        self.by = make_user(username="cua.minh", role=None, offices=[self.mine])
        self.by.groups.set(Group.objects.filter(name__in=ROLES))

    def basis(self, **more):
        given = {"by": self.by, "document": self.document, "reason": "Theo đề nghị", "effective_on": CHANGED_ON}
        return given | {"now": NOW} | more

    def group(self, *, theirs=False, **more):
        authority = self.other if theirs else self.mine
        lead = self.their_person if theirs else self.person
        document = None if more.get("status") == Status.DRAFT else make_document(authority=authority)
        ground = {"document": document} if document else {}
        return make_group(authority=authority, lead=lead, deputy=lead, name=f"Nhóm {authority.code}", **ground, **more)

    def published(self, theirs=True):
        clerk, office = make_user(role=CLERK), self.other if theirs else self.mine
        self.group(theirs=theirs)
        asked = {"authority": office, "now": NOW, "address": SITE}
        return publishing.publish_list(by=clerk, seen=publishing.draft(**asked).digest, **asked)


@pytest.fixture
def offices():
    return Offices()


def refused(act, *args, says=ELSEWHERE, **more):
    before = [list(table.objects.order_by("pk").values()) for table in TABLES]
    with pytest.raises(ActRefused) as refusal:
        act(*args, **more)
    assert says in str(refusal.value)
    assert [list(table.objects.order_by("pk").values()) for table in TABLES] == before


#: The verbs of one group, by the status in which they are legal; and what they need besides.
VERBS = {
    lifecycle.propose: (Status.DRAFT, {}),
    lifecycle.return_: (Status.PROPOSED, {"reason_code": "no_ground"}),
    lifecycle.decline: (Status.PROPOSED, {"reason_code": "no_ground"}),
    lifecycle.recognise: (Status.PROPOSED, {}),
    lifecycle.suspend: (Status.RECOGNISED, {}),
    lifecycle.resume: (Status.SUSPENDED, {}),
    lifecycle.dissolve: (Status.RECOGNISED, {}),
    lifecycle.merge: (Status.RECOGNISED, {"successor": None}),
    amendments.rename: (Status.RECOGNISED, {"new_name": "Tên mới"}),
    amendments.migrate_platform: (Status.RECOGNISED, {"platform": "viber"}),
    amendments.rotate_link: (Status.RECOGNISED, {"url": LINK}),
    amendments.change_lead: (Status.RECOGNISED, {"post": "Phó trưởng phòng"}),
    amendments.change_administrators: (Status.RECOGNISED, {"lines": []}),
    amendments.change_members: (Status.RECOGNISED, {"members_text": "Hiệu trưởng"}),
    amendments.direct: (Status.RECOGNISED, {"directive_text": "Đổi tên", "lines": []}),
    amendments.correct: (Status.RECOGNISED, {"facts": {"purpose": "Trao đổi"}, "certain": []}),
    amendments.confirm: (Status.RECOGNISED, {}),
    merging.merge_into: (Status.RECOGNISED, {"successor": None}),
}


def test_every_verb_of_a_group_is_in_the_table():
    verbs = {
        verb
        for module in (lifecycle, amendments, merging)
        for verb in vars(module).values()
        if getattr(verb, "is_transactional", False) and "group" in inspect.signature(verb).parameters
    }
    assert verbs == set(VERBS)


def needed(offices, needs):
    return needs | ({"successor": offices.group()} if "successor" in needs else {})


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_no_verb_is_done_on_a_group_of_another_office(offices, verb):
    status, needs = VERBS[verb]
    group, needs = offices.group(theirs=True, status=status), needed(offices, needs)
    refused(verb, group=group, **needs, **offices.basis())


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_no_verb_rests_on_a_document_of_another_office(offices, verb):
    status, needs = VERBS[verb]
    group, needs = offices.group(status=status), needed(offices, needs)
    refused(verb, group=group, **needs, **offices.basis(document=offices.their_document))


@pytest.mark.parametrize("verb", [lifecycle.merge, merging.merge_into], ids=lambda verb: verb.__name__)
def test_no_group_goes_into_one_of_another_office(offices, verb):
    refused(verb, group=offices.group(), successor=offices.group(theirs=True), **offices.basis())


def rows_of(group):
    return {
        "administrators": {row.pk: GroupRole.DEPUTY for row in group.administrators.current()},
        "members": [row.pk for row in group.members.current()],
    }


@pytest.mark.parametrize("what", ["administrators", "members"])
def test_a_merge_calls_nobody_out_of_a_group_of_another_office(offices, what):
    """What is named are rows of the group that ends; a row of any other group is none."""
    theirs, group, successor = offices.group(theirs=True, member=offices.their_person), offices.group(), offices.group()
    chosen = {what: rows_of(theirs)[what]}
    says = "không còn trong nhóm sẽ ghép"
    refused(merging.merge_into, says=says, group=group, successor=successor, **chosen, **offices.basis())


def test_who_sits_in_a_group_goes_along_with_it_though_he_is_of_another_office(offices):
    """By a merge nobody is called: he was put there by one who works for both offices, and is seen there by all staff.

    To refuse would leave him behind, or the merge undone, for a choice that was made rightly (ADR 0023).
    """
    both, person = make_user(username="ca.hai"), offices.their_person
    group, successor = offices.group(), offices.group()
    deputy = AdministratorLine(GroupRole.DEPUTY, person)
    amendments.change_administrators(group=group, lines=[deputy], **offices.basis(by=both))
    member = MemberLine(kind="person", person=person)
    amendments.change_members(group=group, members_text="HT", lines=[member], **offices.basis(by=both))
    group = reread(group)

    merging.merge_into(group=group, successor=successor, **rows_of(group), **offices.basis())

    for held in (successor.administrators, successor.members):
        assert person in [row.person for row in held.current()]
    # To call him into the same group is still refused.
    refused(
        amendments.change_administrators,
        group=reread(offices.group()),
        **named(offices, amendments.change_administrators, person),
        **offices.basis(),
    )


def test_who_stands_in_a_group_stays_while_others_come_though_he_is_of_another_office(offices):
    """Who works for one office changes the lines beside him, and neither loses him nor has to drop him."""
    both, theirs, mine = make_user(username="ca.hai"), offices.their_person, offices.person
    group, roles = offices.group(), (GroupRole.DEPUTY, GroupRole.ADMINISTRATOR)
    deputy = AdministratorLine(GroupRole.DEPUTY, theirs)
    amendments.change_administrators(group=group, lines=[deputy], **offices.basis(by=both))
    member = MemberLine(kind="person", person=theirs)
    amendments.change_members(group=reread(group), members_text="HT", lines=[member], **offices.basis(by=both))

    added = [deputy, AdministratorLine(GroupRole.ADMINISTRATOR, mine)]
    amendments.change_administrators(group=reread(group), lines=added, **offices.basis())
    added = [member, MemberLine(kind="person", person=mine)]
    amendments.change_members(group=reread(group), members_text="HT", lines=added, **offices.basis())

    for held in (group.administrators.filter(role__in=roles), group.members):
        assert {row.person for row in held.current()} == {theirs, mine}
    # He is where he is; as somebody else of that group he would be called.
    refused(amendments.change_lead, group=reread(group), person=theirs, **offices.basis())


def test_what_is_refused_as_stale_names_no_group_of_another_office(offices):
    refused(
        lifecycle.merge,
        group=offices.group(),
        successor=offices.group(theirs=True),
        **offices.basis(seen_event=0, seen_related=0),
    )


def named(offices, verb, person):
    """What ``verb`` needs to name ``person``."""
    deputy = AdministratorLine(GroupRole.DEPUTY, person)
    return {
        amendments.change_lead: {"person": person},
        amendments.change_administrators: {"lines": [AdministratorLine(GroupRole.ADMINISTRATOR, None, "x"), deputy]},
        amendments.change_members: {"members_text": "HT", "lines": [MemberLine(kind="person", person=person)]},
    }[verb]


NAMING = [amendments.change_lead, amendments.change_administrators, amendments.change_members]


@pytest.mark.parametrize("verb", NAMING, ids=lambda verb: verb.__name__)
def test_nobody_of_another_office_is_called_into_a_group(offices, verb):
    refused(verb, group=offices.group(), **named(offices, verb, offices.their_person), **offices.basis())


@pytest.mark.parametrize("verb", NAMING, ids=lambda verb: verb.__name__)
@pytest.mark.parametrize("who", ["of a school", "of no unit", "for one who works for both", "for a superuser"])
def test_who_is_shared_or_of_ones_own_offices_is_called(offices, verb, who):
    school = Unit.objects.create(name="Trường Một", kind="school", parent=offices.other)
    person, by = {
        "of a school": (make_person(full_name="Ở trường", unit=school), offices.by),
        "of no unit": (make_person(full_name="Không đơn vị"), offices.by),
        "for one who works for both": (offices.their_person, make_user()),
        "for a superuser": (offices.their_person, make_user(username="chu", role=None, superuser=True, offices=[])),
    }[who]
    group = offices.group()
    verb(group=group, **named(offices, verb, person), **offices.basis(by=by))
    rows = [*group.administrators.current(), *group.members.current()]
    assert person in [row.person for row in rows]


@pytest.mark.parametrize("what", ["authority", "source_document", "lead", "member"])
def test_a_draft_names_nothing_of_another_office(offices, what):
    asked = {
        "authority": {"authority": offices.other},
        "source_document": {"source_document": offices.their_document},
        "lead": {"administrators": [AdministratorLine(GroupRole.LEAD, offices.their_person)]},
        "member": {"members": [MemberLine(kind="person", person=offices.their_person)]},
    }[what]
    facts = {"name": "Nhóm mới", "platform": "zalo", "source_document": asked.pop("source_document", None)}
    refused(recording.record_draft, by=offices.by, facts=facts, **{"authority": offices.mine} | asked)


def test_nothing_is_handed_over_to_or_from_another_office(offices):
    group, theirs = offices.group(), offices.group(theirs=True)
    person, other = offices.person, offices.their_person
    for leaver, successor, led in ((person, other, group), (other, person, group), (person, person, theirs)):
        successor = make_person(full_name="Kế nhiệm") if successor == leaver else successor
        for groups in ({"led": [led]}, {"led": [], "served": [led]}):
            refused(
                hand_over,
                leaver=leaver,
                successor=successor,
                seen=marks_of([led]).values(),
                **groups,
                **offices.basis(),
            )


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.DISSOLVE])
def test_several_acts_are_done_on_no_group_of_another_office(offices, action):
    group = offices.group(theirs=True)
    refused(do_several, action=action, groups=[group], seen=marks_of([group]).values(), **offices.basis())


def test_no_task_of_another_office_is_given_a_day(offices):
    row = Directive.objects.create(group=offices.group(theirs=True), kind="rename")
    seen = marks_of([row.group]).values()
    refused(due_dates.set_due, directives=[row], due_on=NOW.date(), seen=seen, **offices.basis())


def test_what_is_recorded_of_another_offices_group_is_neither_seen_nor_dropped(offices):
    draft = offices.group(theirs=True, status=Status.DRAFT, url=LINK)
    refused(recording.reveal_links, group=draft, by=offices.by, now=NOW)
    refused(recording.drop_draft_link, group=draft, link=draft.links.get().pk, by=offices.by)
    refused(recording.record_look_at_person, person=offices.their_person, by=offices.by, now=NOW)
    refused(notes.add_note, group=draft, text="Ghi chú", by=offices.by, now=NOW)


def test_a_stranger_is_not_confirmed_by_a_document_of_another_office(offices):
    refused(reports.confirm_report, name="Nhóm lạ", document=offices.their_document, by=offices.by, now=NOW)


@pytest.mark.parametrize("covering", [False, True])
def test_nothing_is_published_for_or_under_a_document_of_another_office(offices, covering):
    offices.group(), offices.group(theirs=True)
    asked = (
        {"authority": offices.mine, "covering": offices.their_document} if covering else {"authority": offices.other}
    )
    asked |= {"now": NOW, "address": SITE}
    refused(publishing.publish_list, by=offices.by, seen=publishing.draft(**asked).digest, **asked)


def test_a_published_list_of_another_office_is_not_completed(offices):
    theirs = offices.published()
    given = {"publication": theirs, "by": offices.by, "now": NOW}
    refused(publishing.name_covering, document=offices.their_document, **given)
    refused(publishing.attach_signed_copy, content=b"%PDF-", **given)
    refused(publishing.sign_on_server, **given)


def test_another_office_does_not_end_and_no_unit_ends_by_its_document(offices):
    school = Unit.objects.create(name="Trường Một", kind="school")
    refused(end_unit, unit=offices.other, seen=(), **offices.basis())
    refused(end_unit, unit=school, seen=(), **offices.basis(document=offices.their_document))


def test_a_unit_that_ends_may_name_another_office_as_its_heir(offices):
    """Units are shared (ADR 0013): to be named changes nothing of an office, and offices themselves are merged."""
    end_unit(unit=offices.mine, successor=offices.other, seen=(), **offices.basis())
    assert Unit.objects.get(pk=offices.mine.pk).successor == offices.other


def test_no_letter_of_another_office_is_sent_again(offices):
    user = make_user(username="doc.gia", offices=[offices.other])
    user.email = "doc.gia@pgd.example"
    user.save()
    letter = OutgoingMail.objects.create(
        authority=offices.other, user=user, state="failed", written_at=NOW, next_try_at=NOW, subject="x", body="x"
    )
    refused(outbox.resend, mail=letter, by=offices.by, now=NOW)


def test_what_is_ones_own_is_done(offices):
    group = offices.group()
    amendments.change_lead(group=group, person=make_person(full_name="Mới", unit=offices.mine), **offices.basis())
    assert reread(group).last_event.actor == offices.by


def test_however_many_are_named_it_is_one_question_for_each_kind():
    offices = Offices()
    people = [make_person(full_name=f"Người {number}", unit=offices.mine) for number in range(30)]
    refuse_foreign(offices.by)  # what is asked once for each person
    with CaptureQueriesContext(connection) as asked:
        refuse_foreign(offices.by, *people, None, offices.document)
    assert len(asked) == 2
    with pytest.raises(ActRefused, match=re.escape(ELSEWHERE)):
        refuse_foreign(offices.by, *people, offices.their_person)
