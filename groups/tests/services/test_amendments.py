"""The acts that change a recognised group."""

import pytest

from groups.domain.status import LIVE, Action, Status
from groups.models import Directive, InviteLink, RegisterEvent
from groups.services import amendments
from groups.services.amendments import AdministratorLine, DirectiveLine, MemberLine
from groups.services.errors import ActRefused
from groups.services.roles import CLERK, LEADER

from ..factories import (
    CHANGED_ON,
    RECOGNISED_ON,
    amended,
    decided,
    make_draft,
    make_group,
    make_person,
    make_user,
    reread,
)

pytestmark = pytest.mark.django_db
URL, NEW_URL = "https://zalo.me/g/abcdef123", "https://zalo.me/g/ghijkl456"
VIBER = "https://invite.viber.com/?g2=" + "Aa" * 32

ACTS = {
    Action.RENAME: lambda group, **basis: amendments.rename(group=group, new_name="Tên mới", **basis),
    Action.MIGRATE: lambda group, **basis: amendments.migrate_platform(group=group, platform="viber", **basis),
    Action.ROTATE_LINK: lambda group, **basis: amendments.rotate_link(group=group, url=NEW_URL, **basis),
    Action.CHANGE_LEAD: lambda group, **basis: amendments.change_lead(group=group, post="Phó trưởng phòng", **basis),
    Action.CHANGE_ADMINISTRATORS: lambda group, **basis: amendments.change_administrators(
        group=group, lines=[AdministratorLine("deputy", post="Chuyên viên")], **basis
    ),
    Action.CHANGE_MEMBERS: lambda group, **basis: amendments.change_members(
        group=group, members_text="Hiệu trưởng", lines=[MemberLine(post="Hiệu trưởng")], **basis
    ),
    Action.DIRECT: lambda group, **basis: amendments.direct(
        group=group, directive_text="Đổi tên", lines=[DirectiveLine("rename")], **basis
    ),
    Action.CORRECT: lambda group, **basis: amendments.correct(
        group=group, facts={"purpose": "Trao đổi công việc"}, certain=[], **basis | {"reason": "Ghi sót"}
    ),
    Action.CONFIRM: lambda group, **basis: amendments.confirm(group=group, **basis),
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(ACTS))
def test_an_amendment_is_made_exactly_on_a_living_group(action, status):
    group = make_group(status=status)
    count = RegisterEvent.objects.count()
    if status in LIVE:
        event = ACTS[action](group, **amended())
        assert (event.action, event.number) == (action, count + 1)
        assert reread(group).last_event == event
        assert reread(group).status == status
    else:
        with pytest.raises(ActRefused, match="trạng thái"):
            ACTS[action](group, **amended())
        assert RegisterEvent.objects.count() == count


@pytest.mark.parametrize("role", [LEADER, CLERK, None])
@pytest.mark.parametrize("action", list(ACTS))
def test_only_a_specialist_amends(action, role):
    group = make_group()
    with pytest.raises(ActRefused, match="không có quyền"):
        ACTS[action](group, **amended(by=make_user(role=role, username="khac")))


@pytest.mark.parametrize("action", [Action.RENAME, Action.MIGRATE, Action.CHANGE_LEAD, Action.DIRECT])
def test_what_the_list_prints_changes_only_by_a_document(action):
    group = make_group()
    with pytest.raises(ActRefused, match="văn bản"):
        ACTS[action](group, **amended() | {"document": None})
    assert reread(group).last_event == group.last_event


@pytest.mark.parametrize("name", ["", "  ", "Gọi 0912345678", "zalo.me/g/abcdef123"])
def test_an_empty_or_private_name_is_refused(name):
    with pytest.raises(ActRefused):
        amendments.rename(group=make_group(), new_name=name, **amended())


def test_renaming_to_the_same_name_is_refused():
    group = make_group()
    with pytest.raises(ActRefused, match="trùng"):
        amendments.rename(group=group, new_name=f" {group.name} ", **amended())


def test_a_name_too_long_for_the_register_is_refused_in_words():
    group = make_group()
    with pytest.raises(ActRefused, match="200"):
        amendments.rename(group=group, new_name="a" * 201, **amended())
    assert reread(group).name == group.name


def test_a_renamed_group_keeps_its_former_name_and_its_directive_is_closed():
    group = make_group(name="Cơ quan PGD", uncertain=["name"])
    Directive.objects.create(group=group, kind="rename")
    event = amendments.rename(group=group, new_name="Cơ quan Phòng Giáo dục", **amended())
    group = reread(group)
    assert group.name == "Cơ quan Phòng Giáo dục"
    assert group.uncertain == []
    assert list(group.names.values_list("name", "started_on", "ended_on")) == [
        ("Cơ quan Phòng Giáo dục", CHANGED_ON, None),
        ("Cơ quan PGD", RECOGNISED_ON, CHANGED_ON),
    ]
    assert group.directives.get().done_event == event
    assert event.public["change"]["name"] == ["Cơ quan PGD", "Cơ quan Phòng Giáo dục"]
    assert event.public["facts"]["directives_done"] == ["Điều chỉnh tên nhóm (đã thực hiện ngày 16/11/2026)"]


def test_moving_to_another_app_revokes_the_old_link_and_closes_only_the_directive_to_that_app():
    group = make_group(url=URL)
    for target in ("viber", "other"):
        Directive.objects.create(group=group, kind="migrate", target_platform=target)
    amendments.migrate_platform(group=group, platform="viber", url=VIBER, **amended())
    group = reread(group)
    assert group.platform == "viber"
    assert group.links.get(url=URL).ended_on == CHANGED_ON
    assert group.links.current().get().platform == "viber"
    assert list(group.directives.open().values_list("target_platform", flat=True)) == ["other"]


def test_a_link_of_another_app_is_refused():
    with pytest.raises(ActRefused, match="Viber"):
        amendments.rotate_link(group=make_group(), url=VIBER, **amended())


def test_a_link_held_by_another_group_is_refused_and_so_is_one_that_was_revoked():
    first = make_group(url=URL)
    with pytest.raises(ActRefused, match="đang được ghi cho"):
        amendments.rotate_link(
            group=make_group(name="Nhóm hai"), url=URL.upper().replace("HTTPS", "https"), **amended()
        )
    amendments.rotate_link(group=first, url=NEW_URL, revoked=first.links.get(), **amended())
    with pytest.raises(ActRefused, match="đã bị thu hồi"):
        amendments.rotate_link(group=make_group(name="Nhóm ba"), url=URL, **amended())


def test_one_room_holds_one_link_and_three_rooms_three():
    one, three = make_group(url=URL), make_group(name="Ba nhóm", room_count=3)
    with pytest.raises(ActRefused, match="tối đa 1"):
        amendments.rotate_link(group=one, url=NEW_URL, **amended())
    assert one.links.count() == 1
    for number in range(3):
        amendments.rotate_link(group=three, url=f"https://zalo.me/g/bacaba{number}", **amended())
    with pytest.raises(ActRefused, match="tối đa 3"):
        amendments.rotate_link(group=three, url="https://zalo.me/g/bacaba9", **amended())


def test_rotating_keeps_the_old_link_as_revoked_and_no_link_in_the_event():
    group = make_group(url=URL)
    event = amendments.rotate_link(group=group, url=NEW_URL, revoked=group.links.get(), **amended())
    assert list(InviteLink.objects.order_by("pk").values_list("url", "ended_on")) == [
        (URL, CHANGED_ON),
        (NEW_URL, None),
    ]
    assert "ghijkl456" not in str(event.public) + str(event.private)


def test_rotating_nothing_is_refused():
    with pytest.raises(ActRefused, match="Hãy nhập"):
        amendments.rotate_link(group=make_group(), **amended())


def test_a_new_lead_ends_the_old_and_there_is_one():
    group, person = make_group(uncertain=["lead"]), make_person()
    event = amendments.change_lead(group=group, person=person, post="Chuyên viên", **amended())
    assert group.administrators.current().get().shown == "Bà Trần Thị Minh Khai, Chuyên viên"
    assert event.public["change"]["lead"] == ["Trưởng phòng GD-ĐT", "Bà Trần Thị Minh Khai, Chuyên viên"]
    assert reread(group).uncertain == []


@pytest.mark.parametrize("lead", [{}, {"post": "Trưởng phòng GD-ĐT"}])
def test_no_lead_or_the_same_lead_is_refused(lead):
    group = make_group()
    with pytest.raises(ActRefused):
        amendments.change_lead(group=group, **lead, **amended())
    assert group.administrators.current().count() == 1


def test_a_bad_line_undoes_the_whole_act():
    group = make_group()
    with pytest.raises(ActRefused, match="chức vụ"):
        amendments.change_members(group=group, members_text="Mới", lines=[MemberLine(post="")], **amended())
    assert reread(group).members_text == group.members_text
    assert reread(group).last_event == group.last_event


def test_members_are_replaced_and_the_old_ones_stay_dated():
    group = make_group(member=make_person())
    amendments.change_members(group=group, members_text="Mới", lines=[MemberLine(post="Hiệu trưởng")], **amended())
    assert [str(member) for member in group.members.current()] == ["Hiệu trưởng"]
    assert group.members.exclude(ended_on=None).get().ended_on == CHANGED_ON


def test_a_new_directive_replaces_the_open_ones_and_keeps_the_done():
    group = make_group()
    amendments.direct(group=group, directive_text="Đổi tên", lines=[DirectiveLine("rename")], **amended())
    amendments.rename(group=reread(group), new_name="Tên mới", **amended())
    amendments.direct(group=reread(group), directive_text="Duy trì", lines=[DirectiveLine("maintain")], **amended())
    assert list(group.directives.values_list("kind", "done_on")) == [("rename", CHANGED_ON), ("maintain", None)]


@pytest.mark.parametrize("facts", [{"name": "Khác"}, {"status": "dissolved"}, {"code": "BM-0009-X"}])
def test_a_correction_is_no_way_round_the_other_acts(facts):
    with pytest.raises(ActRefused, match="Không đính chính"):
        amendments.correct(group=make_group(), facts=facts, certain=[], **amended(reason="Sửa"))


def test_a_correction_that_changes_nothing_is_refused():
    group = make_group()
    with pytest.raises(ActRefused, match="Chưa có mục nào"):
        amendments.correct(group=group, facts={"level": group.level}, certain=[], **amended(reason="Sửa"))


def test_a_verified_reading_loses_its_mark():
    group = make_group(room_count=3, uncertain=["room_count", "members_text"])
    assert group.marked("room_count") == "3 [?]"
    amendments.correct(group=group, facts={}, certain=["room_count"], **amended(reason="Đã xem bản gốc"))
    assert reread(group).marked("room_count") == "3"
    assert reread(group).uncertain == ["members_text"]


def test_confirming_dates_the_group():
    group = make_group()
    amendments.confirm(group=group, **amended())
    assert reread(group).last_confirmed_on == CHANGED_ON


def test_a_draft_is_not_amended_by_a_leader_either():
    with pytest.raises(ActRefused):
        amendments.confirm(group=make_draft(), **decided())
