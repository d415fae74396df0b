"""Pages for what went wrong."""

import pytest
from django.urls import reverse

from groups.tests import factories
from groups.web import errors

SECRET = "abcdef123"


def html(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/zalo.me/g/{SECRET}", f"/khong-co/?q={SECRET}", f"/nhom/g/{SECRET}/"])
def test_an_unknown_address_helps_and_is_not_repeated(client, path):
    factories.make_authority()

    response = client.get(path)

    assert response.status_code == 404
    assert f'action="{reverse("web:check")}"' in html(response)
    assert factories.OFFICE in html(response)
    assert SECRET not in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "words"), [(errors.forbidden, "không có quyền"), (errors.csrf_failure, "biểu mẫu")])
def test_a_refusal_says_why_in_words(rf, page, words):
    response = page(rf.post("/"), "CSRF token from the POST has incorrect length.")

    assert response.status_code == 403
    assert words in html(response)
    assert "CSRF" not in html(response)


def test_a_bad_request_is_answered_without_the_database(rf):
    response = errors.bad_request(rf.get("/"), Exception(SECRET))

    assert response.status_code == 400
    assert "Yêu cầu không đọc được" in html(response)
    assert SECRET not in html(response)


def test_a_failure_is_answered_without_the_database(rf):
    response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "chưa nói lên điều gì về nhóm" in html(response)


def test_where_even_the_page_for_failures_fails_a_sentence_remains(rf, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("no templates")

    monkeypatch.setattr(errors, "render", broken)

    response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "trục trặc" in html(response)
