"""The page of one group."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.domain.codes import make_code
from groups.domain.status import Status
from groups.models import Directive
from groups.services import amendments, lifecycle
from groups.tests import factories

pytestmark = pytest.mark.django_db
HIDDEN = [Status.PROPOSED, Status.RETURNED, Status.DECLINED]
PUBLIC = [Status.RECOGNISED, Status.SUSPENDED, Status.DISSOLVED, Status.MERGED]


def address(code: str) -> str:
    return reverse("web:group", args=[code])


def html(response) -> str:
    return " ".join(response.content.decode().split())


def look(client, group) -> str:
    response = client.get(address(group.code))
    assert response.status_code == 200
    return html(response)


@pytest.mark.parametrize("status", HIDDEN)
def test_a_group_not_public_answers_exactly_like_a_code_never_given(client, status):
    hidden, unused = factories.make_group(status=status).code, make_code("BM", 999)

    first, second = client.get(address(hidden)), client.get(address(unused))

    assert first.status_code == second.status_code == 404
    assert first.content.decode().replace(hidden, "") == second.content.decode().replace(unused, "")
    assert {**first.headers, "Content-Length": ""} == {**second.headers, "Content-Length": ""}


@pytest.mark.parametrize("status", HIDDEN)
def test_a_loosely_typed_code_betrays_nothing_either(client, status):
    loose = factories.make_group(status=status).code.replace("-", "").lower()

    assert client.get(address(loose), follow=True).status_code == 404


@pytest.mark.parametrize("typed", ["abc", "BM-1-1", "x" * 300, "BM-0001-1\x00", "ＢＭ", "<b>", "…"])
def test_what_is_no_code_is_told_what_was_expected(client, typed):
    factories.make_authority()

    response = client.get(address(typed))

    assert response.status_code == 404
    assert "Mã nhóm có dạng như" in html(response)
    assert 'name="q"' in html(response)


def test_a_mistyped_code_is_told_so(client):
    code = factories.make_group().code
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")

    response = client.get(address(wrong))

    assert response.status_code == 404
    assert "không đúng ký tự kiểm tra" in html(response)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_it(client, method):
    group = factories.make_group()

    assert getattr(client, method)(address(group.code)).status_code == 405


@pytest.mark.parametrize("loose", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " ")])
def test_a_code_typed_loosely_leads_to_its_canonical_address(client, loose):
    group = factories.make_group()

    response = client.get(address(loose(group.code)))

    assert response.status_code == 302
    assert response.url == address(group.code)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.RECOGNISED, ["Chính thức", "từ <strong>05/11/2026</strong>", "Công văn 215/GDĐT (02/11/2026)"]),
        (Status.SUSPENDED, ["Tạm ngừng", "Từ <strong>16/11/2026</strong>", "Quyết định 230/GDĐT (12/11/2026)"]),
        (Status.DISSOLVED, ["Đã giải tán", "Từ <strong>16/11/2026</strong>", "Quyết định 230/GDĐT (12/11/2026)"]),
        (Status.MERGED, ["Đã ghép vào nhóm khác", "Từ <strong>16/11/2026</strong>", "Nhóm thay thế:"]),
    ],
)
def test_the_state_is_told_in_words_since_when_and_by_which_document(client, status, words):
    page = look(client, factories.make_group(status=status))

    assert all(word in page for word in words)


@pytest.mark.parametrize("status", PUBLIC)
def test_only_an_official_group_is_called_official(client, status):
    page = look(client, factories.make_group(status=status))

    assert ("verdict--official" in page) == (status == Status.RECOGNISED)
    assert ("Hãy so sánh" in page) == (status == Status.RECOGNISED)
    assert ("đừng coi đó là nhóm chính thức" in page) == (status != Status.RECOGNISED)


def test_a_merged_group_and_its_successor_name_each_other(client):
    successor = factories.make_group(name="Nhóm lớn")
    group = factories.make_group(name="Nhóm nhỏ", status=Status.MERGED, successor=successor)

    assert f'<a href="{address(successor.code)}">Nhóm lớn</a>' in look(client, group)
    page = look(client, successor)
    assert f'<a href="{address(group.code)}">Nhóm nhỏ</a>' in page
    assert "Nhận ghép một nhóm khác" in page


def test_it_tells_what_was_published(client):
    lead = factories.make_person(full_name="Lê Thị Trưởng", honorific="Bà")
    group = factories.make_group(
        lead=lead,
        lead_post="Phó Trưởng phòng",
        members_text="- Hiệu trưởng các trường;\n- Mời: Trung tâm VHTT",
        purpose="Trao đổi chuyên môn",
        directive_text="Tiếp tục duy trì",
        room_count=3,
    )

    page = look(client, group)

    for words in (
        "Phó Trưởng phòng", "Bà Lê Thị Trưởng", "<li>Hiệu trưởng các trường;</li>", "<li>Mời: Trung tâm VHTT</li>",
        "Trao đổi chuyên môn", "Tiếp tục duy trì", "gồm 3 nhóm cùng tên", "Zalo", "Tiểu học", factories.OFFICE,
    ):  # fmt: skip
        assert words in page


def test_uncertain_readings_are_marked_and_the_mark_is_explained(client):
    group = factories.make_group(
        uncertain=["name", "lead", "directive_text", "source_row"],
        source_row="02",
        source_document=factories.make_document(),
    )

    page = look(client, group)

    assert f'<h1 class="page-title">{group.name} [?]</h1>' in page.replace("> ", ">").replace(" <", "<")
    assert "Trưởng phòng GD-ĐT [?]" in page
    assert "Dòng 02 [?] của danh sách kèm" in page
    assert "Trên bản còn lại không đọc được [?]" in page
    assert "Đọc từ văn bản cũ" in page


def test_a_mark_inside_a_published_text_is_explained_too(client):
    assert "Đọc từ văn bản cũ" in look(client, factories.make_group(members_text="Bà Phan Tiến [?] Thanh"))


def test_where_nothing_is_uncertain_no_mark_is_explained(client):
    page = look(client, factories.make_group())

    assert "[?]" not in page


def test_a_former_name_is_told_with_its_days(client):
    group = factories.make_group(name="Cơ quan PGD")
    amendments.rename(group=group, new_name="Cơ quan Phòng Giáo dục", **factories.amended())

    page = look(client, group)

    assert "Cơ quan PGD" in page
    assert "(từ 05/11/2026 đến 16/11/2026)" in page
    assert "Đổi tên nhóm: “Cơ quan PGD” thành “Cơ quan Phòng Giáo dục”" in page


def test_a_first_day_known_to_the_month_is_not_made_exact(client):
    november = dt.date(2021, 11, 30)
    letter = factories.make_document(number="1496", issued_on=november, issued_precision="month")
    group = factories.make_proposal(proposed_on=november)
    basis = factories.decided(document=letter, effective_on=november, effective_precision="month")
    lifecycle.recognise(group=group, **basis)
    amendments.rename(group=group, new_name="Tên mới", **factories.amended())

    page = look(client, group)

    assert "(từ tháng 11/2021 đến 16/11/2026)" in page
    assert "30/11/2021" not in page


def test_a_directive_carried_out_is_told(client):
    group = factories.make_draft(platform="viber", directive_text="Chuyển sang zalo")
    Directive.objects.create(group=group, kind="migrate", target_platform="zalo")
    lifecycle.propose(group=group, by=factories.make_user(), effective_on=factories.PROPOSED_ON, now=factories.NOW)
    recognised = {"document": factories.make_document(), "effective_on": factories.RECOGNISED_ON}
    lifecycle.recognise(group=group, **factories.decided(**recognised))
    amendments.migrate_platform(group=group, platform="zalo", **factories.amended())

    page = look(client, factories.reread(group))

    assert "Chuyển sang ứng dụng khác (đã thực hiện ngày 16/11/2026)" in page
    assert "Chuyển nhóm sang ứng dụng khác: từ Viber sang Zalo" in page


def test_a_group_resumed_tells_both_days(client):
    group = factories.make_group(status=Status.SUSPENDED)
    lifecycle.resume(group=group, **factories.decided(effective_on=factories.TODAY))

    page = look(client, group)

    assert "từ <strong>23/11/2026</strong>" in page
    assert "Được công nhận lần đầu: 05/11/2026" in page


def test_what_happened_before_the_recognition_and_who_acted_are_not_told(client):
    group = factories.make_group(status=Status.DISSOLVED)

    response = client.get(address(group.code))

    assert [event.what for event in response.context["page"].happenings] == ["Giải tán nhóm", "Công nhận nhóm"]
    assert "thu." not in html(response)
    assert "Còn thiếu" not in html(response)


def test_many_events_cost_as_many_queries_as_one(client, django_assert_num_queries):
    group = factories.make_group()
    with django_assert_num_queries(7):
        look(client, group)
    for number in range(12):
        amendments.rename(group=group, new_name=f"Tên thứ {number}", **factories.amended())
    with django_assert_num_queries(7):
        look(client, group)
