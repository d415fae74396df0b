"""The list of official groups."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from groups.domain.codes import make_code
from groups.domain.platforms import Platform
from groups.domain.status import Status
from groups.domain.vocabulary import Level
from groups.models import MissingRow
from groups.services import amendments
from groups.tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("web:list")
SECRETS = [
    "https://zalo.me/g/abcdef123",
    "zalo.me/g/abcdef123",
    "xem giúp nhóm ZALO.ME/g/abcdef123 với",
    "invite.viber.com/?g2=" + "A" * 64,
    "viber://invite?g2=" + "A" * 64,
    "chat.zalo.me/?g=abcdef123",
    "ｚalo.me/g/abcdef123",
    "zalo\u200b.me/g/abcdef123",
    "https://" + "dai" * 100,
]


def ask(client, **query):
    return client.get(LIST, query)


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


def html(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_it(client, method):
    assert getattr(client, method)(LIST).status_code == 405


@pytest.mark.parametrize("state", ["official", "suspended", "ended"])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.RETURNED, Status.DECLINED])
def test_what_was_never_recognised_stands_under_no_tab(client, status, state):
    factories.make_group(status=status)

    response = ask(client, state=state)

    assert names(response) == []
    assert set(response.context["found"].counts.values()) == {0}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.RECOGNISED, "official"),
        (Status.SUSPENDED, "suspended"),
        (Status.DISSOLVED, "ended"),
        (Status.MERGED, "ended"),
    ],
)
def test_a_group_stands_under_one_tab_only(client, status, state):
    group = factories.make_group(status=status, name="Nhóm duy nhất", successor=None)

    found = {tab: group.name in names(ask(client, state=tab)) for tab in ("official", "suspended", "ended")}

    assert found == {tab: tab == state for tab in found}


@pytest.mark.parametrize("secret", SECRETS)
def test_an_invite_link_is_neither_searched_for_nor_shown_again(client, secret):
    factories.make_group()

    page = html(ask(client, q=secret))

    assert "Danh sách không tìm theo liên kết" in page
    assert "abcdef123" not in page
    assert "AAAA" not in page
    assert "daidai" not in page


@pytest.mark.parametrize("text", ["0901234567", "co.giao@truong.example"])
def test_a_phone_or_address_of_a_person_is_not_shown_again(client, text):
    page = html(ask(client, q=text))

    assert text not in page
    assert "thông tin cá nhân" in page


def test_a_text_too_long_is_refused_in_words(client):
    factories.make_group()

    assert "dài hơn 200 ký tự" in html(ask(client, q="nhóm " * 50))


def test_a_text_of_the_longest_length_is_searched_for(client):
    assert ask(client, q="x" * 200).context["form"].refused == ""


@pytest.mark.parametrize("text", ["???", "...", "“”", "\x00"])
def test_a_text_without_a_word_finds_nothing_instead_of_everything(client, text):
    factories.make_group()

    response = ask(client, q=text)

    assert response.status_code == 200
    assert response.context["form"].refused


@pytest.mark.parametrize("query", [{"app": "xyz"}, {"level": "9"}, {"state": "secret"}, {"app": "\x00"}])
def test_an_unknown_filter_is_left_out_and_named(client, query):
    group = factories.make_group()

    response = ask(client, **query)

    assert response.status_code == 200
    assert names(response) == [group.name]
    assert len(response.context["form"].ignored) == 1
    assert "không có trong bộ lọc" in html(response)


@pytest.mark.parametrize("number", ["abc", "0", "-1", "2", "9" * 5000, "1.5", ""])
def test_a_page_that_is_not_there_is_said_and_the_nearest_shown(client, number):
    group = factories.make_group()

    response = ask(client, page=number)

    assert names(response) == [group.name]
    assert "Trang được hỏi không có" in html(response)


def test_what_was_asked_in_vain_is_no_proof_of_fraud(client):
    factories.make_group()

    page = html(ask(client, q="phụ huynh lớp 1A"))

    assert "không phải là nhóm chính thức" in page
    assert "chưa chứng tỏ là lừa đảo" in page
    assert "phụ huynh lớp 1A" in page


def test_an_empty_register_does_not_call_a_group_unofficial(client):
    factories.make_authority()

    page = html(ask(client, q="hiệu trưởng"))

    assert "Sổ chưa có nhóm nào" in page
    assert "chưa chứng tỏ là lừa đảo" not in page


def test_markup_in_the_text_stays_text(client):
    page = ask(client, q="<script>alert(1)</script>").content.decode()

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_hit_under_another_tab_is_told(client):
    factories.make_group(name="Kế toán trường học", status=Status.DISSOLVED)

    page = html(ask(client, q="ke toan"))

    assert "Đã kết thúc: 1 nhóm" in page


@pytest.mark.parametrize("text", ["hieu truong", "HIỆU TRƯỞNG", "truong hieu", "hiệu"])
def test_any_words_find_a_group_with_or_without_diacritics(client, text):
    group = factories.make_group(name="Hiệu trưởng các trường")
    factories.make_group(name="Kế toán")

    assert names(ask(client, q=text)) == [group.name]


def test_a_former_name_finds_a_group(client):
    group = factories.make_group(name="Cơ quan PGD")
    amendments.rename(group=group, new_name="Cơ quan Phòng Giáo dục", **factories.amended())

    assert names(ask(client, q="co quan pgd")) == ["Cơ quan Phòng Giáo dục"]


def test_app_and_level_narrow_the_list_and_its_tabs(client):
    factories.make_group(name="Zalo tiểu học", platform=Platform.ZALO, level=Level.PRIMARY)
    factories.make_group(name="Viber tiểu học", platform=Platform.VIBER, level=Level.PRIMARY)
    factories.make_group(name="Viber mầm non", platform=Platform.VIBER, level=Level.PRESCHOOL)

    response = ask(client, app="viber", level="primary")

    assert names(response) == ["Viber tiểu học"]
    assert response.context["found"].counts == {"official": 1, "suspended": 0, "ended": 0}


def test_a_row_tells_name_app_level_lead_code_and_state_in_words(client):
    person = factories.make_person(full_name="Nguyễn Văn Trưởng", honorific="Ông", uncertain=True)
    group = factories.make_group(name="Nhóm chung", lead=person, lead_post="Chuyên viên", level=Level.PRIMARY)

    page = html(ask(client))

    for words in (
        "Nhóm chung", "Zalo", "Tiểu học", "Nguyễn Văn Trưởng [?]", group.code, "badge--official", "</svg>Chính thức"
    ):  # fmt: skip
        assert words in page.replace("</svg> Chính thức", "</svg>Chính thức")


@pytest.mark.parametrize("typed", ["{}", "{} "])
def test_a_code_finds_its_group(client, typed):
    group = factories.make_group()

    assert names(ask(client, q=typed.format(group.code))) == [group.name]


def test_a_code_typed_loosely_is_read_and_not_called_unknown(client):
    group = factories.make_group(status=Status.DISSOLVED)

    page = html(ask(client, q=group.code.replace("-", "").lower()))

    assert reverse("web:group", args=[group.code]) in page
    assert "Đã giải tán" in page
    assert "chưa chứng tỏ là lừa đảo" not in page


def test_a_mistyped_code_is_told_so(client):
    group = factories.make_group()
    wrong = group.code[:-1] + ("A" if group.code[-1] != "A" else "B")

    assert "không đúng ký tự kiểm tra" in html(ask(client, q=wrong))


def test_a_code_without_its_last_character_is_told_what_a_code_looks_like(client):
    factories.make_group()

    assert "một ký tự kiểm tra" in html(ask(client, q="bm0001"))


def test_the_code_of_a_proposal_answers_like_one_never_given(client):
    factories.make_group()
    proposal, unused = factories.make_proposal(name="Đề nghị kín").code, make_code("BM", 999)

    first, second = html(ask(client, q=proposal)), html(ask(client, q=unused))

    assert first.replace(proposal, "") == second.replace(unused, "")


def test_twenty_five_stand_on_a_page_each_once_and_links_keep_the_question(client):
    for number in range(30):
        factories.make_group(name=f"Nhóm thứ {number:02d}")

    first, second = ask(client, q="nhom"), ask(client, q="nhom", page="2")

    assert len(names(first)) == 25
    assert sorted(names(first) + names(second)) == [f"Nhóm thứ {number:02d}" for number in range(30)]
    assert [parse_qs(urlsplit(link).query) for _, link in first.context["links"]] == [
        {"q": ["nhom"]},
        {"q": ["nhom"], "page": ["2"]},
    ]


def test_the_tabs_keep_the_question_and_begin_at_their_first_page(client):
    query = {"q": "nhóm 1&2", "app": "zalo", "level": "primary"}
    tabs = ask(client, page="7", **query).context["tabs"]

    assert [parse_qs(urlsplit(link).query) for *_, link in tabs] == [
        {name: [value] for name, value in {**query, **state}.items()}
        for state in ({}, {"state": "suspended"}, {"state": "ended"})
    ]


def test_thirty_rows_cost_as_many_queries_as_one(client, django_assert_num_queries):
    person = factories.make_person()
    factories.make_group(name="Nhóm 0", lead=person)
    with django_assert_num_queries(4):
        ask(client)
    for number in range(1, 30):
        factories.make_group(name=f"Nhóm {number}", lead=factories.make_person(full_name=f"Người {number}"))
    with django_assert_num_queries(4):
        ask(client)


class TestMissingRows:
    """Rows of the source document that can no longer be read."""

    @pytest.fixture
    def document(self):
        document = factories.make_document(
            number="1496", symbol="GDĐT-PC", issued_on=dt.date(2021, 11, 30), issued_precision="month"
        )
        for row in ("12", "01", "04"):
            MissingRow.objects.create(document=document, source_row=row)
        return document

    def test_of_a_list_whose_groups_are_not_public_nothing_is_told(self, client, document):
        factories.make_proposal(source_document=document)

        assert "không còn đọc được" not in html(ask(client))

    @pytest.mark.parametrize(
        "query", [{"q": "nhóm"}, {"app": "zalo"}, {"state": "ended"}, {"q": "https://zalo.me/g/x"}]
    )
    def test_they_are_told_on_the_whole_list_only(self, client, document, query):
        factories.make_group(source_document=document)

        assert "Những dòng không còn đọc được" not in html(ask(client, **query))

    def test_they_are_named_in_order_with_their_document(self, client, document):
        factories.make_group(source_document=document)

        page = html(ask(client))

        assert "Các dòng 01, 04, 12 của danh sách kèm Công văn 1496/GDĐT-PC (tháng 11/2021) không còn đọc được." in page
