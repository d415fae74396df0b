"""Documents, people, units: what stands once an act rests on it, what is looked at, what is sent."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from groups.domain.vocabulary import UnitKind
from groups.models import Document, Person, SecretLook, Unit, WorkGroup
from groups.queries.authorities import authorities_of
from groups.queries.facts import current_lead
from groups.services import amendments, publishing
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import (
    NOW,
    PASSWORD,
    amended,
    make_authority,
    make_document,
    make_group,
    make_letterhead,
    make_person,
    make_user,
    reread,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("about the words and buttons of pages"),
]


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
    place = reverse("admin:groups_document_change", args=[document.pk])
    seen = client.get(place).context["adminform"].form["seen_state"].value()
    client.post(place, document_data(document, number="999", seen_state=seen))
    assert Document.objects.get(pk=document.pk).number == "215"


def test_a_document_that_nothing_rests_on_is_corrected(client):
    document = make_document()
    sign_in(client)
    place = reverse("admin:groups_document_change", args=[document.pk])
    seen = client.get(place).context["adminform"].form["seen_state"].value()
    client.post(place, document_data(document, number="999", seen_state=seen))
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


def test_nobody_is_entered_into_an_office_one_does_not_work_for(client):
    mine, other = make_authority(), make_authority(code="KH", name="Phòng Giáo dục và Đào tạo khác")
    client.force_login(make_user(username="cua.minh", offices=[mine]))
    person = {"full_name": "Người Mới", "honorific": "Bà", "active": "on"}

    refused = client.post(reverse("admin:groups_person_add"), {**person, "unit": other.pk})
    assert refused.context["adminform"].form.errors.keys() == {"unit"}
    client.post(reverse("admin:groups_person_add"), {**person, "unit": mine.pk})

    assert list(Person.objects.values_list("unit", flat=True)) == [mine.pk]


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


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("person", {"phone__startswith": "09"}),
        ("person", {"administrations__group__name__contains": "a"}),
        ("workgroup", {"links__url__contains": "zalo"}),
        ("workgroup", {"administrators__person__phone__startswith": "09"}),
        ("registerevent", {"private__contains": "x"}),
        ("document", {"file__contains": "x"}),
    ],
)
def test_an_address_asks_nothing_that_the_page_does_not_offer(client, name, query):
    make_group(lead=make_person(phone="0912345678"), url="https://zalo.me/g/abcdef123")
    sign_in(client)
    assert client.get(reverse(f"admin:groups_{name}_changelist"), query).status_code == 400


def test_a_filter_with_a_strange_digit_filters_nothing(client):
    make_group()
    sign_in(client)
    assert client.get(reverse("admin:groups_workgroup_changelist"), {"lead": "²"}).status_code == 200


def test_a_new_document_that_is_refused_shows_its_form_again(client):
    document = make_group().recognised_document
    sign_in(client)
    file = ContentFile(b"%PDF-1.7 quet", name="quet.pdf")
    data = document_data(document, number="", file=file)
    answer = client.post(reverse("admin:groups_document_add"), data)
    assert answer.status_code == 200
    assert "Chưa có bản quét." in answer.content.decode()


def test_a_draft_with_two_leads_is_refused_with_a_sentence(client):
    make_document()
    sign_in(client, SPECIALIST)
    data = {
        "authority": make_document().authority_id, "name": "Nhóm mới", "platform": "zalo", "room_count": "1",
        "level": "general", "members_text": "Hiệu trưởng", "seen_version": "",
    }  # fmt: skip
    for prefix, total in (("administrators", 2), ("links", 0), ("members", 0), ("directives", 0)):
        data |= {f"{prefix}-TOTAL_FORMS": str(total), f"{prefix}-INITIAL_FORMS": "0"}
    for number in range(2):
        data |= {f"administrators-{number}-role": "lead", f"administrators-{number}-post": f"Chức vụ {number}"}
    answer = client.post(reverse("admin:groups_workgroup_add"), data)
    assert answer.status_code == 200
    assert "Mỗi nhóm chỉ có một trưởng nhóm" in answer.content.decode()
    assert not WorkGroup.objects.exists()


def test_a_person_who_marries_changes_no_group_without_an_act():
    person = make_person(full_name="Trần Thị Cũ")
    group = make_group(lead=person, lead_post="")
    person.full_name = "Trần Thị Mới"
    person.save()
    assert "Trần Thị Cũ" in current_lead(reread(group)).shown
    amendments.change_lead(group=group, person=person, **amended())
    assert "Trần Thị Mới" in current_lead(reread(group)).shown


def test_the_letterhead_of_a_published_list_is_only_shown(client):
    make_group()
    authority = make_authority()
    asked = {"authority": authority, "now": NOW, "address": "https://nhom.example.vn"}
    made = publishing.publish_list(by=make_user(role=CLERK), seen=publishing.draft(**asked).digest, **asked)
    sign_in(client, ADMINISTRATOR)
    page = client.get(reverse("admin:groups_letterhead_change", args=[made.letterhead_id]))
    assert page.status_code == 200
    assert 'name="signer_name"' not in page.content.decode()
    assert "field-signer_name" in page.content.decode()
    assert "field-id" not in page.content.decode()  # a number of the database tells nobody anything


@pytest.mark.parametrize("code", [None, "AL"])
def test_a_school_that_was_picked_by_mistake_gets_no_letterhead_and_heads_no_public_page(client, code):
    office = make_authority()
    school = Unit.objects.create(name="An Lạc", kind=UnitKind.SCHOOL, code=code)  # the first in the order of names
    sign_in(client)
    asked = {"authority": school.pk, "valid_from": "01/11/2026"}
    asked |= dict.fromkeys(("superior", "name", "place", "symbol"), "An Lạc")
    answer = client.post(reverse("admin:groups_letterhead_add"), asked)
    assert answer.context["adminform"].form.errors.keys() == {"authority"}
    make_letterhead(authority=school)  # one of before stays without effect
    assert office.name in client.get("/").content.decode()


def test_who_was_posted_nowhere_goes_on_in_the_office_that_was_there_when_a_second_is_opened(client):
    first, somebody = make_authority(), make_user(username="khong.ghi", role=SPECIALIST)
    second = Unit.objects.create(name="Phòng khác", kind=UnitKind.OFFICE, code="PK")
    client.force_login(make_user(username="moi.viec", role=None, superuser=True))
    asked = {"authority": second.pk, "valid_from": "01/11/2026"}
    asked |= dict.fromkeys(("superior", "name", "place", "symbol", "signer_title"), "Phòng khác")
    assert client.post(reverse("admin:groups_letterhead_add"), asked).status_code == 302
    assert [each.pk for each in authorities_of(get_user_model().objects.get(pk=somebody.pk))] == [first.pk]


@pytest.mark.parametrize(
    ("written", "says"),
    [(lambda: timezone.localdate() + dt.timedelta(1), "sau hôm nay"), (lambda: dt.date(26, 11, 2), "bốn chữ số")],
)
def test_a_document_is_of_a_day_that_was(client, written, says):
    document = make_document()
    day = written()
    data = document_data(document, number="77", issued_on=f"{day.day:02}/{day.month:02}/{day.year:04}")
    sign_in(client)
    answer = client.post(reverse("admin:groups_document_add"), data)
    assert says in answer.content.decode()
    sign_in(client, LEADER)
    form = {"document": "", "new_kind": "Công văn", "new_number": "77", "new_symbol": "GDĐT", "new_subject": "a"}
    form |= {"new_issued_on": data["issued_on"], "effective_on": "23/11/2026", "reason": "b"}
    group = make_group()
    answer = client.post(reverse("admin:groups_workgroup_act", args=[group.pk, "dissolve"]), form)
    assert says in answer.content.decode()
    assert not Document.objects.filter(number="77").exists()


def test_a_day_known_to_the_month_is_not_shown_as_its_last_day(client):
    make_document(number="1496", issued_on=dt.date(2021, 11, 30), issued_precision="month")
    client.force_login(make_user())
    page = client.get(reverse("admin:groups_document_changelist")).content.decode()
    assert "tháng 11/2021" in page
    assert "30/11/2021" not in page


@pytest.mark.parametrize(
    ("model", "title", "button"),
    [
        ("document", "Văn bản", "Ghi văn bản mới"),
        ("person", "Người", "Ghi người mới"),
        ("unit", "Đơn vị", "Ghi đơn vị mới"),
    ],
)
def test_a_list_is_headed_by_what_it_lists(client, model, title, button):
    client.force_login(make_user())
    answer = client.get(reverse(f"admin:groups_{model}_changelist"))
    assert answer.context["title"] == title
    assert button in answer.content.decode()
