"""The list of tasks: what is due, what stands in the way, the button that leads to the act, one day for several."""

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.domain.status import Status
from groups.models import Directive, OutgoingMail, RegisterEvent
from groups.queries.standing import marks_of
from groups.services import amendments
from groups.services.roles import CLERK, LEADER, SPECIALIST

from ..factories import PASSWORD, amended, make_document, make_draft, make_group, make_person, make_user, reread

pytestmark = pytest.mark.django_db
LIST, DUE = "admin:groups_directive_changelist", "admin:groups_directive_due"
TODAY = timezone.localdate()


def sign_in(client, role=SPECIALIST):
    user = make_user(role=role)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def task(kind="rename", group=None, name="Nhóm", days=None, **more):
    due_on = None if days is None else TODAY + dt.timedelta(days=days)
    return Directive.objects.create(group=group or make_group(name=name), kind=kind, due_on=due_on, **more)


def listed(client, **query):
    return list(client.get(reverse(LIST), query).context["cl"].result_list)


def test_a_stranger_is_sent_to_sign_in_and_one_without_a_role_sees_nothing(client):
    assert client.get(reverse(LIST)).status_code == 302
    sign_in(client, None)
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse("admin:groups_directive_result")).status_code == 403


def test_what_asks_for_no_act_is_no_task(client):
    task("maintain")
    task("function_only", name="B")
    make_draft(name="C").directives.create(kind="rename")
    task("rename", group=make_group(status=Status.DISSOLVED, name="D"))
    sign_in(client)
    assert listed(client) == []


def test_the_most_pressing_comes_first_and_what_has_no_day_last(client):
    rows = [task(name=f"N{days}", days=days) for days in (None, 30, -3, 5)]
    sign_in(client)
    assert listed(client) == [rows[2], rows[3], rows[1], rows[0]]


@pytest.mark.parametrize(("due", "days"), [("overdue", -1), ("soon", 0), ("soon", 14), ("later", 15), ("none", None)])
def test_tasks_are_filtered_by_their_day_to_the_day(client, due, days):
    for each in (-1, 0, 14, 15, None):
        task(name=f"N{each}", days=each)
    sign_in(client)
    assert days in [None if row.due_on is None else (row.due_on - TODAY).days for row in listed(client, due=due)]
    assert {row.task.due for row in listed(client, due=due)} == {due}


def test_a_task_is_found_by_its_groups_names_without_diacritics(client):
    found = task(name="Hiệu trưởng mầm non")
    task(name="Kế toán")
    amendments.rename(group=found.group, new_name="Quản lý mầm non", **amended())
    again = task(group=reread(found.group))
    sign_in(client)
    assert listed(client, q="hieu truong mam") == [again]
    assert listed(client, q="khong co") == []


def test_what_is_done_says_by_which_event(client):
    row = task()
    event = amendments.rename(group=row.group, new_name="Tên mới", **amended())
    sign_in(client)
    assert listed(client) == []
    html = client.get(reverse(LIST), {"done": "yes"}).content.decode()
    assert f"sự kiện {event.number}" in html
    assert (
        f"sự kiện {event.number}"
        in client.get(reverse("admin:groups_workgroup_change", args=[row.group_id])).content.decode()
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("TCBS-CDCS", "Chưa có nhóm chính thức nào tên “TCBS-CDCS”"),
        ("", "chưa nêu ghép vào nhóm nào"),
        ("Hai nhóm", "Có 2 nhóm chính thức tên"),
        ("Đã giải tán", "Chưa có nhóm chính thức"),
        ("Chính nó", "Chưa có nhóm chính thức"),
    ],
)
def test_a_merge_into_what_is_not_there_says_so(client, text, says):
    make_group(name="Hai nhóm"), make_group(name="HAI NHÓM"), make_group(name="Đã giải tán", status=Status.DISSOLVED)
    row = task("may_merge", name="Chính nó", target_text=text)
    sign_in(client, LEADER)
    assert says in client.get(reverse(LIST)).content.decode()
    page = client.get(reverse("admin:groups_workgroup_act", args=[row.group_id, "merge"]), {"directive": row.pk})
    assert says in page.content.decode()
    assert page.context["form"].initial == {}


@pytest.mark.parametrize("text", ["Tổ chức cán bộ", "nhóm TO CHUC CAN BO", "Tên cũ của nhóm", "BM-"])
def test_the_button_leads_to_the_act_with_the_target_filled_in(client, text):
    target = make_group(name="Tên cũ của nhóm")
    amendments.rename(group=target, new_name="Tổ chức cán bộ", **amended())
    row = task("may_merge", name="Bị ghép", target_text=reread(target).code if text == "BM-" else text)
    sign_in(client, LEADER)
    assert listed(client)[0].task.target == target
    url = reverse("admin:groups_workgroup_act", args=[row.group_id, "merge"]) + f"?directive={row.pk}"
    assert url in client.get(reverse(LIST)).content.decode()
    assert f'value="{reread(target)} (số {target.pk})"' in client.get(url).content.decode()


def test_the_app_to_move_to_is_chosen_beforehand(client):
    row = task("migrate", group=make_group(platform="viber"), target_platform="zalo")
    sign_in(client)
    url = reverse("admin:groups_workgroup_act", args=[row.group_id, "migrate"])
    assert client.get(url, {"directive": row.pk}).context["form"]["platform"].value() == "zalo"


@pytest.mark.parametrize("key", ["x", "999999", "²", "9" * 30, ""])
def test_a_task_that_is_not_there_fills_nothing_in(client, key):
    group = make_group()
    sign_in(client)
    page = client.get(reverse("admin:groups_workgroup_act", args=[group.pk, "rename"]), {"directive": key})
    assert (page.status_code, page.context["form"].task) == (200, None)


def test_thirty_tasks_ask_as_much_as_three(client):
    sign_in(client)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(LIST))
        return len(asked)

    for number in range(3):
        task("may_merge", name=f"N{number}", target_text=f"N{number + 1}", days=number)
    few = queries()
    for number in range(3, 30):
        task("may_merge", name=f"N{number}", target_text=f"N{number + 1}", days=number)
    assert queries() == few


def test_the_result_is_taken_away_as_a_sheet(client):
    task(name="Quá hạn", days=-2), task(name="Chưa có hạn")
    sign_in(client)
    answer = client.get(reverse("admin:groups_directive_result"), {"due": "overdue"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert (len(rows), rows[1][1], rows[1][5]) == (2, "Quá hạn", "Quá hạn")


def test_home_counts_what_is_overdue_and_due(client):
    task(name="A", days=-1), task(name="B", days=3), task(name="C", days=90)
    sign_in(client)
    heaps = {heap.label: (heap.count, heap.query) for heap in client.get(reverse("admin:index")).context["waiting"]}
    assert heaps["hướng xử lý quá hạn"] == (1, "due=overdue")
    assert heaps["hướng xử lý đến hạn trong 14 ngày"] == (1, "due=soon")


def due_page(rows):
    return f"{reverse(DUE)}?ids={','.join(str(row.pk) for row in rows)}"


def sent(rows, **more):
    return {
        "task": [row.pk for row in rows],
        "seen": list(marks_of({row.group for row in rows}).values()),
        "document": str(make_document()),
        "effective_on": f"{TODAY:%d/%m/%Y}",
        "due_on": f"{TODAY + dt.timedelta(days=30):%d/%m/%Y}",
        **more,
    }


def test_who_may_not_direct_sets_no_day(client):
    row = task()
    sign_in(client, CLERK)
    assert client.post(due_page([row]), sent([row])).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"due_on": ""}, "Hãy ghi một ngày"),
        ({"no_due": "on"}, "Hãy ghi một ngày"),
        ({"due_on": "01/01/2020"}, "không được trước ngày hiệu lực"),
        ({"document": ""}, "phải có văn bản"),
        ({"task": []}, "ít nhất một hướng xử lý"),
        ({"seen": ["1:999"]}, "Chưa nhóm nào được ghi"),
    ],
)
def test_a_day_that_cannot_be_set_says_why_and_writes_nothing(client, wrong, says):
    row = task()
    count = RegisterEvent.objects.count()
    sign_in(client)
    assert says in client.post(due_page([row]), sent([row], **wrong)).content.decode()
    assert (RegisterEvent.objects.count(), Directive.objects.get().due_on) == (count, None)


def test_several_get_one_day_under_one_document_and_history_tells_it(client):
    group = make_group(name="Hai việc")
    rows = [task(group=group), task("dissolve", group=group, days=3), task(name="Khác")]
    Directive.objects.update(reminded_on=TODAY)
    sign_in(client)
    answer = client.post(due_page(rows), sent(rows), follow=True)
    assert "2 sự kiện" in answer.content.decode()
    day = TODAY + dt.timedelta(days=30)
    assert set(Directive.objects.values_list("due_on", "reminded_on")) == {(day, None)}
    html = client.get(reverse("admin:groups_workgroup_change", args=[group.pk])).content.decode()
    assert "Hạn: Điều chỉnh tên nhóm" in html
    assert f"{day:%d/%m/%Y}" in html
    assert "due" not in RegisterEvent.objects.order_by("-number").first().public


def test_a_day_is_taken_away(client):
    row = task(days=3)
    sign_in(client)
    client.post(due_page([row]), sent([row], due_on="", no_due="on"))
    assert Directive.objects.get().due_on is None


def test_letters_about_days_are_read_before_and_written_once_a_reader(client):
    person = make_person(email="khai@truong.example")
    rows = [task(group=make_group(name=f"N{number}", lead=person, lead_post="")) for number in range(2)]
    sign_in(client)
    page = client.post(due_page(rows), sent(rows, preview="1"))
    assert [draft.reader.name for draft in page.context["letters"]] == ["Bà Trần Thị Minh Khai"]
    assert (OutgoingMail.objects.count(), Directive.objects.filter(due_on=None).count()) == (0, 2)
    client.post(due_page(rows), sent(rows))
    assert OutgoingMail.objects.count() == 1
