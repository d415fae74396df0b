"""Who gets what from every address of the desk: one table says what is meant, the site's own addresses are walked."""

from urllib.parse import urlsplit

import pytest
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from groups.domain.importing import Kind, Row
from groups.domain.letters import MailState
from groups.models import Document, EntryRecord, MissingRow, OutgoingMail, RegisterEvent, SavedFilter, SecretLook, Unit
from groups.services import import_runs, lifecycle, publishing
from groups.services.reports import confirm_report
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import (
    NOW,
    decided,
    make_authority,
    make_document,
    make_draft,
    make_group,
    make_later_document,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db

NOBODY, WITHOUT = "nobody", "without"
#: The columns of the table.
WHO = (NOBODY, WITHOUT, SPECIALIST, LEADER, CLERK, ADMINISTRATOR)
#: What is answered, by one letter: the page or file (o), on to another page (r), to sign in (s), refused (f: 403, or
#: sent back with an error), not there (n), only by the other method (m), asked in a way that cannot be meant (b).
#: First what is answered to a look, then to a form sent empty. Signing a list is refused to all: the tests have no key.
TABLE = {
    "tim/": ("sooooo", "sooooo"),
    "xac-thuc/": ("rrrrrr", "rrrrrr"),
    "xac-thuc/thiet-lap/": ("rooooo", "rooooo"),
    "xac-thuc/cua-toi/": ("srrrrr", "srrrrr"),
    "": ("sooooo", "sooooo"),
    "login/": ("orrrrr", "oooooo"),
    "logout/": ("smmmmm", "sooooo"),
    "password_change/": ("sooooo", "sooooo"),
    "password_change/done/": ("sooooo", "smmmmm"),
    "autocomplete/": ("sfffff", "smmmmm"),
    "jsi18n/": ("sooooo", "smmmmm"),
    "r/<path:content_type_id>/<path:object_id>/": ("snnnnn", "snnnnn"),
    "auth/user/<int:pk>/mat-khau-moi/": ("smmmmm", "sffffr"),
    "auth/user/<int:pk>/bo-xac-thuc/": ("smmmmm", "sffffr"),
    "auth/user/": ("sffffo", "sffffo"),
    "auth/user/add/": ("sffffo", "sffffo"),
    "auth/user/<path:object_id>/history/": ("sffffo", "sffffo"),
    "auth/user/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "auth/user/<path:object_id>/change/": ("sffffo", "sffffo"),
    "auth/user/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/importrun/mau/<str:kind>.xlsx": ("sfoffo", "sfoffo"),
    "groups/importrun/<int:pk>/ghi/": ("smmmmm", "sfoffn"),
    "groups/importrun/<int:pk>/chuyen-ma/": ("smmmmm", "sffffn"),
    "groups/importrun/<int:pk>/xet-lai/": ("smmmmm", "sfrffn"),
    "groups/importrun/<int:pk>/bo/": ("smmmmm", "sfrffn"),
    "groups/importrun/<int:pk>/tien-do/": ("sfoffn", "sfoffn"),
    "groups/importrun/<int:pk>/ket-qua-xet.xlsx": ("sfoffn", "sfoffn"),
    "groups/importrun/": ("sfoffo", "sfoffo"),
    "groups/importrun/add/": ("sfoffo", "sfoffo"),
    "groups/importrun/<path:object_id>/history/": ("srorrr", "srorrr"),
    "groups/importrun/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/importrun/<path:object_id>/change/": ("sfoffn", "sfoffn"),
    "groups/importrun/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/outgoingmail/<int:pk>/gui-lai/": ("smmmmm", "snrrfr"),
    "groups/outgoingmail/": ("sfoooo", "sfoooo"),
    "groups/outgoingmail/add/": ("sfffff", "sfffff"),
    "groups/outgoingmail/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/outgoingmail/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/outgoingmail/<path:object_id>/change/": ("snoooo", "snoooo"),
    "groups/outgoingmail/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/unit/": ("sfoooo", "sfoooo"),
    "groups/unit/add/": ("sfoffo", "sfoffo"),
    "groups/unit/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/unit/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/unit/<path:object_id>/change/": ("sfoooo", "sfoffo"),
    "groups/unit/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/letterhead/": ("sfoooo", "sfoooo"),
    "groups/letterhead/add/": ("sfffoo", "sfffoo"),
    "groups/letterhead/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/letterhead/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/letterhead/<path:object_id>/change/": ("sfoooo", "sfffrr"),
    "groups/letterhead/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/person/": ("sfoooo", "sfoooo"),
    "groups/person/add/": ("sfofff", "sfofff"),
    "groups/person/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/person/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/person/<path:object_id>/change/": ("sfoooo", "sfofff"),
    "groups/person/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/document/<int:pk>/tep/": ("sfoooo", "sfoooo"),
    "groups/document/": ("sfoooo", "sfoooo"),
    "groups/document/add/": ("sfooof", "sfooof"),
    "groups/document/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/document/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/document/<path:object_id>/change/": ("sfoooo", "sfffof"),
    "groups/document/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/missingrow/": ("sfoooo", "sfoooo"),
    "groups/missingrow/add/": ("sfffof", "sfffof"),
    "groups/missingrow/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/missingrow/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/missingrow/<path:object_id>/change/": ("sfoooo", "sfffof"),
    "groups/missingrow/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/publication/xem-truoc.pdf": ("sfffnf", "sfffnf"),
    "groups/publication/<int:pk>/ky/": ("smmmmm", "sfffff"),
    "groups/publication/<int:pk>/bo-sung/<str:what>/": ("sfffof", "sfffof"),
    "groups/publication/": ("sfoooo", "sfoooo"),
    "groups/publication/add/": ("sfffof", "sfffof"),
    "groups/publication/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/publication/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/publication/<path:object_id>/change/": ("sfoooo", "sfoooo"),
    "groups/publication/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/registerevent/da-ghi/<int:first>-<int:last>/": ("sfoooo", "sfoooo"),
    "groups/registerevent/": ("sfoooo", "sfoooo"),
    "groups/registerevent/add/": ("sfffff", "sfffff"),
    "groups/registerevent/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/registerevent/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/registerevent/<path:object_id>/change/": ("sfoooo", "sfffff"),
    "groups/registerevent/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/secretlook/": ("sffofo", "sffofo"),
    "groups/secretlook/add/": ("sfffff", "sfffff"),
    "groups/secretlook/<path:object_id>/history/": ("sffofo", "sffofo"),
    "groups/secretlook/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/secretlook/<path:object_id>/change/": ("sffofo", "sfffff"),
    "groups/secretlook/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/entryrecord/": ("sffffo", "sffffo"),
    "groups/entryrecord/add/": ("sfffff", "sfffff"),
    "groups/entryrecord/<path:object_id>/history/": ("sffffo", "sffffo"),
    "groups/entryrecord/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/entryrecord/<path:object_id>/change/": ("sffffo", "sfffff"),
    "groups/entryrecord/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/reportedchat/<int:pk>/lien-ket/": ("smmmmm", "sfooff"),
    "groups/reportedchat/<int:pk>/rut-lai/": ("sfooff", "sfooff"),
    "groups/reportedchat/": ("sfoooo", "sfoooo"),
    "groups/reportedchat/add/": ("sfooff", "sfooff"),
    "groups/reportedchat/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/reportedchat/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/reportedchat/<path:object_id>/change/": ("sfoooo", "sfoooo"),
    "groups/reportedchat/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/directive/dat-han/": ("sfofff", "sfofff"),
    "groups/directive/xuat-ket-qua.xlsx": ("sfooof", "sfooof"),
    "groups/directive/": ("sfoooo", "sfoooo"),
    "groups/directive/add/": ("sfffff", "sfffff"),
    "groups/directive/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/directive/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/directive/<path:object_id>/change/": ("snrrrr", "snrrrr"),
    "groups/directive/<path:object_id>/": ("srrrrr", "srrrrr"),
    "groups/workgroup/nhieu-nhom/<str:action>/": ("sffoff", "sffoff"),
    "groups/workgroup/xuat-danh-sach/": ("sfooof", "sfooof"),
    "groups/person/<int:pk>/ban-giao/": ("sfofff", "sfofff"),
    "groups/unit/<int:pk>/giai-the/": ("sfofff", "sfofff"),
    "groups/workgroup/<int:pk>/ghi-chu/": ("snooof", "snooof"),
    "groups/workgroup/<int:pk>/viec/<str:action>/": ("snofff", "snofff"),
    "groups/workgroup/<int:pk>/giay-cong-nhan.<str:form>": ("snoooo", "snoooo"),
    "groups/workgroup/<int:pk>/lien-ket/": ("smmmmm", "snooff"),
    "groups/workgroup/<int:pk>/lien-ket/<int:link>/bo/": ("smmmmm", "snrfff"),
    "groups/workgroup/xuat-ket-qua.xlsx": ("sfooof", "sfooof"),
    "groups/workgroup/bo-loc/": ("smmmmm", "sfffff"),
    "groups/workgroup/bo-loc/<int:pk>/bo/": ("smmmmm", "srrrrr"),
    "groups/workgroup/": ("sfoooo", "sfoooo"),
    "groups/workgroup/add/": ("sfofff", "sfofff"),
    "groups/workgroup/<path:object_id>/history/": ("sfoooo", "sfoooo"),
    "groups/workgroup/<path:object_id>/delete/": ("sfffff", "sfffff"),
    "groups/workgroup/<path:object_id>/change/": ("sfoooo", "sfffff"),
    "groups/workgroup/<path:object_id>/": ("srrrrr", "srrrrr"),
    "^(?P<app_label>auth|groups)/$": ("snoooo", "snoooo"),
    "(?P<url>.*)$": ("snnnnn", "snnnnn"),
}


def walk(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route


ROUTES = list(walk(admin.site.urls[0]))


class Desk:
    """One row of each noun, so that every address leads to something; all of one office, but what all share."""

    def __init__(self, code="BM"):
        office = make_authority(code=code)
        person = make_person(full_name="Mai Minh Nghĩa", phone="0912345678", email="mai@example.vn", unit=office)
        group = make_group(name="Nhóm để xem", url="https://zalo.me/g/abcdef123", lead=person, authority=office)
        letters = {"letters_at": "https://nhom.example.vn"}
        told = make_group(name="Nhóm có thư", lead=person, authority=office)
        lifecycle.suspend(group=told, **decided(document=make_later_document(authority=office), **letters))
        draft = make_draft(name="Nhóm nháp", url="https://zalo.me/g/nhap12345", authority=office)
        asked = {"authority": office, "now": NOW, "address": "https://nhom.example.vn"}
        by = make_user(role=CLERK)
        row = Row(2, {"name": "Trường Thử"})
        run = import_runs.open_run(
            by=make_user(),
            now=NOW,
            kind=Kind.UNITS,
            file_name="a.xlsx",
            content=b"a",
            rows=[row],
            about={},
        )
        look = SecretLook.objects.create(by=make_user(), at=NOW, group=group, what="liên kết mời")
        scan = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
        kept = SavedFilter.objects.create(user=make_user(), name="Của tôi", query="status=draft")
        other = make_user(role=None, username="nguoi.khac")
        TOTPDevice.objects.create(user=other)
        self.pks = {
            "workgroup": group.pk,
            "unit": Unit.objects.create(name="Trường Tiểu học Thử", kind="school").pk,
            "letterhead": office.letterheads.get().pk,
            "person": person.pk,
            "document": make_document(number="77", subject="Văn bản chưa dùng", authority=office, file=scan).pk,
            "missingrow": MissingRow.objects.create(document=Document.objects.first(), source_row="01").pk,
            "publication": publishing.publish_list(by=by, seen=publishing.draft(**asked).digest, **asked).pk,
            "registerevent": RegisterEvent.objects.first().pk,
            "secretlook": look.pk,
            "reportedchat": confirm_report(by=make_user(), now=NOW, name="Giả", url="https://zalo.me/g/giagia1").pk,
            "directive": group.directives.create(kind="rename").pk,
            "outgoingmail": OutgoingMail.objects.get(person=person).pk,
            "importrun": run.pk,
            "user": other.pk,
            "entryrecord": EntryRecord.objects.create(what="failed", user=other, at=NOW).pk,
        }
        number = RegisterEvent.objects.order_by("number").first().number
        self.named = {
            "content_type_id": ContentType.objects.get_for_model(type(group)).pk,
            "object_id": group.pk, "kind": Kind.UNITS, "first": number, "last": number, "action": "rename",
            "form": "pdf", "what": "van-ban", "app_label": "groups", "url": "khong-co/",
        }  # fmt: skip
        OutgoingMail.objects.update(state=MailState.FAILED)
        self.draft, self.kept = draft, kept

    def address(self, route):
        """Fill in what the route asks for."""
        words = route.split("/")
        pk = self.pks.get(words[1]) if len(words) > 1 else None
        given = {**self.named, "pk": pk, **({"object_id": pk} if pk else {})}
        if "bo-loc/" in route:
            given["pk"] = self.kept.pk
        if "<int:link>" in route:
            given |= {"pk": self.draft.pk, "link": self.draft.links.get().pk}
        if "nhieu-nhom" in route:
            given["action"] = "recognise"
        filled = route.replace("^(?P<app_label>auth|groups)/$", "groups/").replace("^(?P<url>.*)$", "khong-co/")
        filled = filled.replace("(?P<url>.*)$", "khong-co/")
        for name, value in given.items():
            for kind in ("int", "str", "path"):
                filled = filled.replace(f"<{kind}:{name}>", str(value))
        assert "<" not in filled, route
        chosen = {"nhieu-nhom": self.pks["workgroup"], "dat-han": self.pks["directive"]}
        ids = next((f"?ids={pk}" for part, pk in chosen.items() if part in route), "")
        return reverse("admin:index") + filled + ids


def clients():
    """One browser for each column."""
    for who in WHO:
        client = Client(raise_request_exception=False)
        if who != NOBODY:
            client.force_login(make_user(role=None if who == WITHOUT else who))
        yield client


def answered(client, method, address):
    """Return the letter of what is answered. Whatever it wrote is undone."""
    signed_in = client.cookies.copy()  # signing out, too, is undone
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    client.cookies = signed_in
    if answer.streaming:
        list(answer.streaming_content)  # to its end, so that its file is closed
    match answer.status_code:
        case 200:
            return "o"
        case 302 if urlsplit(answer.url).path == reverse("admin:login"):
            return "s"
        case 302:
            said = [m.level for m in messages.get_messages(answer.wsgi_request)]
            return "f" if messages.ERROR in said else "r"
        case code:
            return {403: "f", 404: "n", 405: "m", 400: "b", 409: "b"}.get(code, str(code))


@pytest.fixture
def desk():
    return Desk()


def test_every_address_has_its_line_and_no_line_is_of_an_address_that_went():
    assert set(TABLE) == set(ROUTES)


def test_each_role_gets_what_the_table_says(desk):
    browsers, found = list(clients()), {}
    for route in ROUTES:
        address = desk.address(route)
        each = {method: [answered(browser, method, address) for browser in browsers] for method in ("get", "post")}
        found[route] = ("".join(each["get"]), "".join(each["post"]))
    wrong = {route: (TABLE.get(route), got) for route, got in found.items() if TABLE.get(route) != got}
    assert wrong == {}


#: What all offices share, and what leads to nothing of an office. Their lines of the table hold everywhere.
COMMON = ("groups/unit/", "groups/reportedchat/", "auth/user/", "groups/importrun/", "groups/workgroup/bo-loc/", "r/")


def test_who_works_for_another_office_gets_no_row_of_this_one(desk):
    other = make_authority(code="KH", name="Phòng khác")
    user = make_user(role=None, username="noi.khac", offices=[other])
    user.groups.set(Group.objects.all())
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    of_a_row = [route for route in ROUTES if "<" in route and not route.startswith(("^", "(", *COMMON))]

    found = {r: tuple(answered(browser, method, desk.address(r)) for method in ("get", "post")) for r in of_a_row}

    assert len(found) > 45
    # Django sends on from a row that is not there to the home page, and from the bare address of any to its page.
    sent_on = ("history/", "<path:object_id>/")
    assert {r: got for r, got in found.items() if set(got) - set("nfm" + "r" * r.endswith(sent_on))} == {}
