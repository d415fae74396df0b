"""The log in words: what is public of it, and nothing else."""

import pytest
from django.urls import reverse

from groups.domain.status import Status
from groups.queries import tree
from groups.services import amendments

from ..factories import OFFICE, amended, make_document, make_group, make_proposal, reread

pytestmark = pytest.mark.django_db


def ask(client, **asked):
    response = client.get(reverse("web:log"), asked)
    assert response.status_code == 200
    return response


def told(response):
    return [(each.what, each.name) for each in response.context["found"].told]


def test_an_empty_register_says_so(client):
    assert "Sổ chưa có sự kiện nào" in ask(client).content.decode()


def test_what_was_proposed_returned_or_declined_is_not_told(client):
    make_proposal(name="Nhóm kín một")
    make_group(name="Nhóm kín hai", status=Status.RETURNED)
    make_group(name="Nhóm kín ba", status=Status.DECLINED)
    response = ask(client)
    assert told(response) == []
    assert "Nhóm kín" not in response.content.decode()


def test_who_did_it_and_why_are_not_told(client):
    group = make_group()
    amendments.confirm(group=group, **amended(reason="Lý do nội bộ"))
    page = ask(client).content.decode()
    assert [word for word in ("Lý do nội bộ", "thu.", "Nhóm cần cho") if word in page] == []


def test_events_are_told_newest_first_under_the_name_of_then(client):
    group = make_group(name="Tên cũ")
    amendments.rename(group=group, new_name="Tên mới", **amended())
    response = ask(client)
    assert told(response) == [("Đổi tên nhóm", "Tên mới"), ("Công nhận nhóm", "Tên cũ")]
    assert "Tên nhóm: Tên cũ → Tên mới" in response.content.decode()


def test_the_head_stands_above(client):
    make_group()
    size, root = tree.head()
    page = ask(client).content.decode()
    assert root in page
    assert reverse("web:log_script") in page
    assert ask(client).context["head"].size == size


def test_the_log_is_narrowed_by_group_act_and_day(client):
    make_group(name="Một", status=Status.DISSOLVED)
    two = make_group(name="Hai")
    assert told(ask(client, ma=two.code.lower())) == [("Công nhận nhóm", "Hai")]
    assert told(ask(client, viec="dissolve")) == [("Giải tán nhóm", "Một")]
    assert told(ask(client, tu="06/11/2026")) == [("Giải tán nhóm", "Một")]
    assert len(told(ask(client, den="05/11/2026"))) == 2
    assert "không" in ask(client, viec="dissolve", ma=two.code).content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"ma": "https://zalo.me/g/abcdef123"}, "không phải mã số"),
        ({"ma": "x" * 50}, "dài quá"),
        ({"viec": "propose"}, "không có trong danh mục"),
        ({"tu": "32/13/2026"}, "ngày/tháng/năm"),
        ({"truoc": "abc"}, "Không có trang ấy"),
        ({"truoc": "9" * 40}, "Không có trang ấy"),
    ],
)
def test_what_cannot_be_read_is_said_and_narrows_nothing(client, asked, said):
    make_group(name="Hai")
    response = ask(client, **asked)
    assert said in response.content.decode()
    assert told(response) == [("Công nhận nhóm", "Hai")]
    assert OFFICE in response.content.decode()


def test_pages_follow_each_other_and_keep_the_question(client, django_assert_num_queries):
    document = make_document()
    for number in range(3):
        make_group(name=f"Nhóm {number}", document=document)
    with django_assert_num_queries(4):
        ask(client, viec="recognise")
    for number in range(3, 28):
        make_group(name=f"Nhóm {number}", document=document)
    with django_assert_num_queries(4):
        first = ask(client, viec="recognise")
    assert [name for _, name in told(first)] == [f"Nhóm {number}" for number in range(27, 2, -1)]
    assert "viec=recognise" in first.context["older"]
    second = client.get(first.context["older"])
    assert [name for _, name in told(second)] == ["Nhóm 2", "Nhóm 1", "Nhóm 0"]
    assert (second.context["older"], "truoc" in second.context["newest"]) == ("", False)


def test_a_merged_group_names_the_one_it_went_into(client):
    group = make_group(name="Đã ghép", status=Status.MERGED)
    assert reread(group).successor.name in ask(client, viec="merge").content.decode()


def test_every_page_leads_to_the_log(client):
    assert f'href="{reverse("web:log")}"' in client.get("/").content.decode()
