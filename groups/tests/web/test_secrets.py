"""No public page gives away what is for staff: every page is walked to, with secrets planted in every kind of group."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse

from groups.domain.status import PUBLIC, Status
from groups.domain.vocabulary import GroupRole
from groups.models import WorkGroup
from groups.services import amendments
from groups.services.amendments import AdministratorLine, MemberLine
from groups.tests import factories

pytestmark = pytest.mark.django_db

NEVER = {
    "link": "zzlien{}",
    "phone": "09080706{}",
    "email": "rieng{}@truong.example",
    "deputy": "Phó Kín {}",
    "member": "Thành Viên Kín {}",
    "reason": "Lý do nội bộ {}",
}
HREF = re.compile(r'(?:href|action|src)="([^"]*)"')


def secret(kind: str, number: int) -> str:
    return NEVER[kind].format(10 + number)


def planted() -> list[str]:
    every = [secret(kind, number) for kind in NEVER for number in range(len(Status))]
    return [*every, "thu.", "zalo.me", "viber.com", factories.PASSWORD]


@pytest.fixture
def register():
    """A group in every status, each with a link, a deputy, a member and a lead who has a phone and an address."""
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


def walk(client) -> dict[str, str]:
    """Return every public page that links, forms and known codes lead to."""
    searches = [f"?q={word}&state={state}" for word in ("nhom", "cong+tac") for state in ("", "suspended", "ended")]
    waiting = ["/", *(reverse("web:list") + search for search in searches)]
    waiting += [
        reverse("web:group", args=[code])
        for code in WorkGroup.objects.filter(code__isnull=False).values_list("code", flat=True)
    ]
    pages: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        pages[path] = client.get(path).content.decode()
        for link in HREF.findall(pages[path]):
            target = urlsplit(urljoin(path, link.replace("&amp;", "&")))
            if not target.netloc and not target.path.startswith(("/static/", "/quan-tri/")):
                waiting.append(target._replace(fragment="").geturl())
    return pages


def test_what_is_for_staff_stands_on_no_public_page(client, register):
    pages = walk(client)

    assert len(pages) > 15
    found = [(path, text) for path, page in pages.items() for text in planted() if text in page]
    assert found == []


def test_what_is_not_public_is_named_on_no_public_page(client, register):
    hidden = WorkGroup.objects.exclude(status__in=PUBLIC)
    pages = walk(client)

    assert hidden.count() == 4
    found = [(path, group) for path, page in pages.items() for group in hidden if group.name in page]
    assert found == []


def test_every_public_group_is_reached_from_the_first_page(client, register):
    reached = {
        group.name for group in WorkGroup.objects.public() for page in walk(client).values() if group.name in page
    }

    assert reached == set(WorkGroup.objects.public().values_list("name", flat=True))


def test_every_page_keeps_to_the_security_policy_and_to_one_heading(client, register):
    for path, page in walk(client).items():
        assert not re.search(r"<script(?![^>]* src=)", page), path
        assert not re.search(r"\s(?:style|on\w+)=", page), path
        assert page.count("<h1") == 1, path
        assert '<html lang="vi">' in page, path
        assert 'href="#noi-dung"' in page, path


def test_no_page_sets_a_cookie_or_loads_from_elsewhere(client, register):
    for path, page in walk(client).items():
        assert not re.search(r'(?:href|src)="(?:https?:)?//', page), path
    assert client.cookies == {}


def test_the_policy_allows_nothing_but_our_own(client):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
