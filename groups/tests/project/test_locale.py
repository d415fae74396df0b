"""Our own catalogue is compiled and used."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from groups.services.roles import CLERK

from ..factories import make_user

PO = Path(__file__).resolve().parents[3] / "locale" / "vi" / "LC_MESSAGES" / "django.po"
PAIRS = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', PO.read_text(encoding="utf-8"), re.M)


def test_the_catalogue_was_read():
    assert len(PAIRS) > 15


@pytest.mark.parametrize(("english", "vietnamese"), PAIRS)
def test_a_string_of_the_catalogue_is_shown_in_vietnamese(english, vietnamese):
    with translation.override("vi"):
        assert translation.gettext(english) == vietnamese


@pytest.mark.parametrize("count", [1, 2])
def test_a_form_with_errors_says_so_in_vietnamese(count):
    with translation.override("vi"):
        said = translation.ngettext("Please correct the error below.", "Please correct the errors below.", count)
    assert said == "Chưa ghi được: hãy sửa các mục có báo lỗi bên dưới."


def test_the_scripts_of_the_desk_say_our_words(client, db):
    client.force_login(make_user(role=CLERK))
    words = client.get(reverse("admin:jsi18n")).content.decode()

    for text in re.findall(r'^msgstr(?:\[0\])? "(.+)"$', (PO.parent / "djangojs.po").read_text(encoding="utf-8"), re.M):
        if "charset" not in text:
            assert json.dumps(text) in words, text
    assert json.dumps("Hôm nay") in words  # the rest is Django's
