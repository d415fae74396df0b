"""Deny by default: every view says for whom it is; what may be kept of an answer."""

from functools import wraps

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, path, reverse

from groups.domain.doors import Declared, Door, Keep, declare, declared
from groups.services import lookup_limit
from groups.services.bodies import MAX_FORM
from groups.services.roles import CLERK
from groups.tests import factories
from registry.urls import handler403, handler404, urlpatterns

#: The pages of the staff's site for who has not signed in, or only half.
ENTRANCES = {"admin:login", "admin:second_factor", "admin:enrol_factor"}


def _bare(request):
    return HttpResponse("wide open")


def _walk(patterns, names=()):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, (*names, pattern.namespace) if pattern.namespace else names)
        else:
            yield ":".join([*names, pattern.name or str(pattern.pattern)]), pattern.callback


def test_the_walk_finds_a_view_that_says_nothing():
    found = dict(_walk([*urlpatterns, path("bare/", _bare, name="bare")]))
    assert [name for name, view in found.items() if declared(view) is None] == ["bare"]


def test_every_view_says_for_whom_it_is():
    found = dict(_walk(get_resolver("registry.urls").url_patterns))
    assert [name for name, view in found.items() if declared(view) is None] == []
    assert {name for name, view in found.items() if declared(view).door == Door.ENTRANCE} == ENTRANCES
    assert {name.partition(":")[0] for name, view in found.items() if declared(view).door == Door.STAFF} == {"admin"}


class _WithBare:
    urlpatterns = [
        path("bare/", _bare),
        path("bare-staff/", declare(Door.STAFF)(lambda request: HttpResponse("!"))),
        *urlpatterns,
    ]
    handler403, handler404 = handler403, handler404


@pytest.mark.django_db
def test_a_view_that_says_nothing_stays_shut(client, settings, caplog):
    settings.ROOT_URLCONF = _WithBare
    response = client.get("/bare/")

    assert response.status_code == 403
    assert b"wide open" not in response.content
    assert "_bare" in caplog.text


@pytest.mark.django_db
def test_a_view_for_staff_that_forgot_to_ask_is_shut_to_others(client, settings):
    settings.ROOT_URLCONF = _WithBare
    response = client.get("/bare-staff/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("admin:login"))
    client.force_login(factories.make_user(role=CLERK))
    assert client.get("/bare-staff/").content == b"!"


def test_a_wrapper_keeps_what_was_said():
    view = declare(Door.PUBLIC, Keep.TODAY)(lambda request: None)
    assert declared(wraps(view)(lambda request: None)) == Declared(Door.PUBLIC, Keep.TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("web:home", "public, no-cache"),
        ("web:list", "public, no-cache"),
        ("web:publications", "public, no-cache"),
        ("web:feed", "public, max-age=0, stale-while-revalidate=60"),
        ("web:check", "max-age=0, no-cache, no-store, must-revalidate, private"),
        ("api:openapi-json", "public, max-age=0, stale-while-revalidate=60"),
    ],
)
def test_what_browsers_may_keep(client, name, policy):
    response = client.get(reverse(name))
    assert response.headers["Cache-Control"] == policy
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["web:home", "web:list", "web:feed", "web:check", "admin:index", "api:openapi-json"])
def test_nothing_that_staff_see_is_kept(client, name):
    client.force_login(factories.make_user(role=CLERK))
    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


@pytest.mark.django_db
def test_what_is_dear_has_a_limit_of_its_own(client, settings):
    settings.DOWNLOAD_LIMIT = "2/minute"
    lookup_limit.reset()
    factories.make_authority()
    answers = [client.get(reverse("web:difference")) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert "quá nhiều lượt" in answers[2].content.decode()
    assert client.get(reverse("web:list")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
@pytest.mark.parametrize("name", [*sorted(ENTRANCES), "web:home", "web:list"])
def test_of_a_stranger_no_more_than_a_form_is_taken_apart(client, monkeypatch, name, kind):
    factories.make_authority()
    monkeypatch.setattr("django.http.request.HttpRequest._load_post_and_files", lambda _: pytest.fail("taken apart"))
    client.handler.enforce_csrf_checks = True
    client.cookies["csrftoken"] = "x" * 32
    response = client.post(reverse(name), data="a=" + "%41" * (MAX_FORM // 3), content_type=kind)

    assert response.status_code == 413
    assert "lớn quá" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_what_a_stranger_types_and_what_staff_write_is_read(client):
    user = factories.make_user(role=CLERK)
    filled = {"username": user.username, "password": factories.PASSWORD, "x": "a" * (MAX_FORM - 1_000)}
    assert client.post(reverse("admin:login"), filled).status_code == 302
    assert client.post(reverse("admin:password_change"), {"x": "a" * MAX_FORM}).status_code == 200
