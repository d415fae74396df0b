"""No public page gives away what is for staff: every page is walked to, with secrets planted in every kind of group."""

import io
import re
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from groups.domain.codes import make_code
from groups.domain.status import PUBLIC, Status
from groups.domain.vocabulary import GroupRole
from groups.models import WorkGroup
from groups.services import amendments, publishing
from groups.services.amendments import AdministratorLine, MemberLine
from groups.services.notes import add_note
from groups.services.roles import CLERK
from groups.tests import factories
from groups.tests.services.test_exporting import opened

pytestmark = pytest.mark.django_db

NEVER = {
    "link": "zzlien{}",
    "phone": "09080706{}",
    "email": "rieng{}@truong.example",
    "deputy": "Phó Kín {}",
    "member": "Thành Viên Kín {}",
    "reason": "Lý do nội bộ {}",
    "note": "Ghi chú nội bộ {}",
}


class Walked(NamedTuple):
    """What a walk found, and what it should and should not have found."""

    found: dict[str, str]
    hidden: set[str]
    public: set[str]
    cookies: dict


HREF = re.compile(r'(?:href|action|src)="([^"]*)"')


def secret(kind: str, number: int) -> str:
    return NEVER[kind].format(10 + number)


def planted() -> list[str]:
    every = [secret(kind, number) for kind in NEVER for number in range(len(Status))]
    return [*every, "thu.", "zalo.me", "viber.com", factories.PASSWORD]


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Every public page and file of a register with secrets in it, by path."""
    with django_db_blocker.unblock(), transaction.atomic():
        point = transaction.savepoint()
        plant()
        publish_twice()
        hidden = {group.name for group in WorkGroup.objects.exclude(status__in=PUBLIC)}
        public = set(WorkGroup.objects.public().values_list("name", flat=True))
        client = Client()
        found = walk(client)
        transaction.savepoint_rollback(point)
    return Walked(found, hidden, public, dict(client.cookies))


def plant() -> None:
    """A group in every status, each with a link, a note, a deputy, a member and a lead with phone and address."""
    for number, status in enumerate(Status):
        group = factories.make_group(
            status=status,
            name=f"Nhóm công tác {status.value}",
            lead=factories.make_person(
                full_name=f"Trưởng Nhóm {number}", phone=secret("phone", number), email=secret("email", number)
            ),
            deputy=factories.make_person(full_name=secret("deputy", number)),
            member=factories.make_person(full_name=secret("member", number), phone=secret("phone", number)),
            url=f"https://zalo.me/g/{secret('link', number)}",
        )
        add_note(group=group, text=secret("note", number), by=factories.make_user(), now=factories.NOW)
        if status == Status.RECOGNISED:
            change_everything(group)


def change_everything(group: WorkGroup) -> None:
    basis = factories.amended()
    person = factories.make_person(full_name=secret("deputy", 1), phone=secret("phone", 1))
    amendments.rotate_link(group=group, url="", revoked=group.links.get(), **basis)
    amendments.rotate_link(group=group, url=f"zalo.me/g/{secret('link', 5)}x", **basis)
    amendments.change_administrators(group=group, lines=[AdministratorLine(GroupRole.DEPUTY, person)], **basis)
    line = MemberLine(kind="person", person=person)
    amendments.change_members(group=group, members_text="Các trường", lines=[line], **basis)
    amendments.confirm(group=group, **basis, reason=secret("reason", 1))


def publish_twice() -> None:
    """Two published lists with an act between them, the first one in sections."""
    authority, clerk = factories.make_authority(), factories.make_user(role=CLERK)
    for grouping in ("level", ""):
        asked = {"authority": authority, "now": factories.NOW, "address": "http://testserver", "grouping": grouping}
        publishing.publish_list(by=clerk, seen=publishing.draft(**asked).digest, **asked)
        group = WorkGroup.objects.filter(status=Status.RECOGNISED).earliest("pk")
        amendments.rename(group=group, new_name=f"Nhóm công tác sau lần {grouping}", **factories.amended())


def walk(client) -> dict[str, str]:
    """Return every public page and file that links, forms and known codes lead to."""
    searches = [f"?q={word}&state={state}" for word in ("nhom", "cong+tac") for state in ("", "suspended", "ended")]
    days = reverse("web:difference") + "?tu=01/01/2020&den=05/11/2021"
    waiting = ["/", days, "/khong-co/", reverse("api:openapi-json")]
    waiting += [reverse("web:list") + search for search in searches]
    waiting += [
        reverse("web:group", args=[code])
        for code in WorkGroup.objects.filter(code__isnull=False).values_list("code", flat=True)
    ]
    pages: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        answer = client.get(path)
        parts = [*opened(answer.content), str(dict(answer.headers)).encode(), *words_of_pdf(answer.content)]
        pages[path] = "\n".join(part.decode(errors="replace") for part in parts)
        if not answer.headers["Content-Type"].startswith(("text/html", "application/atom+xml")):
            continue
        for link in HREF.findall(pages[path]):
            target = urlsplit(urljoin(path, link.replace("&amp;", "&")))
            if not target.netloc and not target.path.startswith(("/static/", "/quan-tri/")):
                waiting.append(target._replace(fragment="").geturl())
    return pages


def words_of_pdf(content: bytes) -> list[bytes]:
    """Return what a reader sees of a PDF: its streams hold numbers of glyphs, not letters."""
    if not content.startswith(b"%PDF-"):
        return []
    return [page.extract_text().encode() for page in PdfReader(io.BytesIO(content)).pages]


def html(pages) -> list[tuple[str, str]]:
    return [(path, page) for path, page in pages.found.items() if page.startswith("<!DOCTYPE html>")]


def test_what_is_for_staff_stands_on_no_public_page_and_in_no_file(pages):
    kinds = {path.rpartition(".")[2] for path in pages.found if "." in path}

    assert len(pages.found) > 30
    assert kinds >= {"pdf", "xlsx", "ods", "csv", "json", "atom"}
    assert any("Trưởng Nhóm" in page for path, page in pages.found.items() if path.endswith(".pdf"))
    found = [(path, text) for path, page in pages.found.items() for text in planted() if text in page]
    assert found == []


def test_what_is_not_public_is_named_on_no_public_page_and_in_no_file(pages):
    assert len(pages.hidden) == 4
    found = [(path, name) for path, page in pages.found.items() for name in pages.hidden if name in page]
    assert found == []


def test_every_public_group_is_reached_from_the_first_page(pages):
    assert {name for name in pages.public for page in pages.found.values() if name in page} == pages.public


def test_every_page_keeps_to_the_security_policy_and_to_one_heading(pages):
    for path, page in html(pages):
        assert not re.search(r"<script(?![^>]* src=)", page), path
        assert not re.search(r"\s(?:style|on\w+)=", page), path
        assert page.count("<h1") == 1, path
        assert '<html lang="vi">' in page, path
        assert 'href="#noi-dung"' in page, path


def test_no_page_sets_a_cookie_or_loads_from_elsewhere(pages):
    for path, page in html(pages):
        assert not re.search(r'(?:href|src)="(?:https?:)?//(?!testserver/)', page), path
    assert pages.cookies == {}


def test_the_policy_allows_nothing_but_our_own(client):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


LINK = "https://zalo.me/g/bimat00001"
#: What answers given at two moments differ in.
_TIME = re.compile(r'"as_of":"[^"]*"|<time.*?</time>|\d\d:\d\d(?::\d\d)?')


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.DECLINED])
@pytest.mark.parametrize(
    "path", ["/nhom/{}/", "/api/v1/verify?q={}", "/kiem-tra/?q={}", "/so-dang-ky/?ma={}", "/nhom/?q={}"]
)
def test_a_code_that_is_not_public_answers_as_one_that_nobody_has(client, status, path):
    """The same words, by the same number of questions to the database."""
    factories.make_group()
    hidden = factories.make_group(name="Nhóm bí mật kế hoạch", status=status, url=LINK)
    answers = []
    for code in (hidden.code, make_code(hidden.authority.code, 999)):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path.format(code))
        text = answer.content.decode().replace(code, "").replace(code[:-2], "")
        answers.append((answer.status_code, len(asked), _TIME.sub("", text)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", ["/api/v1/verify?q={}", "/kiem-tra/?q={}", "/nhom/?q={}", "/nhom/?state=ended&q={}"])
@pytest.mark.parametrize("text", ["Nhóm bí mật kế hoạch", "nhom bi mat ke hoahc", LINK])
def test_nothing_changes_for_who_asks_when_a_group_is_proposed_or_declined(client, path, text):
    factories.make_group()
    answers = []
    for status in (None, Status.DRAFT, Status.PROPOSED, Status.DECLINED):
        if status:
            factories.make_group(
                name=f"Nhóm bí mật kế hoạch {status}", status=status, url=LINK if status == "draft" else ""
            )
        answers.append(_TIME.sub("", client.get(path.format(quote(text))).content.decode()))
    assert answers == answers[:1] * 4
