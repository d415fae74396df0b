"""The list of groups: a filter or a search costs no more for many rows, and each row still leads back to it."""

from unittest.mock import patch
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags import admin_urls
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from groups.admin import group_list
from groups.models import WorkGroup
from groups.services import amendments
from groups.services.roles import SPECIALIST

from ..factories import PASSWORD, amended, make_draft, make_group, make_person, make_user

pytestmark = pytest.mark.django_db
LIST = "admin:groups_workgroup_changelist"


@pytest.fixture
def desk(client):
    assert client.login(username=make_user(role=SPECIALIST).username, password=PASSWORD)
    return client


def resolved(desk, query):
    """Return how many addresses Django takes apart to draw the page."""
    with patch.object(admin_urls, "resolve", wraps=resolve) as asked:
        assert desk.get(reverse(LIST), query).status_code == 200
    return asked.call_count


def names(desk, text, **query):
    return [group.name for group in desk.get(reverse(LIST), {"q": text, **query}).context["cl"].result_list]


@pytest.mark.parametrize("query", [{"platform__exact": "zalo"}, {"q": "nhom"}, {"o": "2"}])
def test_links_of_rows_are_not_taken_apart_one_by_one(desk, query):
    make_group(name="Nhóm 0")
    few = resolved(desk, query)
    for number in range(1, 6):
        make_group(name=f"Nhóm {number}")
    assert resolved(desk, query) == few


def test_a_row_of_a_filtered_list_leads_back_to_the_same_filters(desk):
    group = make_group(name="Nhóm A", platform="zalo")
    query = {"platform__exact": "zalo", "q": "nhóm & a=1", "o": "-2"}
    make_draft(name="Nhóm & a=1", platform="zalo")
    page = desk.get(reverse(LIST), query | {"q": "nhóm"}).content.decode()
    address = reverse("admin:groups_workgroup_change", args=[group.pk])
    links = [part.partition('"')[0].replace("&amp;", "&") for part in page.split('href="') if part.startswith(address)]

    assert len(links) == 2
    for link in links:
        [kept] = parse_qs(urlsplit(link).query)["_changelist_filters"]
        assert dict(parse_qsl(kept)) == query | {"q": "nhóm"}
    assert desk.get(links[0]).status_code == 200


def test_a_row_of_the_whole_list_has_a_bare_link(desk):
    group = make_group()
    page = desk.get(reverse(LIST)).content.decode()
    assert f'href="{reverse("admin:groups_workgroup_change", args=[group.pk])}"' in page


@pytest.mark.parametrize(("few", "beside"), [(1, 0), (1, 1_000), (1_000, 1), (1_000, 1_000)])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xyz", []),
        ("hieu truong", ["Hiệu trưởng A", "Hiệu trưởng B", "Tên mới", "Do người ấy dẫn"]),
        ("HT", ["Hiệu trưởng A", "Hiệu trưởng B", "HT C", "Tên mới"]),
        ("Truong", ["Hiệu trưởng A", "Hiệu trưởng B", "Tên mới", "Do người ấy dẫn"]),
        ("hieutruong", ["Hiệu trưởng A", "Hiệu trưởng B"]),
        ("ten moi", ["Tên mới"]),
    ],
)
def test_few_and_many_are_found_alike_and_in_the_order_of_the_list(desk, monkeypatch, few, beside, text, expected):
    monkeypatch.setattr(group_list, "_FEW", few)
    monkeypatch.setattr(group_list, "_BESIDE", beside)
    make_group(name="Hiệu trưởng A")
    make_group(name="Không liên quan")
    make_group(name="Hiệu trưởng B")
    make_group(name="HT C")
    renamed = make_group(name="Hiệu trưởng cũ")
    amendments.rename(group=renamed, new_name="Tên mới", **amended())
    make_group(name="Do người ấy dẫn", lead=make_person(full_name="Hiệu Văn Trưởng"))
    assert names(desk, text) == expected


@pytest.mark.parametrize("few", [1, 1_000])
def test_a_search_costs_as_many_queries_for_thirty_groups_as_for_three(desk, monkeypatch, few):
    monkeypatch.setattr(group_list, "_FEW", few)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert names(desk, "nhom")
        return seen.captured_queries

    for number in range(3):
        make_group(name=f"Nhóm {number}")
    first = len(queries())
    for number in range(27):
        make_group(name=f"Nhóm thêm {number}")
    assert len(queries()) == first


def test_a_page_of_many_is_read_in_their_order_and_no_set_of_groups_is_gathered_before(desk, monkeypatch):
    monkeypatch.setattr(group_list, "_FEW", 1)
    for number in range(3):
        make_group(name=f"Nhóm {number}")
    with CaptureQueriesContext(connection) as seen:
        names(desk, "nhom")
    [page] = [each["sql"] for each in seen.captured_queries if "LIKE" in each["sql"] and '"purpose"' in each["sql"]]
    assert "SELECT" not in page.removeprefix("SELECT")


TOLD = "Danh sách không có trang hoặc bộ lọc vừa hỏi"


@pytest.mark.parametrize("noun", ["workgroup", "person", "registerevent", "directive"])
@pytest.mark.parametrize(
    ("query", "told"), [({}, False), ({"p": "1"}, False), ({"p": "99"}, True), ({"p": "-1"}, True)]
)
def test_a_page_that_a_list_has_not_is_told_of(desk, noun, query, told):
    page = desk.get(reverse(f"admin:groups_{noun}_changelist"), query).content.decode()
    assert (TOLD in page) is told


@pytest.mark.parametrize(("page", "told"), [(2, False), (3, True)])
def test_of_a_list_of_several_pages_too(desk, monkeypatch, page, told):
    monkeypatch.setattr(admin.site._registry[WorkGroup], "list_per_page", 1)
    for name in ("A", "B"):
        make_draft(name=name)
    answer = desk.get(reverse(LIST), {"p": page}, follow=True)
    assert len(answer.context["cl"].result_list) == 1
    assert (TOLD in answer.content.decode()) is told
