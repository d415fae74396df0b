"""The groups of one who leaves go to his successor: what must be refused comes first."""

import datetime as dt

import pytest

from groups.domain.status import Action, Status
from groups.domain.vocabulary import GroupRole
from groups.models import OutgoingMail, Person, Posting, RegisterEvent
from groups.queries.authorities import works_for
from groups.queries.facts import current_lead
from groups.queries.standing import marks_of
from groups.services import amendments, lifecycle
from groups.services.errors import ActRefused
from groups.services.handing_over import hand_over
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER

from ..factories import (
    NOW,
    OFFICE,
    amended,
    decided,
    make_authority,
    make_group,
    make_person,
    make_user,
    reread,
)

pytestmark = pytest.mark.django_db
SITE = "https://nhom.example.vn"


@pytest.fixture
def leaver():
    return make_person(full_name="Trần Thị Minh Khai", post="Phó Trưởng phòng", email="khai@pgd.example")


@pytest.fixture
def successor():
    return make_person(full_name="Lê Văn Tám", honorific="Ông", post="Trưởng phòng", email="tam@pgd.example")


def led_by(person, number=3, **more):
    return [make_group(name=f"Nhóm {each}", lead=person, lead_post="", **more) for each in range(number)]


def do(leaver, successor, led, served=(), *, seen=None, **more):
    seen = marks_of([*led, *served]).values() if seen is None else seen
    return hand_over(leaver=leaver, successor=successor, led=led, served=served, seen=list(seen), **amended() | more)


def refused(match, leaver, *args, **more):
    """The act is refused, and nothing at all is written."""
    before = RegisterEvent.objects.count(), list(Person.objects.order_by("pk").values()), OutgoingMail.objects.count()
    with pytest.raises(ActRefused, match=match):
        do(leaver, *args, **more)
    after = RegisterEvent.objects.count(), list(Person.objects.order_by("pk").values()), OutgoingMail.objects.count()
    assert after == before


def test_nobody_hands_over_to_himself(leaver):
    refused("trùng với người bàn giao", leaver, leaver, led_by(leaver))


def test_one_who_has_left_is_no_successor(leaver, successor):
    groups = led_by(leaver)
    Person.objects.filter(pk=successor.pk).update(active=False)
    refused("đã thôi công tác", leaver, successor, groups)


def test_nothing_ticked_is_refused(leaver, successor):
    led_by(leaver)
    refused("ít nhất một nhóm", leaver, successor, [])


def test_one_group_changed_since_it_was_seen_stops_all(leaver, successor):
    groups = led_by(leaver)
    seen = list(marks_of(groups).values())
    amendments.confirm(group=groups[1], **amended(by=make_user(username="khac")))
    refused(r"người khác cập nhật.*Nhóm 1", leaver, successor, groups, seen=seen)
    assert {current_lead(reread(group)).person for group in groups} == {leaver}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.DISSOLVED])
def test_one_group_where_the_table_forbids_it_stops_all_and_is_named(leaver, successor, status):
    wrong = make_group(name="Nhóm vướng", lead=leaver, lead_post="", status=status)
    refused(r"Nhóm vướng: .*không thể.*Chưa nhóm nào được ghi", leaver, successor, [*led_by(leaver), wrong])


def test_a_group_that_another_leads_is_not_handed_over(leaver, successor):
    other = make_group(name="Của người khác", lead=make_person(full_name="Võ Thị Sáu"))
    refused("Của người khác: .*không còn là trưởng nhóm", leaver, successor, [*led_by(leaver), other])


def test_a_group_that_another_serves_is_not_handed_over(leaver, successor):
    other = make_group(name="Của người khác", deputy=make_person(full_name="Võ Thị Sáu"))
    refused("không còn là phó nhóm", leaver, successor, led_by(leaver), [other])


def test_groups_of_two_offices_are_not_handed_over_together(leaver, successor):
    there = make_authority(code="HC", name="Phòng GD-ĐT khác")
    refused("nhiều cơ quan", leaver, successor, [*led_by(leaver), *led_by(leaver, 1, authority=there)])


def test_groups_of_another_office_are_out_of_reach(leaver, successor):
    groups = led_by(leaver)
    there = make_authority(code="HC", name="Phòng GD-ĐT khác")
    refused("cơ quan khác", leaver, successor, groups, by=make_user(username="xa", offices=[there]))


@pytest.mark.parametrize("which", ["leaver", "successor"])
def test_people_of_another_office_are_out_of_reach(leaver, successor, which):
    groups = led_by(leaver)
    here, there = groups[0].authority, make_authority(code="HC", name="Phòng GD-ĐT khác")
    person = {"leaver": leaver, "successor": successor}[which]
    Person.objects.filter(pk=person.pk).update(unit=there)
    by = make_user(username="day", offices=[here])
    with pytest.raises(ActRefused, match="cơ quan khác"):
        do(leaver, successor, groups, by=by)


@pytest.mark.parametrize("role", [LEADER, CLERK, ADMINISTRATOR])
def test_who_may_not_change_a_lead_may_not_hand_over(leaver, successor, role):
    refused("không có quyền", leaver, successor, led_by(leaver), by=make_user(role=role))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"document": None}, "cần chọn văn bản"),
        ({"effective_on": dt.date(2099, 1, 1)}, "sau hôm nay"),
        ({"effective_on": dt.date(2020, 1, 1)}, "không được trước"),
        ({"post": "gọi 0912345678"}, "."),
    ],
)
def test_what_the_act_rests_on_must_hold(leaver, successor, more, says):
    refused(says, leaver, successor, led_by(leaver), **more)


def test_only_who_may_change_people_says_that_one_has_left(leaver, successor):
    by = make_user()
    groups = led_by(leaver)
    by.groups.first().permissions.remove(*by.groups.first().permissions.filter(codename="change_person"))
    refused("không có quyền ghi một người", leaver, successor, groups, retire=True)


def test_only_who_keeps_accounts_ends_a_posting(leaver, successor):
    groups = led_by(leaver)
    account = make_user(username="nguoi-cu")
    refused("không có quyền cho tài khoản", leaver, successor, groups, account=account)
    assert Posting.objects.filter(user=account).exists()


def test_the_same_sent_twice_is_told_as_done(leaver, successor):
    groups, served = led_by(leaver), [make_group(name="Phó", deputy=leaver)]
    seen = list(marks_of([*groups, *served]).values())
    do(leaver, successor, groups, served, seen=seen)
    refused("Việc này đã được ghi rồi", leaver, successor, groups, served, seen=seen)


def test_all_groups_pass_under_one_document(leaver, successor):
    groups = [*led_by(leaver), make_group(name="Tạm ngừng", lead=leaver, status=Status.SUSPENDED)]
    kept = make_group(name="Giữ lại", lead=leaver, lead_post="")
    events = do(leaver, successor, groups)
    assert [(event.action, event.group_id) for event in events] == [(Action.CHANGE_LEAD, g.pk) for g in groups]
    assert len({event.document_id for event in events}) == 1
    assert {current_lead(reread(group)).shown for group in groups} == {"Ông Lê Văn Tám, Trưởng phòng"}
    assert current_lead(reread(kept)).person == leaver
    assert events[0].public["change"]["lead"] == [
        "Bà Trần Thị Minh Khai, Phó Trưởng phòng",
        "Ông Lê Văn Tám, Trưởng phòng",
    ]
    leaver.refresh_from_db()
    assert leaver.active


def test_the_post_of_the_lead_may_be_said(leaver, successor):
    do(leaver, successor, led_by(leaver, 1), post="Quyền Trưởng phòng")
    assert current_lead(reread(leaver.administrations.get().group)).shown == "Ông Lê Văn Tám, Quyền Trưởng phòng"


def test_the_places_of_a_deputy_pass_too_and_never_twice(leaver, successor):
    plain = make_group(name="Phó thường", deputy=leaver)
    there = make_group(name="Đã là phó", deputy=leaver)
    amendments.change_administrators(
        group=there,
        lines=[amendments.AdministratorLine(GroupRole.DEPUTY, person) for person in (leaver, successor)],
        **amended(),
    )
    leads = make_group(name="Đang là trưởng", lead=successor, deputy=leaver)
    both = make_group(name="Cả hai", lead=leaver, lead_post="", deputy=leaver)
    events = do(leaver, successor, [both], [plain, reread(there), leads, both])
    assert [event.action for event in events] == [Action.CHANGE_LEAD] + [Action.CHANGE_ADMINISTRATORS] * 4

    def staff(group):
        return [row.person for row in group.administrators.current().filter(role=GroupRole.DEPUTY)]

    assert [staff(group) for group in (plain, there, leads, both)] == [[successor], [successor], [], []]
    assert not leaver.administrations.current().exists()


def test_each_reader_gets_one_letter_about_the_leads(leaver, successor):
    do(leaver, successor, led_by(leaver), [make_group(name="Phó", deputy=leaver)], letters_at=SITE)
    told = {mail.person_id: mail.subject for mail in OutgoingMail.objects.filter(person__isnull=False)}
    assert set(told) == {leaver.pk, successor.pk}
    assert all("3 nhóm" in subject for subject in told.values())


def test_one_who_has_left_gets_no_letter(leaver, successor):
    do(leaver, successor, led_by(leaver), retire=True, letters_at=SITE)
    leaver.refresh_from_db()
    assert not leaver.active
    assert not OutgoingMail.objects.filter(person=leaver).exists()
    assert OutgoingMail.objects.filter(person=successor).exists()


@pytest.mark.parametrize("offices", [1, 2])
def test_the_account_works_for_the_office_no_longer(leaver, successor, offices):
    groups = led_by(leaver)
    here = groups[0].authority
    there = make_authority(code="HC", name="Phòng GD-ĐT khác") if offices == 2 else None
    account = make_user(username="nguoi-cu", offices=[here, there] if there else [here])
    root = make_user(role=None, username="root", superuser=True)
    do(leaver, successor, groups, account=account, by=root)
    account = type(account).objects.get(pk=account.pk)
    assert not (account.is_active and works_for(account, here.pk))
    # Who works elsewhere too goes on working there; one without an office would work for the only one again.
    assert account.is_active == (offices == 2)
    assert here.name == OFFICE


def test_a_group_that_ends_meanwhile_stops_all(leaver, successor):
    groups = led_by(leaver)
    seen = list(marks_of(groups).values())
    lifecycle.dissolve(group=groups[0], **decided(now=NOW))
    refused("Chưa nhóm nào được ghi", leaver, successor, groups, seen=seen)
