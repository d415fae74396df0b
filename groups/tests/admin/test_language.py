"""Every page of the desk speaks Vietnamese: English of Django or of a library is found by the shape of its words."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import Resolver404, resolve

from groups.domain.status import STATUS_LABELS, Status
from groups.services import lifecycle, publishing
from groups.services.reports import confirm_report
from groups.services.roles import CLERK

from ..factories import (
    NOW,
    PASSWORD,
    TODAY,
    decided,
    make_authority,
    make_document,
    make_draft,
    make_group,
    make_person,
    make_user,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("about the words of pages"),
]
START = "/quan-tri/"
#: Names, abbreviations and words that Vietnamese took over as they are.
KNOWN = {
    "zalo",
    "viber",
    "pdf",
    "http",
    "https",
    "excel",
    "word",
    "xlsx",
    "ods",
    "csv",
    "json",
    "libreoffice",
    "opendocument",
    "png",
    "ubnd",
    "web",
    "canbo",
}
#: How Django's own catalogue says what our staff say otherwise; see locale/.
CLUMSY = (
    "Hoạt động:",
    "Đi đến",
    "Bản ghi nhớ",
    "Thêm vào",
    "được chọn",
    "Hoán đổi",
    "hành động",
    "Bởi ",
    "tình trạng nhân viên",
    "Thay đổi người",  # which says that somebody is put in his place
    # What staff sign in with is called an account, everywhere.
    "gười dùng",
    "gười sử dụng",
    "ủy quyền",
)
# The sounds that a syllable may begin with, hold and end with, as they are written without marks.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh|n|ph?|qu|r|s|th|tr|t|v|x)?[aeiouy]{1,3}(?:ch|c|m|ng|nh|n|p|t)?"
)
_WORD = re.compile(r"(?<![\w.@/-])[A-Za-z]{3,}(?![\w@/-]|\.\w)")
_HIDDEN = {"script", "style", "code", "textarea", "svg"}
_SAID = ("title", "alt", "aria-label", "placeholder")


class Spoken(HTMLParser):
    """What a person reads or hears on a page."""

    def __init__(self):
        super().__init__()
        self.texts, self.links, self._hidden = [], [], 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._hidden += tag in _HIDDEN
        self.texts += [given[name] for name in _SAID if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.texts.append(given.get("value") or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])

    def handle_endtag(self, tag):
        self._hidden -= tag in _HIDDEN

    def handle_data(self, data):
        if not self._hidden:
            self.texts.append(data)


def foreign(texts):
    """The words that are no Vietnamese syllables and no names that we know."""
    words = {word for text in texts for word in _WORD.findall(text)}
    return {word for word in words if not _SYLLABLE.fullmatch(word.lower()) and word.lower() not in KNOWN}


@pytest.mark.parametrize("text", ["Save and continue", "Add workgroup", "Delete", "History", "0 selected", "View site"])
def test_english_is_found_by_its_shape(text):
    assert foreign([text])


@pytest.mark.parametrize("text", ["Ghi vào sổ", "nghieng quyet khuya toan", "Zalo và Viber", "a.b@truong.example"])
def test_vietnamese_and_addresses_are_not(text):
    assert not foreign([text])


def furnish():
    for status in Status:
        make_group(status=status, name=f"Nhóm {STATUS_LABELS[status].lower()}", lead_post="Trưởng phòng")
    person = make_person(full_name="Mai Minh Nghĩa", phone="0912345678")
    make_person(full_name="Đã Nghỉ", active=False)
    make_group(name="Nhóm có liên kết", lead=person, member=person, url="https://zalo.me/g/abcdef123")
    group = make_group(name="Nhóm có việc", lead=person, lead_post="")
    for more in ({"kind": "rename", "due_on": TODAY}, {"kind": "may_merge", "target_text": "Nhóm không có"}):
        group.directives.create(**more)
    group.directives.create(kind="dissolve", due_on=NOW.date().replace(year=2020))
    lifecycle.suspend(group=group, **decided(letters_at="https://nhom.example.vn"))
    make_draft(name="Bản nháp").directives.create(kind="rename")
    confirm_report(by=make_user(), now=NOW, name="Nhóm giả", url="https://zalo.me/g/giagia123")
    make_document(number="77", subject="Văn bản chưa dùng")
    asked = {"authority": make_authority(), "now": NOW, "address": "https://nhom.example.vn"}
    publishing.publish_list(by=make_user(role=CLERK), seen=publishing.draft(**asked).digest, **asked)


def walk(get, most=3):
    """Return the pages of the desk that links lead to, at most so many of each view; ``get`` asks for an address."""
    waiting, seen, pages = [START], {}, {}
    while waiting:
        path = waiting.pop(0)
        target = urlsplit(path)
        try:
            view = resolve(target.path).view_name
        except Resolver404:
            continue
        path = target._replace(fragment="").geturl()
        if path in pages or seen.get(view, 0) >= most or view in ("admin:logout", "admin:jsi18n"):
            continue
        answer = get(path)
        if answer.status_code == 302:
            waiting.append(answer.headers["Location"])
            continue
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        seen[view] = seen.get(view, 0) + 1
        spoken = Spoken()
        spoken.feed(answer.content.decode())
        pages[path] = spoken.texts
        links = [urljoin(path, link) for link in spoken.links]
        waiting += [link for link in links if not urlsplit(link).netloc and link.startswith(START)]
    return seen, pages


@pytest.mark.parametrize("superuser", [False, True])
def test_no_page_of_the_desk_speaks_english(client, superuser):
    furnish()
    user = get_user_model().objects.create_user(
        username="canbo", password=PASSWORD, is_staff=True, is_superuser=superuser, last_name="Trần", first_name="An"
    )
    if not superuser:
        user.groups.set(Group.objects.all())
    client.force_login(user)

    seen, pages = walk(client.get)

    assert len(seen) > 30, sorted(seen)
    said = {path: words for path, texts in pages.items() if (words := foreign(texts))}
    assert {word: path for path, words in said.items() for word in words} == {}
    assert {(word, path) for path, texts in pages.items() for text in texts for word in CLUMSY if word in text} == set()
