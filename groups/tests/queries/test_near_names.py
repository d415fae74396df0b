"""Names that could be mistaken for each other, flagged for a whole sheet at once."""

import pytest
from django.utils import timezone

from groups.domain.status import Status
from groups.queries.near_names import add_rows, names_of_register
from groups.services.amendments import rename
from groups.services.reports import confirm_report

from ..factories import amended, make_group, make_user, reread

pytestmark = pytest.mark.django_db


def near(name, *rows):
    names = names_of_register()
    add_rows(names, [*enumerate(rows, start=2)])
    return names.near(name, owner=("row", 99))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.DECLINED])
def test_names_that_nobody_may_know_of_are_not_told(status):
    make_group(name="Hiệu trưởng các trường tiểu học", status=status)
    assert near("Hiệu trưởng các trường tiểu học") == []


@pytest.mark.parametrize(
    "name", ["Giáo viên tiếng Anh phường Hoà Bình", "Kế toán các trường mầm non", "Bí thư chi đoàn", "🎉", ""]
)
def test_other_names_are_not_flagged(name):
    make_group(name="Giáo viên toán phường Hoà Bình")
    assert near(name) == []


@pytest.mark.parametrize(
    "name",
    ["Hiệu trưởng các trường tiểu học", "hieu truong cac truong tieu hoc", "Hiệu trưởng các trường tiểu hoc 2",
     "Hiệu trưởng các trường tiểu học chính thức",
     "HT các trường tiểu học", "Hiệu trưởng trường các tiểu học", "Нiệu trưởng các trường tiểu học"],
)  # fmt: skip
def test_slips_and_imitations_of_a_public_name_are_flagged(name):
    group = make_group(name="Hiệu trưởng các trường tiểu học")
    assert near(name) == [f"Gần giống “Hiệu trưởng các trường tiểu học” ({group.code}, chính thức)."]


def test_a_former_name_and_a_strange_chat_are_flagged():
    group = make_group(name="Quản lý tiểu học quận")
    rename(group=group, new_name="Cán bộ quản lý cấp tiểu học", **amended())
    confirm_report(
        by=make_user(), now=timezone.now(), name="Nhận quà tặng giáo viên", url="https://zalo.me/g/giagia123"
    )
    assert near("Quản lí tiểu học quận") == [
        f"Gần giống “Quản lý tiểu học quận” ({reread(group).code}, chính thức, tên cũ)."
    ]
    assert near("Nhận quà tặng giáo viên") == ["Gần giống “Nhận quà tặng giáo viên”, đã xác nhận là nhóm lạ."]


def test_in_one_sheet_a_slip_is_flagged_and_a_series_is_not():
    series = ["Giáo viên toán cụm Đông", "Giáo viên tin cụm Đông", "Giáo viên khối 6"]
    assert near("Giáo viên khối 7", *series) == []
    assert near("Giáo viên sử cụm Đông", *series) == []
    assert near("Giáo viên toán cụm Đôn", *series) == ["Gần giống “Giáo viên toán cụm Đông” ở dòng 2 của tệp."]
