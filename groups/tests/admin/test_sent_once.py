"""A form of a new record that is sent twice writes one record, and the second send is led to it."""

import datetime as dt
import re
import threading
from io import StringIO
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups.admin.bases import ReadOnly
from groups.admin.sent_once import SentOnce
from groups.models import Document, Letterhead, MissingRow, Person, SentForm, Unit, WorkGroup
from groups.services.roles import ADMINISTRATOR, CLERK, SPECIALIST
from groups.services.sent_forms import KEPT_FOR

from ..factories import PASSWORD, make_authority, make_document, make_user
from .test_namesakes import box

pytestmark = pytest.mark.django_db
SAID = "Đã được ghi ở lần gửi trước"
#: What the rows below a draft send; one lead, nothing else.
_ROWS = {
    f"{rows}-{name}": value
    for rows in ("administrators", "links", "members", "directives")
    for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
}
DRAFT = _ROWS | {
    "administrators-TOTAL_FORMS": "1",
    "administrators-0-role": "lead",
    "administrators-0-post": "Trưởng phòng",
    "name": "Hiệu trưởng các trường tiểu học",
    "platform": "zalo",
    "room_count": "1",
    "level": "primary",
    "members_text": "Hiệu trưởng",
}
DAY = {"issued_on": "02/11/2026", "issued_precision": "day"}
HEAD = {"name": "Phòng GDĐT", "superior": "UBND", "place": "Bình Minh", "symbol": "GDĐT", "signer_title": "TP"}
#: The forms of new records: who fills one in, and what a complete one holds (a function where rows are needed).
FORMS = {
    WorkGroup: (SPECIALIST, lambda: DRAFT | {"authority": make_authority().pk}),
    Person: (SPECIALIST, lambda: {"full_name": "Trần Thị Lan", "honorific": "Bà", "active": "on"}),
    Unit: (SPECIALIST, lambda: {"name": "Trường Một", "kind": "school", "active": "on"}),
    Document: (
        CLERK,
        lambda: (
            DAY | {"authority": make_authority().pk, "kind": "Công văn", "number": "9", "symbol": "X", "subject": "V/v"}
        ),
    ),
    Letterhead: (CLERK, lambda: HEAD | {"authority": make_authority().pk, "valid_from": "01/01/2026"}),
    MissingRow: (CLERK, lambda: {"document": make_document().pk, "source_row": "07", "note": "Mờ chữ"}),
    get_user_model(): (
        ADMINISTRATOR,
        lambda: {"username": "moi", "last_name": "Lê", "first_name": "Mới", "is_active": "on"},
    ),
}


def place(model, what="add", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def token_of(page):
    return re.search(r'name="sent_once" value="([0-9a-f-]{36})"', page.content.decode())[1]


def opened(client, model):
    """Sign in as who may add a ``model``, open the form, and return what a complete one sends."""
    role, complete = FORMS[model]
    make_authority()
    client.force_login(make_user(role=role))
    return complete() | {"sent_once": token_of(client.get(place(model)))}


def rows(model):
    return set(model.objects.values_list("pk", flat=True))


def told(client, answer):
    page = client.get(answer.url)
    return page.status_code, page.content.decode()


def test_every_form_that_adds_a_record_is_here():
    """Those that are read-only for Django have forms of their own, whose verbs refuse a second time by themselves."""
    adding = {model: each for model, each in admin.site._registry.items() if not isinstance(each, ReadOnly)}
    assert {model for model, each in adding.items() if isinstance(each, SentOnce)} == set(adding) == set(FORMS)


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_a_form_sent_again_writes_nothing_and_leads_to_the_first_record(client, model):
    data, before = opened(client, model), rows(model)
    first = client.post(place(model), data)
    written = rows(model) - before
    assert (first.status_code, len(written)) == (302, 1)

    again = client.post(place(model), data)

    assert rows(model) - before == written
    assert (again.status_code, again.url) == (302, place(model, "change", *written))
    status, text = told(client, again)
    assert status == 200
    assert SAID in text


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_an_error_in_the_form_does_not_use_the_token_up(client, model):
    data, before = opened(client, model), rows(model)
    name = next(name for name in ("name", "full_name", "number", "source_row", "username") if name in data)
    page = client.post(place(model), data | {name: ""})
    assert (page.status_code, token_of(page)) == (200, data["sent_once"])
    assert not SentForm.objects.exists()

    client.post(place(model), data)
    client.post(place(model), data)

    assert len(rows(model) - before) == 1


def test_an_error_in_a_row_below_does_not_use_the_token_up(client):
    data = opened(client, WorkGroup)
    assert client.post(place(WorkGroup), data | {"administrators-0-role": "x"}).status_code == 200
    assert not SentForm.objects.exists()
    client.post(place(WorkGroup), data)
    assert WorkGroup.objects.count() == 1


def test_each_form_has_a_token_of_its_own_also_after_save_and_add_another(client):
    data = opened(client, Person)
    answer = client.post(place(Person), data | {"_addanother": "1"})
    assert answer.url == place(Person)
    fresh = token_of(client.get(answer.url))
    assert fresh != data["sent_once"]

    namesake = data | {"sent_once": fresh, "_addanother": "1"}
    ticked = box(client.post(place(Person), namesake))
    client.post(place(Person), namesake | {"seen_namesakes": ticked})

    assert Person.objects.count() == 2
    # Sent again, also this button leads to what it has written.
    assert client.post(place(Person), data | {"_addanother": "1"}).url == place(Person, "change", min(rows(Person)))


def test_other_content_under_a_used_token_is_not_written_and_not_lost(client):
    data = opened(client, Person)
    client.post(place(Person), data)
    other = data | {"full_name": "Lê Thị Khác"}

    page = client.post(place(Person), other)

    text = page.content.decode()
    assert (page.status_code, Person.objects.count()) == (200, 1)
    assert "có nội dung khác nên chưa có gì được ghi" in text
    assert f'<a href="{place(Person, "change", *rows(Person))}">người “Bà Trần Thị Lan”</a>' in text
    assert 'value="Lê Thị Khác"' in text

    client.post(place(Person), other | {"sent_once": token_of(page)})
    assert Person.objects.count() == 2


def test_what_a_refused_second_form_offers_is_still_of_ones_own_offices(client):
    data = opened(client, Person)
    other = make_authority(code="KH", name="Phòng khác")
    client.force_login(make_user(username="mot.noi", offices=[make_authority()]))
    client.post(place(Person), data)
    page = client.post(place(Person), data | {"full_name": "Khác"})
    assert other not in page.context["adminform"].form.fields["unit"].queryset


def test_the_token_of_one_person_says_nothing_to_another(client):
    data = opened(client, Person)
    client.post(place(Person), data)
    client.force_login(make_user(username="nguoi.khac"))
    ticked = box(client.post(place(Person), data))  # to him it is a namesake
    answer = client.post(place(Person), data | {"seen_namesakes": ticked})
    assert answer.url == place(Person, "changelist")
    assert SAID not in told(client, answer)[1]
    assert Person.objects.count() == 2


@pytest.mark.parametrize("content", [{}, {"name": "Khác"}])
def test_a_first_record_that_is_gone_is_told_of_without_it(client, content):
    data = opened(client, WorkGroup)
    client.post(place(WorkGroup), data)
    WorkGroup.objects.get().delete()

    answer = client.post(place(WorkGroup), data | content)

    text = answer.content.decode() if content else told(client, answer)[1]
    assert "không còn trong sổ" in text
    assert not WorkGroup.objects.exists()


def test_a_first_record_that_went_to_another_office_is_not_shown(client):
    data = opened(client, Person)
    other = make_authority(code="KH", name="Phòng khác")
    client.force_login(make_user(username="mot.noi", offices=[make_authority()]))
    told(client, client.post(place(Person), data))  # what was said then is read
    Person.objects.update(unit=other)
    status, text = told(client, client.post(place(Person), data))
    assert (status, "không còn trong sổ" in text, "Trần Thị Lan" in text) == (200, True, False)


def test_a_window_beside_the_form_gets_the_first_record_again(client):
    data = opened(client, Unit) | {"_popup": "1"}
    first, again = (client.post(place(Unit), data) for _ in range(2))
    assert Unit.objects.filter(name="Trường Một").count() == 1
    assert again.content == first.content


@pytest.mark.parametrize("token", [None, "", "x", "1" * 40])
def test_a_page_without_a_token_writes_as_before(client, token):
    data = opened(client, Person)
    data = {name: value for name, value in (data | {"sent_once": token}).items() if value is not None}
    assert client.post(place(Person), data).status_code == 302
    assert (Person.objects.count(), SentForm.objects.count()) == (1, 0)


def test_who_may_not_add_uses_no_token(client):
    make_authority()
    client.force_login(make_user(role=CLERK))
    assert client.post(place(Person), {"full_name": "x", "sent_once": str(uuid4())}).status_code == 403
    assert not SentForm.objects.exists()


def test_the_database_itself_takes_a_token_once():
    user, token = make_user(), uuid4()
    row = {"by": user, "form": "groups.person", "token": token, "digest": "x", "at": timezone.now()}
    SentForm.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        SentForm.objects.create(**row)


def test_what_was_sent_long_ago_is_forgotten_and_sent_today_is_not():
    user, now = make_user(), timezone.now()
    for at in (now - KEPT_FOR - dt.timedelta(minutes=1), now):
        SentForm.objects.create(by=user, form="groups.person", token=uuid4(), digest="x", at=at)
    out = StringIO()
    call_command("forget_imports", stdout=out)
    assert "1 biểu mẫu" in out.getvalue()
    assert SentForm.objects.get().at == now


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [WorkGroup, Person, Document], ids=lambda model: model.__name__)
def test_two_sends_at_once_write_one_record(model):
    """Two workers, each with its own connection, begin at the same moment; five forms, one after the other."""
    make_authority()
    role, complete = FORMS[model]
    user, data = make_user(role=role), complete()
    clients = [Client(), Client()]
    for each in clients:
        assert each.login(username=user.username, password=PASSWORD)
    for number in range(5):
        name = next(name for name in ("name", "full_name", "number") if name in data)
        sent = data | {name: f"{data[name]} {number}", "sent_once": str(uuid4())}
        before, start, answers = rows(model), threading.Barrier(2), []

        def send(client, sent=sent, start=start, answers=answers):
            try:
                start.wait(timeout=10)
                answers.append(client.post(place(model), sent))
            finally:
                connection.close()

        threads = [threading.Thread(target=send, args=[each]) for each in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        (written,) = rows(model) - before
        assert [answer.status_code for answer in answers] == [302, 302]
        assert place(model, "change", written) in [answer.url for answer in answers]
