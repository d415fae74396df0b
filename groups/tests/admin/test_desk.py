"""The desk itself: charts of the home page, one box that finds everything, filters kept and results taken away."""

import datetime as dt
import io
import re
from html import unescape

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.domain.status import Status
from groups.models import SavedFilter
from groups.queries.charts import charts, events_by_month
from groups.services.filters import MOST
from groups.services.roles import CLERK, LEADER, SPECIALIST

from ..factories import PASSWORD, TODAY, make_authority, make_document, make_draft, make_group, make_person, make_user

pytestmark = pytest.mark.django_db
LIST = "admin:groups_workgroup_changelist"
KEEP = "admin:groups_workgroup_keep_filter"
RESULT = "admin:groups_workgroup_result"


def sign_in(client, role=SPECIALIST):
    user = make_user(role=role)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def found(client, text):
    sections = client.get(reverse("admin:find"), {"q": text}).context["sections"]
    return {section.model: [each.label for each in section.found] for section in sections}


# --- Home -----------------------------------------------------------------------------------------------------------
def test_an_account_without_a_role_is_shown_nothing_and_told_what_it_lacks(client):
    make_group(name="Nhóm chưa ai biết", status=Status.PROPOSED)
    client.force_login(make_user(role=None))

    page = client.get(reverse("admin:index")).content.decode()

    assert "Nhóm chưa ai biết" not in page
    assert "/workgroup/" not in page
    assert "chưa được giao vai trò" in page


def test_an_account_without_an_office_is_told_so_and_asked_to_begin_nothing(client):
    make_authority(code="KH", name="Phòng khác")
    make_group()
    client.force_login(make_user(username="chua.giao", offices=[]))

    answer = client.get(reverse("admin:index"))

    page = answer.content.decode()
    assert "chưa được giao làm việc cho cơ quan nào" in page
    assert (answer.context["shortcuts"], "Hãy ghi nhóm đầu tiên" in page) == ([], False)


def test_whoever_lacks_nothing_is_told_of_nothing_missing(client):
    make_authority()
    sign_in(client)
    page = client.get(reverse("admin:index")).content.decode()
    assert "chưa được giao" not in page
    assert "Hãy ghi nhóm đầu tiên" in page


def test_charts_count_official_groups_alone():
    make_group(name="A", platform="zalo", level="preschool")
    make_group(name="B", platform="viber", level="preschool")
    make_group(name="C", platform="zalo", status=Status.DISSOLVED)
    make_draft(name="D")

    by_platform, by_level, _ = charts(make_user(), TODAY)

    assert {bar.label: bar.count for bar in by_platform.bars} == {"Zalo": 1, "Viber": 1}
    assert [(bar.count, bar.share) for bar in by_level.bars] == [(2, 100)]


def test_twelve_months_end_with_the_present_one_and_empty_ones_stay():
    make_group()
    user = make_user()

    bars = events_by_month(user, TODAY).bars

    assert len(bars) == 12
    assert bars[-1].label == f"{TODAY:%m/%Y}"
    assert bars[-1].count == 2
    assert {bar.count for bar in bars[:-1]} == {0}
    few = events_by_month(user, dt.date(2026, 2, 28), 3).bars
    assert [bar.label for bar in few] == ["12/2025", "01/2026", "02/2026"]


def test_each_bar_leads_to_the_groups_or_events_it_counts(client):
    make_group(name="A", platform="zalo")
    make_group(name="B", platform="viber")
    sign_in(client)
    for chart in client.get(reverse("admin:index")).context["charts"]:
        model = "registerevent" if chart.key == "month" else "workgroup"
        for bar in chart.bars:
            page = client.get(f"{reverse(f'admin:groups_{model}_changelist')}?{bar.query}")
            assert page.context["cl"].result_count == bar.count, bar


def test_home_costs_as_many_queries_for_thirty_groups_as_for_three(client, django_assert_num_queries):
    sign_in(client)
    counts = []
    for asked in (3, 27):
        for number in range(asked):
            make_group(name=f"Nhóm {asked} {number}")
        with django_assert_num_queries(counts[0]) if counts else CaptureQueriesContext(connection) as seen:
            client.get(reverse("admin:index"))
        counts.append(len(seen.captured_queries))


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (None, []),
        (SPECIALIST, ["Ghi nhóm mới", "Xuất danh sách", "Xác nhận một nhóm lạ"]),
        (CLERK, ["Công bố danh sách", "Xuất danh sách"]),
    ],
)
def test_home_offers_what_this_person_may_begin_with_and_each_button_opens(client, role, labels):
    sign_in(client, role)
    offered = client.get(reverse("admin:index")).context["shortcuts"]
    assert [each.label for each in offered if each.label in labels] == labels
    assert [each.label for each in offered if client.get(reverse(each.place)).status_code != 200] == []


def test_the_tables_stand_in_the_order_of_a_days_work(client):
    sign_in(client)
    [app] = client.get(reverse("admin:index")).context["app_list"]
    names = [model["object_name"] for model in app["models"]]
    assert names[0] == "WorkGroup"
    assert names.index("Publication") < names.index("Document") < names.index("Person") < names.index("RegisterEvent")


@pytest.mark.parametrize(
    "model", ["workgroup", "unit", "person", "document", "reportedchat", "publication", "missingrow"]
)
def test_an_empty_list_says_what_to_do(client, model):
    sign_in(client)
    page = client.get(reverse(f"admin:groups_{model}_changelist"))
    assert page.context["cl"].model_admin.nothing_yet in page.content.decode()


def test_a_search_without_result_says_how_to_go_on(client):
    make_group()
    sign_in(client)
    page = client.get(reverse(LIST), {"q": "không có ở đâu"}).content.decode()
    assert "Không có mục nào khớp" in page
    assert "Sổ chưa có nhóm nào" not in page


# --- Finding --------------------------------------------------------------------------------------------------------
def test_one_box_finds_groups_people_and_documents_without_diacritics(client):
    lead = make_person(full_name="Nguyễn Thị Hồng Đào", post="Chuyên viên")
    group = make_group(name="Hiệu trưởng tiểu học", lead=lead, lead_post="")
    make_document(number="77", subject="V/v tuyển sinh đầu cấp")
    sign_in(client)

    assert found(client, "thi hong dao") == {"workgroup": [group.name], "person": ["Bà Nguyễn Thị Hồng Đào"]}
    assert found(client, group.code)["workgroup"] == [group.name]
    assert [label[:10] for label in found(client, "tuyen sinh")["document"]] == ["Công văn 7"]
    assert found(client, "không có ở đâu") == {}


@pytest.mark.parametrize("text", ["", "   ", "***", "\x00", "a" * 500, "%", "'; DROP TABLE"])
def test_a_strange_text_finds_nothing_and_breaks_nothing(client, text):
    make_group()
    sign_in(client)
    assert client.get(reverse("admin:find"), {"q": text}).status_code == 200


def test_a_link_a_phone_or_an_address_finds_nobody(client):
    person = make_person(full_name="Có Điện Thoại", phone="0912345678", email="kin@truong.example")
    make_group(lead=person, url="https://zalo.me/g/abcdef123")
    sign_in(client)
    for secret in ("0912345678", "kin@truong.example", "abcdef123"):
        assert found(client, secret) == {}


LINK = "https://zalo.me/g/abcdef123"
VIBER = f"viber://invite2?g2={'A1b+' * 16}"
TO_CHECK = f'action="{reverse("web:check")}" method="post"'


@pytest.mark.parametrize("send", ["get", "post"])
@pytest.mark.parametrize(
    "text", [LINK, "zalo.me/g/abcdef123", VIBER, f"vào nhóm {LINK} nhé", f"{LINK}?utm_source={'x' * 3_000}"]
)
def test_a_link_is_led_to_the_check_whole_and_not_shown_again(client, send, text):
    make_group(name="Nhóm zalo abcdef123", url=LINK)
    sign_in(client)

    answer = getattr(client, send)(reverse("admin:find"), {"q": text})

    page = answer.content.decode()
    assert "Đây là một liên kết" in page
    assert TO_CHECK in page
    assert "data-hide-address" in page
    [carried] = re.findall(r'<input type="hidden" name="q" value="([^"]*)"', page)
    assert unescape(carried) == text
    assert page.count("abcdef123") + page.count("A1b+") == carried.count("abcdef123") + carried.count("A1b+")
    assert answer.context["sections"] == []


def test_what_the_desk_carries_to_the_check_is_answered_there(client):
    make_group(url=LINK)
    sign_in(client)
    page = client.post(reverse("admin:find"), {"q": LINK}).content.decode()
    [carried] = re.findall(r'<input type="hidden" name="q" value="([^"]*)"', page)
    answer = client.post(reverse("web:check"), {"q": unescape(carried)})
    assert answer.context["answer"].verdict == "official"


@pytest.mark.parametrize(
    "text", ["Nhóm zalo về văn - thể - mỹ", "215/GDĐT", "mai@truong.example", "P.GD-ĐT", "TB-0001"]
)
def test_what_is_no_link_is_searched_for(client, text):
    sign_in(client)
    page = client.post(reverse("admin:find"), {"q": text}).content.decode()
    assert TO_CHECK not in page
    assert f'value="{text}"' in page


def test_the_address_of_a_group_s_own_page_finds_the_group(client):
    group = make_group()
    sign_in(client)
    address = f"http://testserver{reverse('web:group', args=[group.code])}"
    assert found(client, address)["workgroup"] == [group.name]


def test_a_list_that_is_asked_for_a_link_says_where_links_are_checked(client):
    make_group(url=LINK)
    sign_in(client)
    for text, told in ((LINK, True), ("không có ở đâu", False)):
        page = client.get(reverse(LIST), {"q": text}).content.decode()
        assert ("Đây là một liên kết" in page and reverse("web:check") in page) is told


def test_who_may_not_see_groups_finds_none(client):
    make_group(name="Hiệu trưởng tiểu học")
    sign_in(client, None)
    assert found(client, "hieu truong") == {}


def test_a_stranger_is_asked_to_sign_in(client):
    for name in ("admin:find", RESULT):
        assert client.get(reverse(name)).status_code == 302


def test_finding_costs_as_many_queries_for_thirty_as_for_three(client, django_assert_num_queries):
    sign_in(client)
    for number in range(3):
        make_group(name=f"Tiểu học {number}", lead=make_person(full_name=f"Tiểu Học {number}"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("admin:find"), {"q": "tieu hoc"})
    for number in range(30):
        make_group(name=f"Tiểu học thêm {number}", lead=make_person(full_name=f"Tiểu Học Thêm {number}"))
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(reverse("admin:find"), {"q": "tieu hoc"})


# --- Results and filters --------------------------------------------------------------------------------------------
def test_the_result_holds_what_the_page_lists_and_no_secret(client):
    lead = make_person(full_name="Trần Thị Dẫn", phone="0912345678")
    make_group(name="=Nhóm Viber", platform="viber", lead=lead, lead_post="", url="")
    make_group(name="Nhóm Zalo", url="https://zalo.me/g/abcdef123")
    sign_in(client)

    answer = client.get(reverse(RESULT), {"platform__exact": "viber"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(lines) == 2
    assert lines[0][:2] == ["Mã số", "Tên nhóm"]
    assert lines[1][1] == "=Nhóm Viber"
    assert sheet["B2"].data_type == "s"
    assert "Trần Thị Dẫn" in lines[1][8]
    assert "0912345678" not in str(lines)
    assert sheet.auto_filter.ref == "A1:M2"


def test_a_result_costs_as_many_queries_for_thirty_groups_as_for_three(client, django_assert_num_queries):
    sign_in(client)
    for number in range(3):
        make_group(name=f"Nhóm {number}")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(RESULT))
    for number in range(27):
        make_group(name=f"Nhóm thêm {number}")
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(reverse(RESULT))


@pytest.mark.parametrize("query", [{"links__url__contains": "zalo"}, {"nonsense": "1"}])
def test_a_result_asks_nothing_that_the_page_does_not_offer(client, query):
    sign_in(client)
    assert client.get(reverse(RESULT), query).status_code == 400


def test_who_may_not_export_takes_no_result_away(client):
    make_group()
    sign_in(client, None)
    assert client.get(reverse(RESULT)).status_code == 403


def test_a_filter_is_kept_shown_used_and_dropped_by_its_owner_alone(client):
    make_group(name="A", platform="viber")
    make_group(name="B")
    user = sign_in(client)

    client.post(reverse(KEEP), {"name": " Viber ", "query": "platform__exact=viber&links__url__contains=z&p=2"})
    kept = SavedFilter.objects.get()
    page = client.get(f"{reverse(LIST)}?{kept.query}")

    assert (kept.user, kept.name, kept.query) == (user, "Viber", "platform__exact=viber")
    assert page.context["cl"].result_count == 1
    assert 'aria-current="true"' in page.content.decode()

    client.logout()
    sign_in(client, CLERK)
    assert not client.get(reverse(LIST)).context["kept_filters"]
    client.post(reverse("admin:groups_workgroup_drop_filter", args=[kept.pk]))
    assert SavedFilter.objects.exists()
    client.logout()
    client.login(username=user.username, password=PASSWORD)
    client.post(reverse("admin:groups_workgroup_drop_filter", args=[kept.pk]))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        (" ", "q=a", "đặt tên"),
        ("Tên", "", "chưa được lọc"),
        ("Tên", "links__url__contains=z", "chưa được lọc"),
        ("Đã có", "q=b", "đã có một bộ lọc"),
        ("x" * 61, "q=a", "60"),
        ("Tên", f"q={'a' * 600}", "500"),
    ],
)
def test_a_filter_that_cannot_be_kept_says_why(client, name, query, says):
    user = sign_in(client, LEADER)
    SavedFilter.objects.create(user=user, name="Đã có", query="q=a")
    page = client.post(reverse(KEEP), {"name": name, "query": query}, follow=True)
    assert says in " ".join(str(message) for message in page.context["messages"])
    assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "shown"), [("Đã có", "Đã có"), ("x" * 300, "x" * 200), ('"><b>', "&quot;&gt;&lt;b&gt;")]
)
def test_the_name_of_a_filter_that_could_not_be_kept_is_still_in_its_field_once(client, name, shown):
    user = sign_in(client)
    SavedFilter.objects.create(user=user, name="Đã có", query="q=a")
    SavedFilter.objects.create(user=user, name='"><b>', query="q=a")

    def field(answer):
        return re.search(r'id="kept-name"[^>]*?value="([^"]*)"([^>]*)', answer.content.decode()).groups()

    page = client.post(reverse(KEEP), {"name": name, "query": "q=b"}, follow=True)
    value, rest = field(page)
    assert (value, "aria-invalid" in rest) == (shown, True)
    assert page.redirect_chain == [(f"{reverse(LIST)}?q=b", 302)]  # not in the address
    value, rest = field(client.get(reverse(LIST), {"q": "b"}))
    assert (value, "aria-invalid" in rest) == ("", False)


def test_a_filter_that_was_kept_leaves_its_field_empty(client):
    sign_in(client)
    page = client.post(reverse(KEEP), {"name": "Mới", "query": "q=b"}, follow=True).content.decode()
    assert re.search(r'id="kept-name"[^>]*?value=""', page)


def test_nobody_keeps_filters_without_end(client):
    user = sign_in(client)
    SavedFilter.objects.bulk_create(SavedFilter(user=user, name=str(number), query="q=a") for number in range(MOST))
    client.post(reverse(KEEP), {"name": "Một nữa", "query": "q=a"})
    assert SavedFilter.objects.count() == MOST


def test_two_filters_of_one_person_bear_two_names():
    user = make_user()
    SavedFilter.objects.create(user=user, name="Viber", query="q=a")
    with pytest.raises(ValidationError):
        SavedFilter(user=user, name="Viber", query="q=b").full_clean()


@pytest.mark.parametrize(("text", "count"), [("Hiệu trưởng", 2), ("hieu truong", 2), ("không có", 0), ("", 4)])
def test_events_are_found_by_the_name_of_their_group(client, text, count):
    make_group(name="Hiệu trưởng tiểu học")
    make_group(name="Quản lý mầm non")
    sign_in(client)
    page = client.get(reverse("admin:groups_registerevent_changelist"), {"q": text})
    assert page.context["cl"].result_count == count
