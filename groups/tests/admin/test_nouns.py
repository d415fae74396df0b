"""Documents, people, units: what stands once an act rests on it, what is looked at, what is sent."""

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.urls import reverse

from groups.models import Document, Person, SecretLook
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import PASSWORD, make_document, make_group, make_person, make_user

pytestmark = pytest.mark.django_db


def sign_in(client, role=CLERK):
    user = make_user(role=role)
    assert client.login(username=user.username, password=PASSWORD)
    return user


def document_data(document, **more):
    return {
        "authority": document.authority_id, "kind": document.kind, "number": document.number, "symbol": document.symbol,
        "issued_on": "02/11/2026", "issued_precision": "day", "subject": document.subject, **more,
    }  # fmt: skip


def test_a_document_that_an_act_rests_on_is_not_rewritten(client):
    group = make_group()
    document = group.recognised_document
    sign_in(client)
    client.post(reverse("admin:groups_document_change", args=[document.pk]), document_data(document, number="999"))
    assert Document.objects.get(pk=document.pk).number == "215"


def test_a_document_that_nothing_rests_on_is_corrected(client):
    document = make_document()
    sign_in(client)
    client.post(reverse("admin:groups_document_change", args=[document.pk]), document_data(document, number="999"))
    assert Document.objects.get(pk=document.pk).number == "999"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("scan.exe", b"%PDF-1.7", "Chỉ nhận tệp PDF"),
        ("scan.pdf", b"<html>", "không phải PDF"),
        ("scan.pdf", b"", "rỗng"),
    ],
)
def test_a_scan_that_is_no_pdf_is_refused(client, name, content, says):
    document = make_document()
    sign_in(client)
    answer = client.post(
        reverse("admin:groups_document_change", args=[document.pk]),
        document_data(document, file=ContentFile(content, name=name)),
    )
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not Document.objects.get(pk=document.pk).file


def test_a_scan_too_large_is_refused(client, settings):
    settings.REGISTER_MAX_DOCUMENT_BYTES = 10
    document = make_document()
    sign_in(client)
    data = document_data(document, file=ContentFile(b"%PDF-1.7 long", name="a.pdf"))
    assert "20 MB" in client.post(reverse("admin:groups_document_change", args=[document.pk]), data).content.decode()


def test_a_scan_is_sent_to_staff_alone_and_as_a_download(client):
    document = make_document()
    document.file.save("scan.pdf", ContentFile(b"%PDF-1.7 x"))
    url = reverse("admin:groups_document_file", args=[document.pk])
    assert client.get(url).status_code == 302
    sign_in(client)
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("admin:groups_document_file", args=[999])).status_code == 404


def test_a_look_at_a_phone_is_recorded(client):
    person = make_person(phone="0912345678")
    user = sign_in(client, SPECIALIST)
    assert "0912345678" in client.get(reverse("admin:groups_person_change", args=[person.pk])).content.decode()
    assert (SecretLook.objects.get().by, SecretLook.objects.get().person) == (user, person)


@pytest.mark.parametrize("role", [LEADER, CLERK, ADMINISTRATOR])
def test_who_may_not_change_people_sees_no_phone(client, role):
    person = make_person(phone="0912345678", email="a@example.vn")
    sign_in(client, role)
    html = client.get(reverse("admin:groups_person_change", args=[person.pk])).content.decode()
    assert "0912345678" not in html
    assert "a@example.vn" not in html
    assert not SecretLook.objects.exists()


@pytest.mark.parametrize("typed", ["tran thi", "TRẦN THỊ", "khai"])
def test_people_are_found_without_diacritics(client, typed):
    make_person()
    make_person(full_name="Lê Văn Tám")
    sign_in(client)
    found = client.get(reverse("admin:groups_person_changelist"), {"q": typed}).context["cl"].result_list
    assert [person.full_name for person in found] == ["Trần Thị Minh Khai"]


def test_nothing_that_events_name_is_deleted():
    for model in (Document, Person):
        assert not admin.site.get_model_admin(model).has_delete_permission(None)


@pytest.mark.parametrize("role", [SPECIALIST, LEADER, CLERK, ADMINISTRATOR, None])
@pytest.mark.parametrize("name", sorted(f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry))
def test_no_admin_page_fails_for_any_role(client, role, name):
    make_group(lead=make_person())
    sign_in(client, role)
    for page in ("changelist", "add"):
        assert client.get(reverse(f"admin:{name}_{page}")).status_code in (200, 403)
