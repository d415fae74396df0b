"""The pages of the list: each group once, in order, however deep the page lies."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.domain.status import Status
from groups.domain.vocabulary import MARK, GroupRole
from groups.models import WorkGroup
from groups.queries import public_list
from groups.queries.public_list import PAGE_SIZE, State, Wanted, group_list
from groups.queries.public_version import PublicVersion, current
from groups.services import amendments
from groups.services.amendments import AdministratorLine
from groups.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_pages(monkeypatch):
    """Make each page from the second on a deep one."""
    monkeypatch.setattr(public_list, "PAGE_SIZE", 3)
    monkeypatch.setattr(public_list, "_DEEP", 3)


@pytest.fixture
def at_a_version():
    token = current.set(PublicVersion(10**9, 1))
    yield
    current.reset(token)


def pages(count, size=3):
    rows = group_list(Wanted()).rows
    return [[row.code for row in rows[start : start + size]] for start in range(0, count * size, size)]


def test_the_pages_hold_each_official_group_once_in_order(small_pages):
    codes = [factories.make_group(name=f"Nhóm {number}").code for number in range(8)]
    factories.make_group(name="Tạm ngừng", status=Status.SUSPENDED)
    factories.make_group(name="Đề nghị", status=Status.PROPOSED)

    found = pages(4)

    assert [len(page) for page in found] == [3, 3, 2, 0]
    assert [code for page in found for code in page] == sorted(codes)


def test_a_deep_page_does_not_count_its_way_there(small_pages, at_a_version):
    for number in range(8):
        factories.make_group(name=f"Nhóm {number}")
    pages(3)  # where the pages begin is known from now on

    with CaptureQueriesContext(connection) as asked:
        found = pages(3)

    assert [len(page) for page in found] == [3, 3, 2]
    offsets = [re.search(r"(\d+)\)?$", query["sql"])[1] for query in asked]  # the last word, of a planned one too
    assert offsets == ["0", "0", "0"]


def test_where_pages_begin_is_asked_anew_at_another_version(small_pages, at_a_version):
    for number in range(4):
        factories.make_group(name=f"Nhóm {number}")
    assert [len(page) for page in pages(3)] == [3, 1, 0]
    for number in range(4, 7):
        factories.make_group(name=f"Nhóm {number}")
    current.set(PublicVersion(10**9, 2))

    assert [len(page) for page in pages(3)] == [3, 3, 1]


def test_a_group_with_deputies_and_a_former_lead_is_one_row():
    group = factories.make_group(name="Nhóm một", lead=factories.make_person(full_name="Trần Thị B"))
    deputies = [AdministratorLine(GroupRole.DEPUTY, factories.make_person(full_name=f"Phó {n}")) for n in range(2)]
    amendments.change_administrators(group=group, lines=deputies, **factories.amended())
    new = factories.make_person(full_name="Lê Văn C")
    amendments.change_lead(group=factories.reread(group), person=new, **factories.amended())

    (row,) = group_list(Wanted()).rows[0:PAGE_SIZE]

    assert "Lê Văn C" in row.lead


def test_what_is_uncertain_is_marked_as_on_the_page_of_the_group():
    group = factories.make_group(name="Nhóm một", room_count=2, uncertain=["name", "room_count", "lead"])

    (row,) = group_list(Wanted()).rows[0:PAGE_SIZE]

    group = WorkGroup.objects.get(pk=group.pk)
    assert (row.name, row.room_count_read) == (group.marked("name"), group.marked("room_count"))
    assert row.name.endswith(MARK)


@pytest.mark.parametrize("wanted", [Wanted(text="nhom"), Wanted(platform="zalo"), Wanted(state=State.ENDED)])
def test_a_row_reads_the_same_by_whatever_way_it_was_found(wanted):
    status = Status.DISSOLVED if wanted.state == State.ENDED else Status.RECOGNISED
    group = factories.make_group(name="Nhóm một", platform="zalo", status=status)

    (row,) = group_list(wanted).rows[0:PAGE_SIZE]

    assert (row.code, row.name, row.status) == (group.code, group.name, group.status)
    assert row.get_status_display == group.get_status_display()
    assert row.get_platform_display == group.get_platform_display()
    assert row.get_level_display == group.get_level_display()
