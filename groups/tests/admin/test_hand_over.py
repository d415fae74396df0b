"""The page that hands over the groups of one who leaves: who gets it, what it shows, what stops it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.domain.status import Action, Status
from groups.models import Document, OutgoingMail, Person, Posting, RegisterEvent, SecretLook
from groups.queries.facts import current_lead
from groups.queries.standing import marks_of
from groups.services import amendments
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import PASSWORD, amended, make_authority, make_document, make_group, make_person, make_user, reread

pytestmark = pytest.mark.django_db


def sign_in(client, role=SPECIALIST, **more):
    user = make_user(role=role, **more)
    assert client.login(username=user.username, password=PASSWORD)
    return user


@pytest.fixture
def leaver():
    return make_person(full_name="Trần Thị Minh Khai", post="Phó Trưởng phòng", phone="0912345678")


@pytest.fixture
def successor():
    return make_person(full_name="Lê Văn Tám", honorific="Ông", post="Trưởng phòng", email="tam@pgd.example")


def page(person):
    return reverse("admin:groups_person_hand_over", args=[person.pk])


def record(person):
    return reverse("admin:groups_person_change", args=[person.pk])


def led_by(person, number=3, **more):
    return [make_group(name=f"Nhóm {each}", lead=person, lead_post="", **more) for each in range(number)]


def sent(to, led, served=(), **more):
    return {
        "successor": f"{to} (số {to.pk})", "document": str(make_document()), "effective_on": "23/11/2026", "reason": "",
        "seen": list(marks_of(led).values()), "served": list(marks_of(served).values()), **more,
    }  # fmt: skip


def test_a_stranger_is_sent_to_sign_in(client, leaver):
    assert client.get(page(leaver)).url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("role", [LEADER, CLERK, ADMINISTRATOR])
def test_who_may_not_change_a_lead_has_no_such_page(client, leaver, role):
    led_by(leaver)
    sign_in(client, role)
    assert client.get(page(leaver)).status_code == 403
    assert page(leaver) not in client.get(record(leaver)).content.decode()


def test_a_person_of_another_office_is_not_there(client, leaver):
    led_by(leaver)
    there = make_authority(code="HC", name="Phòng GD-ĐT khác")
    Person.objects.filter(pk=leaver.pk).update(unit=there)
    sign_in(client, username="day", offices=[make_authority()])
    for url in (page(leaver), reverse("admin:groups_person_hand_over", args=[999])):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("typed", ["", "Không ai", "Trần Thị Minh Khai"])
def test_a_successor_must_be_another_who_is_there(client, leaver, successor, typed):
    groups = led_by(leaver)
    sign_in(client)
    answer = client.post(page(leaver), sent(successor, groups, successor=typed))
    assert answer.status_code == 200
    assert "successor" in answer.context["form"].errors
    assert current_lead(reread(groups[0])).person == leaver


def test_one_who_has_left_cannot_be_picked(client, leaver, successor):
    groups = led_by(leaver)
    Person.objects.filter(pk=successor.pk).update(active=False)
    sign_in(client)
    assert "Không tìm thấy" in client.post(page(leaver), sent(successor, groups)).content.decode()


def test_nothing_ticked_is_told_in_words(client, leaver, successor):
    led_by(leaver)
    sign_in(client)
    assert "Hãy chọn ít nhất một nhóm" in client.post(page(leaver), sent(successor, [])).content.decode()


def test_a_group_changed_meanwhile_stops_all_and_loses_its_tick(client, leaver, successor):
    groups = led_by(leaver)
    sign_in(client)
    data = sent(successor, groups, document="", new_kind="Quyết định", new_number="7", new_symbol="QĐ-GDĐT",
                new_issued_on="20/11/2026", new_subject="Bàn giao")  # fmt: skip
    for mark in data["seen"]:
        assert f'value="{mark}"' in client.get(page(leaver)).content.decode()
    amendments.confirm(group=groups[0], **amended(by=make_user(username="khac")))
    answer = client.post(page(leaver), data)
    assert "Chưa nhóm nào được ghi" in answer.content.decode()
    assert [ticked for _, ticked in answer.context["form"].rows_led()] == [False, True, True]
    assert not Document.objects.filter(number="7").exists()


def test_a_group_that_cannot_be_handed_over_says_why_and_has_no_tick(client, leaver, successor):
    groups = [*led_by(leaver, 1), make_group(name="Chờ", lead=leaver, status=Status.PROPOSED)]
    make_group(name="Đã tan", lead=leaver, status=Status.DISSOLVED)
    sign_in(client)
    answer = client.get(page(leaver))
    assert "trạng thái “Chờ công nhận” nên không thể đổi trưởng nhóm" in answer.content.decode()
    assert "Đã tan" not in answer.content.decode()
    assert [ticked for _, ticked in answer.context["form"].rows_led()] == [True, False]
    assert "Chưa nhóm nào được ghi" in client.post(page(leaver), sent(successor, groups)).content.decode()
    assert client.post(page(leaver), sent(successor, groups[:1])).status_code == 302


def test_all_pass_from_one_page_under_a_new_document(client, leaver, successor):
    groups, served = led_by(leaver), [make_group(name="Phó", deputy=leaver)]
    sign_in(client)
    shown = client.get(page(leaver))
    assert shown.content.decode().count("checked") == 4
    assert "0912345678" not in shown.content.decode()
    assert not SecretLook.objects.exists()
    data = sent(successor, groups, served, document="", new_kind="Quyết định", new_number="7", new_symbol="QĐ-GDĐT",
                new_issued_on="20/11/2026", new_subject="Bàn giao", retire="on")  # fmt: skip
    done = client.post(page(leaver), data)
    told = client.get(done.url).content.decode()
    assert "4 sự kiện" in told
    assert {current_lead(reread(group)).person for group in groups} == {successor}
    assert served[0].administrators.current().get(role="deputy").person == successor
    assert {reread(group).last_event.document.number for group in groups} == {"7"}
    leaver.refresh_from_db()
    assert not leaver.active


def test_what_is_not_ticked_stays(client, leaver, successor):
    groups, served = led_by(leaver), [make_group(name="Phó", deputy=leaver)]
    sign_in(client)
    assert client.post(page(leaver), sent(successor, groups[:1])).status_code == 302
    assert [current_lead(reread(group)).person for group in groups] == [successor, leaver, leaver]
    assert served[0].administrators.current().get(role="deputy").person == leaver


def test_the_letters_are_read_before_anything_is_written(client, leaver, successor):
    groups, served = led_by(leaver), [make_group(name="Phó", deputy=leaver)]
    sign_in(client)
    count = RegisterEvent.objects.count()
    html = client.post(page(leaver), sent(successor, groups, served, preview="1")).content.decode()
    assert "Chưa có gì được ghi" in html
    assert "Ông Lê Văn Tám" in html
    assert "3 nhóm" in html
    assert (RegisterEvent.objects.count(), OutgoingMail.objects.count()) == (count, 0)
    client.post(page(leaver), sent(successor, groups, served))
    assert OutgoingMail.objects.get(person=successor).subject.endswith("3 nhóm")
    client.post(page(successor), sent(leaver, map(reread, groups), no_letters="on"))
    assert OutgoingMail.objects.filter(person=successor).count() == 1


def test_groups_of_another_office_have_a_page_of_their_own(client, leaver, successor):
    there = make_authority(code="HC", name="Phòng GD-ĐT khác")
    here, elsewhere = led_by(leaver, 1), led_by(leaver, 1, authority=there)
    sign_in(client)
    answer = client.get(page(leaver))
    assert [each.group for each, _ in answer.context["form"].rows_led()] == here
    assert f"?office={there.pk}" in answer.content.decode()
    other = client.get(page(leaver), {"office": there.pk})
    assert [each.group for each, _ in other.context["form"].rows_led()] == elsewhere
    # A ticked group that the page does not show is not handed over.
    assert client.post(page(leaver), sent(successor, elsewhere)).status_code == 200
    assert current_lead(reread(elsewhere[0])).person == leaver


def test_the_account_is_offered_to_who_keeps_accounts(client, leaver, successor):
    groups = led_by(leaver)
    account = make_user(username="nguoi-cu")
    account.email = "KHAI@pgd.example"
    account.save()
    Person.objects.filter(pk=leaver.pk).update(email="khai@pgd.example")
    sign_in(client)
    assert "nguoi-cu" not in client.get(page(leaver)).content.decode()
    sign_in(client, role=None, username="root", superuser=True)
    assert "nguoi-cu" in client.get(page(leaver)).content.decode()
    assert client.post(page(leaver), sent(successor, groups, close_account="on")).status_code == 302
    account.refresh_from_db()
    assert not account.is_active
    assert not Posting.objects.filter(user=account).exists()


@pytest.mark.parametrize("shared", [True, False])
def test_an_account_is_never_guessed(client, leaver, shared):
    led_by(leaver)
    for username in ("mot", "hai") if shared else ():
        account = make_user(username=username)
        account.email = "khai@pgd.example"
        account.save()
    Person.objects.filter(pk=leaver.pk).update(email="khai@pgd.example")
    sign_in(client, role=None, username="root", superuser=True)
    assert "close_account" not in client.get(page(leaver)).context["form"].fields


def test_who_holds_nothing_hands_over_nothing(client, leaver):
    make_group(name="Thành viên", member=leaver)
    sign_in(client)
    assert "Không có nhóm nào để bàn giao" in client.get(page(leaver)).content.decode()
    assert page(leaver) not in client.get(record(leaver)).content.decode()


def test_the_page_of_a_person_shows_his_groups_with_their_state(client, leaver):
    led = led_by(leaver, 1)[0]
    deputy = make_group(name="Phó", deputy=leaver, status=Status.SUSPENDED)
    member = make_group(name="Thành viên", member=leaver, status=Status.DISSOLVED)
    hidden = led_by(leaver, 1, authority=make_authority(code="HC", name="Khác"))[0]
    sign_in(client, username="day", offices=[led.authority])
    html = client.get(record(leaver)).content.decode()
    for group in (led, deputy, member):
        assert reverse("admin:groups_workgroup_change", args=[group.pk]) in html
    assert reverse("admin:groups_workgroup_change", args=[hidden.pk]) not in html
    for words in ("Chính thức", "Tạm ngừng", "Đã giải tán", "Là trưởng nhóm (1)", page(leaver)):
        assert words in html


def test_a_person_without_groups_is_told_what_to_do(client, leaver):
    sign_in(client)
    assert "chưa có trong nhóm nào. Hãy" in client.get(record(leaver)).content.decode()
    assert "Nhóm của người này" not in client.get(reverse("admin:groups_person_add")).content.decode()


def test_a_look_at_the_phone_is_recorded_as_before(client, leaver):
    sign_in(client)
    client.get(record(leaver))
    assert SecretLook.objects.get().person == leaver


def test_the_heap_of_the_home_page_leads_to_the_hand_over(client, leaver):
    led_by(leaver)
    Person.objects.filter(pk=leaver.pk).update(active=False)
    hidden = make_person(full_name="Võ Thị Sáu", active=False)
    led_by(hidden, 1, authority=make_authority(code="HC", name="Khác"))
    sign_in(client, username="day", offices=[make_authority()])
    heap = reverse("admin:groups_workgroup_changelist") + "?lead=departed"
    assert heap in client.get(reverse("admin:index")).content.decode().replace("&amp;", "&")
    html = client.get(heap).content.decode()
    assert page(leaver) in html
    assert "bàn giao 3 nhóm" in html
    assert page(hidden) not in html
    assert page(leaver) not in client.get(reverse("admin:groups_workgroup_changelist")).content.decode()


@pytest.mark.parametrize("url", [page, record])
def test_thirty_groups_ask_as_many_questions_as_three(client, django_assert_num_queries, leaver, url):
    few, many = make_person(full_name="Ít"), make_person(full_name="Nhiều")
    for person, number in ((few, 3), (many, 30)):
        for each in range(number):
            make_group(name=f"Nhóm {each}", lead=person, lead_post="")
            make_group(name=f"Phó {each}", deputy=person, member=person)
    sign_in(client)
    client.get(url(few))
    with CaptureQueriesContext(connection) as asked:
        client.get(url(few))
    with django_assert_num_queries(len(asked)):
        client.get(url(many))


def test_the_act_is_the_one_of_the_table(client, leaver, successor):
    groups = led_by(leaver, 1)
    sign_in(client)
    client.post(page(leaver), sent(successor, groups))
    assert reread(groups[0]).last_event.action == Action.CHANGE_LEAD
