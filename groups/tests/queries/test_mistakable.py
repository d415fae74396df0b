"""What a new name, or a new link, could be mistaken for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.domain.status import ENDED, PUBLIC, Status
from groups.models import WorkGroup
from groups.queries.mistakable import LIMIT, declined_holders, names_like
from groups.services import amendments
from groups.services.reports import confirm_report, withdraw_report

from ..factories import NOW, amended, make_authority, make_draft, make_group, make_user, reread

pytestmark = pytest.mark.django_db
NAME = "Hiệu trưởng các trường tiểu học"
URL = "https://zalo.me/g/abcdef123"


def report(**more):
    return confirm_report(by=make_user(), now=NOW, **more)


@pytest.mark.parametrize("status", sorted(PUBLIC))
def test_a_name_is_like_that_of_a_group_in_any_public_state(status):
    group = make_group(name=NAME, status=status)
    found = {each.group: each for each in names_like("Hiệu trưởng các trường tiểu học 2")}
    assert found[group].name == NAME
    assert found[group].differences == ("Thừa “2”.",)
    assert not found[group].is_same
    assert not found[group].is_former


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED, Status.DECLINED])
def test_a_name_that_was_never_official_warns_of_nothing(status):
    make_group(name=NAME, status=status)
    assert names_like(NAME) == []


@pytest.mark.parametrize(
    "typed", ["hieu truong cac truong tieu hoc", "HT các trường TiH", "Hiệu trưởng các trường tiểu hоc", NAME]
)
def test_the_same_name_is_said_to_be_the_same(typed):
    make_group(name=NAME)
    [found] = names_like(typed)
    assert found.is_same


@pytest.mark.parametrize("typed", ["Kế toán các trường mầm non", "Thi đua khen thưởng", "🙂", "", " . "])
def test_another_name_warns_of_nothing(typed):
    make_group(name=NAME)
    report(name="Hiệu trưởng tiểu học nhận quà")
    assert names_like(typed) == []


def test_a_former_name_is_said_to_be_one():
    group = make_group(name=NAME)
    amendments.rename(group=group, new_name="Quản lý mầm non", **amended())
    [found] = names_like(NAME)
    assert (found.group, found.name, found.is_former) == (group, NAME, True)
    assert found.group.name == "Quản lý mầm non"


def test_a_group_is_not_mistaken_for_itself_but_for_others_behind_it():
    group = make_group(name="Văn thư khối 8")
    other = make_group(name="Văn thư khối 9")
    amendments.rename(group=group, new_name="Văn thư khối tám", **amended())
    found = names_like("Văn thư khối 8", group=reread(group))
    assert [each.group for each in found] == [other]
    assert found[0].differences == ("“8” thay vì “9”.",)


def test_a_group_is_named_once_by_its_likest_name():
    group = make_group(name="Văn thư khối 8")
    amendments.rename(group=group, new_name="Văn thư khối 9", **amended())
    [found] = names_like("Văn thư khối 8")
    assert (found.name, found.is_former, found.is_same) == ("Văn thư khối 8", True, True)


def test_a_reported_name_comes_first_and_a_withdrawn_one_not_at_all():
    group = make_group(name=NAME)
    fake = report(name="Hiệu trưởng các trường tiểu học mới")
    gone = report(name="Hiệu trưởng các trường tiểu học cũ")
    withdraw_report(report=gone, by=make_user(), now=NOW, reason="Nhầm")
    found = names_like("Hiệu trưởng các trường tiểu học nay")
    assert [(each.report, each.group) for each in found] == [(fake, None), (None, group)]
    assert names_like("hiệu trưởng các trường TiH mới")[0].is_same


def test_a_report_of_a_link_alone_is_like_no_name():
    report(url=URL)
    assert names_like("Liên kết bị báo") == []


def test_no_more_is_shown_than_a_person_reads_and_the_number_of_queries_does_not_grow():
    make_group(name="Nhóm chuyên môn số 1")
    with CaptureQueriesContext(connection) as few:
        names_like("Nhóm chuyên môn số 0")
    for number in range(2, 15):
        status = Status.RECOGNISED if number % 2 else sorted(ENDED)[0]
        make_group(name=f"Nhóm chuyên môn số {number}", status=status)
        report(name=f"Nhóm chuyên môn giả số {number}", url=f"https://zalo.me/g/giagia{number}")
    with CaptureQueriesContext(connection) as many:
        found = names_like("Nhóm chuyên môn số 0")
    assert len(found) == LIMIT
    assert len(many) == len(few)


def test_only_a_declined_proposal_lets_go_of_its_link_and_is_told():
    declined = make_group(status=Status.DECLINED, url=URL)
    key = declined.links.get().key
    assert declined_holders([key], group=declined) == []
    other = make_draft(name="Khác")
    assert declined_holders([key], group=other) == [declined]
    assert declined_holders(["zalo:khac"], group=other) == []


def test_nobody_asks_of_every_office():
    with pytest.raises(TypeError):
        declined_holders(["zalo:abcdef123"])


def test_what_another_office_declined_is_not_told():
    declined = make_group(status=Status.DECLINED, url=URL)
    key = declined.links.get().key
    elsewhere = make_authority(code="GV", name="Phòng Giáo dục và Đào tạo quận Gò Vấp")
    assert declined_holders([key], group=make_draft(name="Khác", authority=elsewhere)) == []
    assert declined_holders([key], group=WorkGroup(name="Chưa chọn cơ quan")) == []


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DECLINED])
def test_a_link_held_otherwise_is_refused_elsewhere(status):
    group = make_group(status=status, url=URL)
    assert declined_holders([group.links.get().key], group=make_draft(name="Khác")) == []
