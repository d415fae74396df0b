"""What the database refuses by itself, whatever program writes to it."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from groups.domain.status import STATUS_CHANGES, Status
from groups.models import (
    Administrator,
    Directive,
    GroupName,
    InviteLink,
    Letterhead,
    Member,
    RegisterEvent,
    ReportedChat,
    SecretLook,
    WorkGroup,
    guards,
)  # fmt: skip
from groups.services import publishing
from groups.services.reports import confirm_report
from groups.services.roles import CLERK

from ..factories import NOW, make_authority, make_document, make_draft, make_group, make_proposal, make_user

pytestmark = pytest.mark.django_db


def refused(call, match="register:"):
    """The call is refused by the database."""
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        call()


def make_report():
    return confirm_report(by=make_user(), now=NOW, name="Nhóm giả", url="https://zalo.me/g/giagia123")


def test_every_guard_is_installed():
    assert installed() == guards.expected(connection.vendor)


@pytest.mark.django_db(transaction=True)
def test_every_guard_is_there_again_after_the_migrations_went_back_and_forth():
    try:
        MigrationExecutor(connection).migrate([("groups", "0004_reported_chat")])
        assert {name for name in guards.expected(connection.vendor) if "look" in name} <= installed()
        MigrationExecutor(connection).migrate([("groups", "0002_guards")])
        assert "guard_group_status" in installed()
    finally:
        forwards = MigrationExecutor(connection)
        forwards.migrate(forwards.loader.graph.leaf_nodes())
    assert installed() == guards.expected(connection.vendor)


def installed():
    """The names of the triggers that the database has."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'guard_%'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def test_an_event_is_neither_changed_nor_deleted():
    make_group()
    refused(lambda: RegisterEvent.objects.update(reason="khác"))
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM groups_registerevent WHERE number = 2"))
    event = RegisterEvent.objects.get(number=2)
    event.public = {}
    refused(event.save)


@pytest.mark.parametrize("number", [2, 4, 99])
def test_an_event_cannot_skip_or_repeat_a_number(number):
    group = make_group()
    event = RegisterEvent.objects.get(number=2)
    event.number = number
    refused(lambda: event.save(force_insert=True), "register:|UNIQUE|unique|duplicate")
    assert group.events.count() == 2


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
@pytest.mark.parametrize(
    "change",
    [
        {"name": "Tên khác"},
        {"platform": "viber"},
        {"members_text": "Ai cũng được"},
        {"recognised_on": dt.date(2020, 1, 1)},
        {"status_reason": "không có"},
        {"last_confirmed_on": dt.date(2026, 1, 1)},
        {"uncertain": ["name"]},
        {"recognised_precision": "month"},
    ],
)
def test_a_proposed_group_is_not_changed_without_an_event(status, change):
    group = make_group(status=status)
    if status == Status.RETURNED:
        # Back in the hands of the one who records it: free to be completed, but never recognised by hand.
        refused(lambda: WorkGroup.objects.filter(pk=group.pk).update(status=Status.RECOGNISED))
    else:
        refused(lambda: WorkGroup.objects.filter(pk=group.pk).update(**change), "register:|group_when_why")


@pytest.mark.parametrize("source", list(Status))
@pytest.mark.parametrize("target", list(Status))
def test_no_status_is_reached_by_hand(source, target):
    if source == target:
        return
    group = make_group(status=source)
    refused(lambda: WorkGroup.objects.filter(pk=group.pk).update(status=target), "register:|CHECK|check")


@pytest.mark.parametrize("target", [status for status in Status if ("proposed", status) not in STATUS_CHANGES])
def test_an_event_of_another_act_does_not_excuse_a_status(target):
    group, other = make_proposal(), make_group(name="Nhóm khác")
    last = RegisterEvent.objects.order_by("-number").first()
    assert last.group == other
    refused(
        lambda: WorkGroup.objects.filter(pk=group.pk).update(status=target, last_event=last), "register:|CHECK|check"
    )


def test_the_event_of_another_group_does_not_excuse_a_change():
    group, _ = make_group(), make_group(name="Nhóm khác")
    last = RegisterEvent.objects.order_by("-number").first()
    refused(lambda: WorkGroup.objects.filter(pk=group.pk).update(name="Tên khác", last_event=last))


def test_a_code_is_never_changed():
    group = make_group()
    refused(lambda: WorkGroup.objects.filter(pk=group.pk).update(code="BM-0009-X"))


def test_a_group_does_not_begin_as_official():
    draft = make_draft()
    draft.pk, draft.status, draft.code = None, Status.RECOGNISED, "BM-0009-X"
    refused(lambda: draft.save(force_insert=True))


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_a_proposed_group_is_never_deleted(status):
    group = make_group(status=status)
    # Past Django's own protection, as another program would.
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM groups_workgroup WHERE id = %s", [group.pk]))


def test_a_draft_may_be_deleted():
    make_draft(url="https://zalo.me/g/abcdef123").delete()
    assert not WorkGroup.objects.exists()
    assert not InviteLink.objects.exists()


def test_a_look_at_a_secret_is_never_wiped_away():
    look = SecretLook.objects.create(by=make_user(), at=NOW, group=make_group(), what="liên kết mời")
    refused(lambda: SecretLook.objects.update(what="khác"))
    refused(look.delete)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Khác"},
        {"squash": "khac"},
        {"url": ""},
        {"key": "zalo:khac"},
        {"confirmed_at": NOW + dt.timedelta(days=1)},
        {"confirmed_by": None},
    ],
)
def test_a_confirmed_report_stands_as_it_is(change):
    made = make_report()
    refused(lambda: ReportedChat.objects.update(**change), "register:|NOT NULL|not-null")
    other = make_user(role="Lãnh đạo")
    refused(lambda: ReportedChat.objects.update(confirmed_by=other))
    ReportedChat.objects.update(note="Đã gọi hỏi", document=make_document())
    assert ReportedChat.objects.get().name == made.name


def test_a_report_is_never_deleted():
    made = make_report()
    refused(made.delete)
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM groups_reportedchat"))
        if connection.vendor == "postgresql":
            connection.check_constraints()  # what waits for the end of the transaction would refuse it first
            refused(lambda: cursor.execute("TRUNCATE groups_reportedchat CASCADE"))


def test_a_report_is_withdrawn_once_and_for_all():
    made = make_report()
    withdrawn = {"withdrawn_by": make_user(), "withdrawn_at": NOW, "withdrawn_reason": "Nhầm"}
    refused(lambda: ReportedChat.objects.update(**withdrawn | {"withdrawn_reason": ""}), "CHECK|check")
    ReportedChat.objects.filter(pk=made.pk).update(**withdrawn)
    refused(lambda: ReportedChat.objects.update(withdrawn_reason="Khác"))
    refused(lambda: ReportedChat.objects.update(withdrawn_by=None, withdrawn_at=None, withdrawn_reason=""))


def test_there_is_one_current_lead_name_and_holder_of_a_link():
    group = make_group(url="https://zalo.me/g/abcdef123")
    unique = "UNIQUE|unique"
    refused(lambda: Administrator.objects.create(group=group, role="lead", post="Khác"), unique)
    refused(lambda: GroupName.objects.create(group=group, name="Khác", started_on=NOW.date()), unique)
    link = group.links.get()
    refused(lambda: InviteLink.objects.create(group=group, url=link.url, key=link.key, platform="zalo"), unique)


@pytest.mark.parametrize(
    "make",
    [
        lambda group: Administrator(group=group, role="deputy"),
        lambda group: Administrator(group=group, role="king", post="Vua"),
        lambda group: Member(group=group, kind="posts"),
        lambda group: Member(group=group, kind="person"),
        lambda group: Directive(group=group, kind="migrate"),
        lambda group: Directive(group=group, kind="rename", done_on=NOW.date()),
        lambda group: GroupName(group=group, name="x", started_on=dt.date(2026, 2, 1), ended_on=dt.date(2026, 1, 1)),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(make):
    row = make(make_draft())
    refused(row.save, "CHECK|check")


def test_one_letterhead_a_day():
    document = make_document()
    first = document.authority.letterheads.get()
    first.pk = None
    refused(first.save, "UNIQUE|unique")
    assert Letterhead.objects.count() == 1


def test_a_document_is_recorded_once_and_its_date_fits_its_precision():
    document = make_document()
    document.pk = None
    refused(document.save, "UNIQUE|unique")
    document.issued_precision = "none"
    refused(document.save, "CHECK|check")


@pytest.mark.parametrize("change", [{"shown": "Ai đó"}, {"role": "deputy"}, {"post": "Khác"}, {"uncertain": True}])
def test_who_leads_a_proposed_group_is_not_changed_by_hand(change):
    lead = make_group().administrators.get(role="lead")
    refused(lambda: Administrator.objects.filter(pk=lead.pk).update(**change))
    refused(lambda: Administrator.objects.filter(pk=lead.pk).delete())


def test_who_leads_a_draft_may_be_changed():
    lead = make_draft().administrators.get(role="lead")
    lead.post = "Phó Trưởng phòng"
    lead.save()
    assert Administrator.objects.get(pk=lead.pk).shown == "Phó Trưởng phòng"
    lead.delete()


@pytest.mark.parametrize("change", [{"number": "9"}, {"issued_on": dt.date(2020, 1, 1)}, {"subject": "Khác"}])
def test_a_document_that_an_act_rests_on_stands(change):
    document = make_group().recognised_document
    refused(lambda: type(document).objects.filter(pk=document.pk).update(**change))


def test_the_prefix_of_codes_already_given_stands():
    unit = make_group().authority
    refused(lambda: type(unit).objects.filter(pk=unit.pk).update(code="XX"))


def test_the_letterhead_of_a_published_list_stands():
    make_group()
    authority = make_authority()
    asked = {"authority": authority, "now": NOW, "address": "https://nhom.example.vn"}
    seen = publishing.draft(**asked).digest
    made = publishing.publish_list(by=make_user(role=CLERK), seen=seen, **asked)
    refused(lambda: Letterhead.objects.filter(pk=made.letterhead_id).update(signer_name="Người khác"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite alone")
@pytest.mark.parametrize("table", ["groups_workgroup", "groups_secretlook", "groups_registerevent"])
def test_what_is_kept_is_not_replaced(table):
    group = make_group()
    SecretLook.objects.create(by=make_user(), at=NOW, group=group, what="liên kết mời")
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))  # noqa: S608  names of our own tables
