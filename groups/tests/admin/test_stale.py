"""Two people with the same page open: the second is told what the first one changed, and loses nothing he typed."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from groups.admin.bases import ReadOnly
from groups.admin.stale import Careful
from groups.admin.work_group import WorkGroupAdmin
from groups.models import Document, MissingRow, Person, Unit
from groups.services.postings import post
from groups.services.roles import ADMINISTRATOR, CLERK, SPECIALIST

from ..factories import make_authority, make_document, make_person, make_user

pytestmark = pytest.mark.django_db


def sent(page, **typed):
    """What a browser would send of the form of ``page`` after ``typed``."""
    form = page.context["adminform"].form
    data = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, bool):
            value = "on" if value else None
        if isinstance(value, list):
            value = [getattr(each, "pk", each) for each in value]
        if hasattr(value, "strftime"):
            value = f"{value:%d/%m/%Y}"
        if value is not None and not hasattr(value, "open"):
            data[name] = value
    return data | typed


def change(row):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


CASES = {
    "unit": (SPECIALIST, lambda: Unit.objects.create(name="Trường Một", kind="school"), {"name": "Trường Hai"}, "name"),
    "person": (SPECIALIST, lambda: make_person(phone="0912345678"), {"post": "Phó hiệu trưởng"}, "full_name"),
    "document": (CLERK, lambda: make_document(number="78"), {"subject": "Về việc khác"}, "subject"),
    "missing": (
        CLERK,
        lambda: MissingRow.objects.create(document=make_document(), source_row="01"),
        {"note": "Mờ chữ"},
        "note",
    ),
}


@pytest.fixture(params=CASES)
def case(request, client):
    role, make, other, field = CASES[request.param]
    make_authority()
    client.force_login(make_user(role=role))
    return client, make(), other, field


def test_every_form_that_changes_a_row_is_careful():
    forms = [each for each in admin.site._registry.values() if not isinstance(each, ReadOnly)]
    assert {type(each).__name__ for each in forms if not isinstance(each, Careful | WorkGroupAdmin)} == set()


def test_a_page_opened_before_overwrites_nothing_unseen(case):
    client, row, other, field = case
    page = client.get(change(row))
    type(row)._base_manager.filter(pk=row.pk).update(**other)

    answer = client.post(change(row), sent(page, **{field: "Do tôi gõ"}))

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "vừa được người khác sửa" in text
    assert f"hiện là “{next(iter(other.values()))}”" in text
    assert "Do tôi gõ" in text
    kept = type(row)._base_manager.get(pk=row.pk)
    assert {name: getattr(kept, name) for name in other} == other


def test_saving_once_more_is_done_with_open_eyes(case):
    client, row, other, field = case
    page = client.get(change(row))
    type(row)._base_manager.filter(pk=row.pk).update(**other)
    told = client.post(change(row), sent(page, **{field: "Do tôi gõ"}))
    assert client.post(change(row), sent(told)).status_code == 302
    assert getattr(type(row)._base_manager.get(pk=row.pk), field) == "Do tôi gõ"


def test_who_alone_had_the_page_open_just_saves(case):
    client, row, _, field = case
    page = client.get(change(row))
    assert client.post(change(row), sent(page, **{field: "Do tôi gõ"})).status_code == 302
    assert getattr(type(row)._base_manager.get(pk=row.pk), field) == "Do tôi gõ"


def test_a_form_without_the_token_is_refused(case):
    client, row, _, field = case
    data = sent(client.get(change(row)), **{field: "Do tôi gõ"})
    del data["seen_state"]
    assert client.post(change(row), data).status_code == 200
    assert getattr(type(row)._base_manager.get(pk=row.pk), field) != "Do tôi gõ"


def test_the_token_tells_no_secret(client):
    client.force_login(make_user(role=SPECIALIST))
    person = make_person(phone="0912345678")
    token = client.get(change(person)).context["adminform"].form["seen_state"].value()
    assert "0912345678" not in token
    assert re.fullmatch(r"(?:[a-z_]+:[0-9a-f]{16},?)+", token)


def test_roles_and_offices_of_an_account_count_too(client):
    mine, other = make_authority(code="AN"), make_authority(code="BO", name="Phòng khác")
    user = make_user(role=CLERK, username="ai.do", offices=[mine])
    client.force_login(make_user(role=ADMINISTRATOR, username="quan.tri", offices=[mine, other]))
    page = client.get(change(user))
    user.groups.set([Group.objects.get(name=SPECIALIST)])
    told = client.post(change(user), sent(page, last_name="Trần"))
    assert "Vai trò: hiện là “Chuyên viên”" in told.content.decode()
    post(user=user, to=[other])
    told = client.post(change(user), sent(told))
    assert "Cơ quan: hiện là “Phòng khác”" in told.content.decode()
    assert User.objects.get(pk=user.pk).last_name == ""
    assert Document.objects.count() == Person.objects.count() == 0


def test_what_somebody_else_wrote_at_the_same_moment_is_told_and_loses_nothing_typed(client, monkeypatch):
    """The form's own checks see nothing yet, as where the other's row is written between them and one's own."""
    make_document(number="78")
    row = make_document(number="79")
    checks = iter([True])
    validate = Document.validate_constraints
    monkeypatch.setattr(
        Document, "validate_constraints", lambda row, **asked: next(checks, None) or validate(row, **asked)
    )
    client.force_login(make_user(role=CLERK))

    page = client.post(change(row), sent(client.get(change(row)), number="78", subject="Về việc khác"))

    assert page.status_code == 200
    assert "đã được ghi" in str(page.context["adminform"].form.errors)
    assert page.context["adminform"].form["subject"].value() == "Về việc khác"
    row.refresh_from_db()
    assert (row.number, row.subject) != ("78", "Về việc khác")
    assert next(checks, None) is None
