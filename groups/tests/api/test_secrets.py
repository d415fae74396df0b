"""No answer gives away what is for staff: every group is asked for, with secrets planted in it."""

import pytest

from groups.domain.status import PUBLIC
from groups.models import GroupName, InviteLink, WorkGroup
from groups.tests.web.test_secrets import plant, planted

pytestmark = pytest.mark.django_db


def test_no_answer_gives_away_what_is_for_staff(client, settings):
    settings.LOOKUP_LIMIT = "10000/minute"
    plant()
    names = [*WorkGroup.objects.values_list("name", flat=True), *GroupName.objects.values_list("name", flat=True)]
    links = list(InviteLink.objects.values_list("url", flat=True))
    codes = list(WorkGroup.objects.filter(code__isnull=False).values_list("code", flat=True))
    questions = [*names, *links, *codes, "\n".join([*links, *codes])]
    bodies = {text: client.get("/api/v1/verify", {"q": text}).content.decode() for text in questions}

    said = "".join(bodies.values())
    assert [
        verdict for verdict in ("official", "revoked_link", "suspended", "ended") if f'"{verdict}"' not in said
    ] == []
    assert [(text, each) for text, body in bodies.items() for each in planted() if each in body] == []


def test_no_answer_names_what_is_not_public(client, settings):
    settings.LOOKUP_LIMIT = "10000/minute"
    plant()
    hidden = WorkGroup.objects.exclude(status__in=PUBLIC)
    bodies = [
        client.get("/api/v1/verify", {"q": text}).content.decode() for text in ("nhóm công tác", "cong tac", "nhom")
    ]

    assert hidden.count() == 4
    assert [
        group for group in hidden for body in bodies if group.name in body or (group.code and group.code in body)
    ] == []
