"""Tampering is tried, as one could who owns the database, and found each time."""

import json

import pytest
from django.db import connection, transaction
from django.db.models import F

from groups.domain.status import Status
from groups.models import (
    Administrator,
    EventLeaf,
    EventOpening,
    GroupName,
    InviteLink,
    Publication,
    PublishedFile,
    RegisterEvent,
    RegisterHead,
    WorkGroup,
    guards,
)
from groups.queries import tree
from groups.queries.publications import digest_of
from groups.queries.register_check import RegisterBroken, check_register
from groups.services import amendments, leaves, publishing
from groups.services.roles import CLERK

from ..factories import (
    CHANGED_ON,
    NOW,
    amended,
    make_authority,
    make_document,
    make_group,
    make_user,
    reread,
)  # fmt: skip

pytestmark = pytest.mark.django_db
URL, OTHER_URL = "https://zalo.me/g/abcdef123", "https://zalo.me/g/khackhac9"


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """Groups in every status, some with links and later acts; one published list. The guards are off.

    Made once, in a transaction that lies round those of the tests: each of them undoes its own tampering only.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        for status in Status:
            make_group(name=f"Nhóm {status}", status=status)
        group = make_group(name="Nhóm có liên kết", url=URL)
        amendments.rename(group=group, new_name="Nhóm có tên khác", **amended())
        amendments.change_members(group=reread(group), members_text="Hiệu trưởng", **amended())
        publish()
        amendments.rotate_link(group=reread(group), revoked=group.links.get(), url=OTHER_URL, **amended())
        guards.remove(connection)
        yield group.pk
        transaction.set_rollback(True)


@pytest.fixture
def register(kept):
    """The group with a link, of the register that is tampered with."""
    return WorkGroup.objects.get(pk=kept)


def publish():
    asked = {"authority": make_authority(), "now": NOW, "address": "https://nhom.example.vn"}
    return publishing.publish_list(by=make_user(role=CLERK), seen=publishing.draft(**asked).digest, **asked)


def broken_at(number, match=".", **asked):
    with pytest.raises(RegisterBroken, match=match) as caught:
        check_register(**asked)
    assert caught.value.fault.number == number


def sealed_again():
    """Make all leaves, salts and the head anew from the events, as one who owns the database could."""
    EventOpening.objects.all().delete()
    EventLeaf.objects.all().delete()
    root = ""
    for event in RegisterEvent.objects.order_by("number"):
        root = leaves.add_leaves([event])
    RegisterHead.objects.update(number=event.number, root=root)


def test_an_untouched_register_holds(register):
    size, root = tree.head()
    found = check_register(witnesses=[(3, tree.root_at(3).hex()), (size, root)])
    assert (found.size, found.root, found.groups) == (size, root, WorkGroup.objects.count())
    assert (found.publications, found.erased, found.witnesses) == (1, 0, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "Khác"},
        {"action": "confirm"},
        {"effective_on": CHANGED_ON},
        {"effective_precision": "month"},
        {"recorded_at": NOW.replace(minute=1)},
        {"related_group": F("group")},
        {"public": {}},
        {"public": {"facts": {}, "change": {}}},
        {"public": {"share": 0.5}},
    ],
)
def test_an_update_of_any_public_part_is_found(register, change):
    RegisterEvent.objects.filter(number=6).update(**change)
    broken_at(6)


def test_an_update_of_one_letter_of_the_facts_is_found(register):
    event = RegisterEvent.objects.get(number=6)
    event.public["facts"]["name"] += "."
    event.save()
    broken_at(6, "không khớp với lá")


def test_another_actor_is_found(register):
    RegisterEvent.objects.filter(number=6).update(actor=make_user(username="nguoi.khac"))
    broken_at(6, "người thực hiện")


def test_another_private_part_is_found(register):
    RegisterEvent.objects.filter(number=6).update(private={"added_link": 1})
    broken_at(6, "nội dung nội bộ")


def test_another_salt_is_found(register):
    EventOpening.objects.filter(pk=6).update(actor="00" * 32)
    broken_at(6, "người thực hiện")
    EventOpening.objects.filter(pk=6).update(actor="none")
    broken_at(6, "người thực hiện")


def test_a_cited_document_that_was_changed_is_found(register):
    event = RegisterEvent.objects.filter(document__isnull=False).order_by("number").first()
    type(event.document).objects.filter(pk=event.document_id).update(number="999")
    broken_at(event.number)


def test_an_event_moved_to_another_group_is_found(register):
    RegisterEvent.objects.filter(number=6).update(group=register)
    broken_at(6)


def test_another_document_is_found(register):
    other = make_document(number="999", issued_on=CHANGED_ON)
    event = RegisterEvent.objects.filter(action="recognise").order_by("number").first()
    RegisterEvent.objects.filter(pk=event.pk).update(document=other)
    broken_at(event.number)


def test_a_deleted_event_is_found(register):
    last = WorkGroup.objects.exclude(last_event=None).values("last_event")
    number = RegisterEvent.objects.exclude(number__in=last).order_by("number")[1].number
    for model in (EventOpening, EventLeaf, RegisterEvent):
        model.objects.filter(pk=number)._raw_delete("default")
    broken_at(number, "thiếu sự kiện")


def test_a_deleted_leaf_is_found(register):
    EventLeaf.objects.filter(pk=3).delete()
    broken_at(3, "không có lá")


def test_two_events_that_were_swapped_are_found(register):
    first, second = RegisterEvent.objects.get(number=4), RegisterEvent.objects.get(number=6)
    for number, other in ((4, second), (6, first)):
        values = {
            field.attname: getattr(other, field.attname)
            for field in RegisterEvent._meta.concrete_fields
            if not field.primary_key
        }
        RegisterEvent.objects.filter(number=number).update(**values)
    broken_at(4, "không khớp với lá")


def test_two_leaves_that_were_swapped_are_found(register):
    first, second = EventLeaf.objects.get(pk=4), EventLeaf.objects.get(pk=6)
    EventLeaf.objects.filter(pk=4).update(hashes=second.hashes, actor=second.actor)
    EventLeaf.objects.filter(pk=6).update(hashes=first.hashes, actor=first.actor)
    broken_at(4)


def test_an_inner_hash_that_was_changed_is_found(register):
    leaf = EventLeaf.objects.get(pk=8)
    EventLeaf.objects.filter(pk=8).update(hashes=leaf.hashes[:-1] + ("0" if leaf.hashes[-1] != "0" else "1"))
    broken_at(8, "giá trị băm")


def test_a_truncated_log_is_found(register):
    size = RegisterHead.objects.get().number
    cut(size - 1)
    broken_at(size, "chỉ còn")


def test_a_truncated_log_with_its_head_set_back_is_found_by_the_printed_head(register):
    published = Publication.objects.get().event_number
    cut(published - 1)
    RegisterHead.objects.update(number=published - 1, root=tree.root_at(published - 1).hex())
    broken_at(published - 1, register.code)
    facts = RegisterEvent.objects.get(number=published - 1).public["facts"]
    WorkGroup.objects.filter(pk=register.pk).update(members_text=facts["members_text"])
    InviteLink.objects.filter(group=register, ended_on=None).delete()
    InviteLink.objects.filter(group=register).update(ended_on=None)
    broken_at(published, "Danh sách công bố lần 1 .* bị cắt mất")


def test_an_event_inserted_past_the_ledger_is_found(register):
    size = RegisterHead.objects.get().number
    event = RegisterEvent.objects.get(number=size)
    event.number = size + 1
    event.save(force_insert=True)
    RegisterHead.objects.update(number=size + 1)
    broken_at(size + 1, "không qua sổ")


def test_a_head_that_bears_another_root_is_found(register):
    size = RegisterHead.objects.get().number
    RegisterHead.objects.update(root="0" * 64)
    broken_at(size, "đầu sổ trong cơ sở dữ liệu")
    RegisterHead.objects.all().delete()
    with pytest.raises(RegisterBroken):
        check_register()


def test_a_history_written_anew_is_found_by_the_printed_head_and_by_a_remembered_one(register):
    size, root = tree.head()
    event = RegisterEvent.objects.get(number=1)
    event.reason = "Viết lại"
    event.save()
    sealed_again()
    broken_at(Publication.objects.get().event_number, "in trên danh sách")
    content = Publication.objects.get().content
    content["list"]["imprint"]["root"] = ""
    Publication.objects.update(content=content, digest=digest_of(content))
    broken_at(Publication.objects.get().event_number, "mang một danh sách khác")
    PublishedFile.objects.all().delete()
    check_register()
    broken_at(size, "bên ngoài", witnesses=[(size, root)])


def test_an_old_backup_that_was_restored_is_found_by_a_remembered_head(register):
    size, root = tree.head()
    cut(size - 1, everything=True)
    broken_at(size, "bị cắt mất", witnesses=[(size, root)])


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Tên giả"},
        {"platform": "viber"},
        {"status": Status.SUSPENDED},
        {"members_text": "Ai cũng vào được"},
        {"room_count": 9},
        {"status_since": CHANGED_ON.replace(day=1)},
        {"last_event": 1},
    ],
)
def test_a_group_that_is_not_what_its_last_event_says_is_found(register, change):
    WorkGroup.objects.filter(pk=register.pk).update(**change)
    with pytest.raises(RegisterBroken, match=register.code):
        check_register()


def test_another_lead_name_or_link_is_found(register):
    Administrator.objects.filter(group=register).update(shown="Kẻ lạ")
    broken_at(register.last_event_id, "lead")
    Administrator.objects.filter(group=register).update(shown="Trưởng phòng GD-ĐT")
    check_register()
    GroupName.objects.filter(group=register, ended_on=None).update(name="Tên giả")
    broken_at(register.last_event_id, "tên đang tra cứu")
    GroupName.objects.filter(group=register, ended_on=None).update(name=register.name)
    check_register()
    InviteLink.objects.filter(group=register, ended_on=None).update(key="zalo:kela")
    broken_at(register.last_event_id, "liên kết mời")
    InviteLink.objects.filter(group=register, ended_on=None).delete()
    broken_at(register.last_event_id, "liên kết mời")


def test_a_group_made_official_without_an_act_is_found(register):
    stranger = WorkGroup.objects.get(pk=register.pk)
    stranger.pk, stranger.code, stranger.name = None, "BM-0099-5", "Nhóm lạ"
    stranger.save(force_insert=True)
    with pytest.raises(RegisterBroken, match="BM-0099-5"):
        check_register()


def test_events_that_do_not_follow_from_each_other_are_found_though_their_leaves_are_right(register):
    event = RegisterEvent.objects.get(group=register, action="rename")
    event.public["facts"]["purpose"] = "Mục đích khác"
    event.save()
    sealed_again()
    content = Publication.objects.get().content
    content["list"]["imprint"]["root"] = ""
    Publication.objects.update(content=content, digest=digest_of(content))
    broken_at(event.number, "purpose")


def test_a_snapshot_that_was_changed_is_found(register):
    published = Publication.objects.get()
    content = json.loads(json.dumps(published.content))
    content["facts"][0]["name"] = "Tên giả"
    Publication.objects.update(content=content)
    broken_at(published.event_number, "giá trị băm|thời điểm công bố")
    Publication.objects.update(digest=digest_of(content))
    broken_at(published.event_number, "thời điểm công bố")
    content = published.content
    content["list"]["rows"][0]["name"] = "Tên giả"
    Publication.objects.update(content=content, digest=digest_of(content))
    broken_at(published.event_number, "các dòng đã công bố")


def test_a_pdf_that_was_changed_is_found(register):
    file = PublishedFile.objects.get(kind="electronic")
    changed = bytes(file.content).replace(b"%PDF", b"%PDf", 1)
    PublishedFile.objects.filter(pk=file.pk).update(content=changed)
    broken_at(Publication.objects.get().event_number, "không còn khớp")


def test_a_pdf_put_in_the_place_of_another_is_found_though_its_hash_is_right(register):
    other = publish().files.get(kind="electronic")
    PublishedFile.objects.filter(kind="electronic").exclude(pk=other.pk).update(
        content=other.content, sha256=other.sha256
    )
    broken_at(Publication.objects.earliest("number").event_number, "mang một danh sách khác")


def test_an_act_done_meanwhile_is_left_for_the_next_time(register, monkeypatch):
    guards.install(connection)
    document = make_document()

    def meanwhile(size):
        amendments.rename(group=reread(register), new_name="Tên trong lúc đó", **amended(document=document))
        return iter(())

    size = tree.head()[0]
    monkeypatch.setattr("groups.queries.register_check.replay_faults", meanwhile)
    assert check_register().size == size
    assert tree.head()[0] == size + 1


def cut(size, *, everything=False):
    """Take every event after ``size`` out of the database, with all that hangs on it."""
    with connection.cursor() as cursor:
        for table in ("groups_eventopening", "groups_eventleaf"):
            cursor.execute(f"DELETE FROM {table} WHERE number > %s", [size])  # noqa: S608  names of our own tables
    for group in WorkGroup.objects.filter(last_event__gt=size):
        before = group.events.filter(number__lte=size).order_by("-number").values("number")[:1]
        WorkGroup.objects.filter(pk=group.pk).update(last_event=before)
    RegisterEvent.objects.filter(number__gt=size)._raw_delete("default")
    if everything:
        PublishedFile.objects.filter(publication__event_number__gt=size).delete()
        Publication.objects.filter(event_number__gt=size).delete()
        RegisterHead.objects.update(number=size, root=tree.root_at(size).hex())
