"""Pages for what went wrong."""

import pytest
from django.db import OperationalError
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


class _Driver(Exception):
    pass


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("53100", "hết chỗ lưu. Chưa có gì được ghi"),
        ("25006", "chỉ cho đọc. Chưa có gì được ghi"),
        ("57014", "Chưa có gì được ghi"),
        ("57P01", "Mất kết nối với sổ"),
    ],
)
def test_who_writes_while_the_database_is_in_trouble_hears_what_was_written(client, monkeypatch, code, said):
    error, client.raise_request_exception = OperationalError("relation groups_workgroup"), False
    error.__cause__ = _Driver()
    error.__cause__.pgcode = code

    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", broken)
    response = client.post("/quan-tri/", {"x": "1"})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    text = response.content.decode()
    assert said in text
    assert "relation" not in text


@pytest.mark.django_db
def test_who_reads_while_the_database_is_gone_hears_that_it_says_nothing_of_the_group(client, monkeypatch):
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("groups.web.pages.office", broken)
    response = client.get("/nhom/")
    assert response.status_code == 503
    assert "chưa nói lên điều gì về nhóm" in response.content.decode()
