"""Nothing of the desk shows a link, a phone or an e-mail address without writing down who looked."""

import io
import itertools
import zipfile
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from pypdf import PdfReader

from groups.models import Document, SecretLook
from groups.services.roles import ADMINISTRATOR, CLERK, LEADER, SPECIALIST

from ..factories import make_user
from .test_access import ROUTES, Desk
from .test_language import START, walk

pytestmark = pytest.mark.django_db
#: What the desk of the test holds, each somewhere; a link as it is recognised.
SECRETS = {"0912345678", "mai@example.vn", "abcdef123", "nhap12345", "giagia1"}
#: The boxes of the desk in which something is searched for.
BOXES = [f"{START}{place}/" for place in ("tim", "groups/person", "groups/workgroup", "groups/outgoingmail")]


def texts(answer):
    """Everything that is readable in an answer: a page, each part of a workbook, the text of a PDF."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if content[:5] == b"%PDF-" and len(content) > 100:
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


class Looking:
    """Asks as ``client`` would, and keeps which secrets each answer showed and how many looks it wrote."""

    def __init__(self, client):
        self.client, self.seen = client, {}

    def ask(self, method, address):
        """Return the answer; all that is written is undone."""
        answer, *self.seen[method, address] = looked(self.client, method, address)
        return answer


def looked(client, method, address):
    """Return an answer, which secrets it shows, and how many looks it wrote; all it wrote is undone."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        before = SecretLook.objects.count()
        answer = getattr(client, method)(address)
        text = texts(answer)  # once: a file that was streamed has nothing left to give
        shown, written = {secret for secret in SECRETS if secret in text}, SecretLook.objects.count() - before
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer, shown, written


def signed_in(who):
    user = make_user(role=None, username="ai.do", superuser=who == "superuser")
    user.groups.set(
        Group.objects.filter(name=who) if who in (SPECIALIST, LEADER, CLERK, ADMINISTRATOR) else Group.objects.all()
    )
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


# Who has all roles walks through every page: on one more database that tries each question that a page asks.
_ONE_ROLE = pytest.mark.once("all roles see what one of them sees, and are tried on both")


@pytest.mark.parametrize(
    "who",
    [
        *(pytest.param(who, marks=_ONE_ROLE) for who in (SPECIALIST, LEADER, CLERK, ADMINISTRATOR, "superuser")),
        "all roles",
    ],
)
def test_what_shows_a_secret_writes_a_look(who):
    desk, client = Desk(), signed_in(who)
    Document.objects.update(file="")  # a scan is the office's own text, and the walk leaves files open
    looking = Looking(client)
    addresses = set(walk(partial(looking.ask, "get"))[1]) | {desk.address(route) for route in ROUTES}
    for method, address in itertools.product(("get", "post"), sorted(addresses)):
        if (method, address) not in looking.seen:
            looking.ask(method, address)

    assert {where: shown for where, (shown, written) in looking.seen.items() if shown and not written} == {}
    found = set().union(*(shown for shown, _ in looking.seen.values()))
    if who in (SPECIALIST, "all roles", "superuser"):
        assert found >= {"0912345678", "mai@example.vn", "abcdef123", "giagia1"}  # the walk comes to where they are
    if who in (CLERK, ADMINISTRATOR):
        assert found == set()


@pytest.mark.parametrize("secret", sorted(SECRETS))
def test_no_box_finds_by_a_part_of_a_secret(secret):
    Desk()
    client = signed_in("all roles")
    part = secret[: len(secret) - 2]
    assert [box for box in BOXES if secret in texts(client.get(box, {"q": part}))] == []


def test_one_opening_of_a_person_is_one_look():
    desk, client = Desk(), signed_in(SPECIALIST)
    address = desk.address("groups/person/<path:object_id>/change/")
    _, shown, written = looked(client, "get", address)
    assert shown == {"0912345678", "mai@example.vn"}
    assert written == 1
