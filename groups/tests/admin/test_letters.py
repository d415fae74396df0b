"""Letters at the desk: seen before the act, kept after it, sent again by whoever may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.domain.letters import MailState
from groups.models import Document, OutgoingMail, RegisterEvent
from groups.queries.standing import marks_of
from groups.services import lifecycle
from groups.services.roles import CLERK, LEADER, SPECIALIST

from ..factories import PASSWORD, decided, make_document, make_group, make_person, make_proposal, make_user, reread

pytestmark = pytest.mark.django_db
LIST = "admin:groups_outgoingmail_changelist"
ADDRESS = "khai@truong.example"
TODAY = f"{timezone.localdate():%d/%m/%Y}"


def sign_in(client, role=LEADER):
    user = make_user(role=role)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def led(**more):
    return make_group(lead=make_person(email=ADDRESS), lead_post="", **more)


def act(group, action="suspend"):
    return reverse("admin:groups_workgroup_act", args=[group.pk, action])


def sent(group, **more):
    return {"seen_event": group.last_event_id, "effective_on": TODAY, "reason": "Tạm nghỉ",
            "document": str(make_document()), **more}  # fmt: skip


def written(state=MailState.FAILED, **more):
    lifecycle.suspend(group=led(**more), **decided(letters_at="https://nhom.example.vn"))
    mail = OutgoingMail.objects.get(person__isnull=False)
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, sent_at=mail.written_at if state == "sent" else None)
    return OutgoingMail.objects.get(pk=mail.pk)


def test_the_form_says_who_will_be_written_to_and_shows_no_address(client):
    group = led()
    sign_in(client)
    html = client.get(act(group)).content.decode()
    assert "Bà Trần Thị Minh Khai" in html
    assert "k…@truong.example" in html
    assert ADDRESS not in html
    assert "không có địa chỉ" in html  # the recorder has none


@pytest.mark.parametrize("action", ["confirm", "change_administrators"])
def test_an_act_that_concerns_nobody_speaks_of_no_letters(client, action):
    sign_in(client, SPECIALIST)
    assert "Thư sẽ gửi" not in client.get(act(led(), action)).content.decode()


def test_a_preview_shows_every_word_and_writes_nothing(client):
    group = led()
    sign_in(client)
    data = sent(group, document="", new_kind="Quyết định", new_number="9", new_symbol="GDĐT", new_issued_on=TODAY,
                new_subject="Tạm ngừng")  # fmt: skip
    page = client.post(act(group), {**data, "preview": "1"})
    html = page.content.decode()
    assert "Quyết định số 09/GDĐT" in html
    assert "Chưa có gì được ghi" in html
    assert 'value="9"' in html  # what was typed stands
    assert (RegisterEvent.objects.count(), OutgoingMail.objects.count()) == (2, 0)
    assert not Document.objects.filter(number="9").exists()
    previewed = [draft.letter.body for draft in page.context["letters"]]
    assert client.post(act(group), data).status_code == 302
    assert list(OutgoingMail.objects.order_by("pk").values_list("body", flat=True)) == previewed


def test_a_preview_of_what_would_be_refused_says_why(client):
    group = led()
    sign_in(client)
    page = client.post(act(group), sent(group, preview="1", effective_on="01/01/2020"))
    assert "không được trước" in page.content.decode()


def test_who_wants_no_letters_sends_none(client):
    group = led()
    sign_in(client)
    client.post(act(group), sent(group, no_letters="on"))
    assert (reread(group).status, OutgoingMail.objects.count()) == ("suspended", 0)


def test_several_are_previewed_too(client):
    groups = [make_proposal(name=f"Nhóm {number}") for number in range(2)]
    sign_in(client)
    url = f"{reverse('admin:groups_workgroup_several', args=['recognise'])}?ids={groups[0].pk},{groups[1].pk}"
    assert "Thư sẽ gửi" in client.get(url).content.decode()
    data = sent(groups[0], seen=list(marks_of(groups).values()))
    page = client.post(url, {**data, "preview": "1"})
    assert "2 nhóm" in page.context["letters"][0].letter.subject
    assert OutgoingMail.objects.count() == 0
    client.post(url, data)
    assert OutgoingMail.objects.count() == 1


def test_who_has_no_role_sees_no_letters(client):
    mail = written()
    sign_in(client, None)
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse("admin:groups_outgoingmail_change", args=[mail.pk])).status_code in (403, 404)


def test_the_list_and_the_page_shorten_addresses_and_say_what_went_wrong(client):
    mail = written()
    OutgoingMail.objects.filter(pk=mail.pk).update(trouble="Không nối được với máy chủ thư.")
    sign_in(client)
    for url in (reverse(LIST), reverse("admin:groups_outgoingmail_change", args=[mail.pk])):
        html = client.get(url).content.decode()
        assert ADDRESS not in html
        assert "k…@truong.example" in html
        assert "Không nối được với máy chủ thư." in html


@pytest.mark.parametrize("state", list(MailState))
def test_letters_are_filtered_by_where_they_stand(client, state):
    mail = written(state)
    sign_in(client)
    assert mail in client.get(reverse(LIST), {"state__exact": state}).context["cl"].result_list


@pytest.mark.parametrize(("query", "count"), [("minh khai", 1), ("tam ngung", 2), ("khong co", 0)])
def test_letters_are_found_without_diacritics(client, query, count):
    written()
    sign_in(client)
    assert client.get(reverse(LIST), {"q": query}).context["cl"].result_count == count


def test_a_letter_is_sent_again_by_whoever_may(client):
    mail = written()
    url = reverse("admin:groups_outgoingmail_resend", args=[mail.pk])
    sign_in(client, CLERK)
    assert client.post(url).status_code == 403
    client.logout()
    sign_in(client)
    assert client.get(url).status_code == 405
    client.post(url)
    assert OutgoingMail.objects.get(pk=mail.pk).state == MailState.WAITING


def test_several_letters_are_sent_again(client):
    mail = written()
    sign_in(client)
    keys = list(OutgoingMail.objects.values_list("pk", flat=True))
    page = client.post(reverse(LIST), {"action": "resend_selected", "_selected_action": keys}, follow=True)
    said = " ".join(str(message) for message in page.context["messages"])
    assert ("1 thư sẽ được gửi lại" in said, "vẫn chưa có địa chỉ" in said) == (True, True)
    assert OutgoingMail.objects.get(pk=mail.pk).state == MailState.WAITING


def test_home_counts_letters_that_did_not_go(client):
    written()
    sign_in(client)
    heaps = {heap.label: heap.count for heap in client.get(reverse("admin:index")).context["waiting"]}
    assert heaps["thư không gửi được"] == 1


def test_nobody_types_over_or_deletes_a_letter(client):
    mail = written()
    client.force_login(make_user(role=None, username="sieu", superuser=True))
    for name in ("delete", "change"):
        client.post(reverse(f"admin:groups_outgoingmail_{name}", args=[mail.pk]), {"post": "yes", "body": "x"})
    assert OutgoingMail.objects.get(pk=mail.pk).body == mail.body


def test_thirty_letters_ask_as_much_as_three(client):
    sign_in(client)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(LIST))
        return len(asked)

    def write(number):
        group = make_group(name=f"N{number}", lead=make_person(full_name=f"Người {number}"), lead_post="")
        lifecycle.suspend(group=group, **decided(letters_at="https://nhom.example.vn"))

    for number in range(3):
        write(number)
    few = queries()
    for number in range(3, 30):
        write(number)
    assert queries() == few
