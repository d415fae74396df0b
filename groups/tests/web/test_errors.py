"""Pages for what went wrong."""

import json

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import Http404, HttpResponseNotAllowed
from django.test import Client
from django.urls import reverse

from groups.models import Person
from groups.services.lookup_limit import TooManyLookups
from groups.services.roles import SPECIALIST
from groups.tests import factories
from groups.web import errors

SECRET = "abcdef123"
DESK, PROGRAM = "/quan-tri/groups/workgroup/", "/api/v1/khac"
#: Each failure, and a word of what the reader is told to do.
FAILURES = [
    (400, lambda request: errors.bad_request(request, BadRequest(SECRET)), "mở lại trang"),
    (403, lambda request: errors.forbidden(request, PermissionDenied(SECRET)), "liên hệ người quản trị"),
    (403, lambda request: errors.csrf_failure(request, SECRET), "gửi lần nữa"),
    (404, lambda request: errors.not_found(request, Http404(SECRET)), "tìm"),
    (405, lambda request: errors.not_allowed(request, HttpResponseNotAllowed(["POST"])), "bấm lại ở đó"),
    (413, lambda request: errors.bad_request(request, RequestDataTooBig(SECRET)), "chia thành nhiều lần"),
    (413, lambda request: errors.bad_request(request, TooManyFieldsSent(SECRET)), "chia thành nhiều lần"),
    (429, lambda request: errors.too_many(request, TooManyLookups(300)), "sau 5 phút"),
    (500, errors.server_error, "thử lại sau"),
    (503, lambda request: errors.bad_request(request, OperationalError(SECRET)), "thực hiện lại"),
]


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


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "fail", "words"), FAILURES)
@pytest.mark.parametrize("path", ["/nhom/", DESK])
def test_every_failure_says_what_to_do_and_is_kept_nowhere(rf, status, fail, words, path):
    response = fail(rf.get(f"{path}?q={SECRET}"))

    assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
    assert words in html(response)
    assert SECRET not in html(response)
    assert ("Retry-After" in response) == (status in (429, 503))
    if status != 429:  # no page of the desk is counted
        assert (f'href="{reverse("admin:index")}">Về trang làm việc' in html(response)) == (path == DESK)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "fail", "words"), FAILURES)
def test_a_program_hears_of_every_failure_in_one_sentence(rf, status, fail, words):
    response = fail(rf.get(f"{PROGRAM}?q={SECRET}"))

    assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
    assert response["Content-Type"] == "application/json"
    assert list(json.loads(response.content)) == ["detail"]
    assert SECRET not in response.content.decode()
    assert ("Retry-After" in response) == (status in (429, 503))


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/nhom/", 405), ("/nhom/TB-0001-1/", 405), ("/quan-tri/login/", 403)])
def test_a_form_without_a_token_is_no_method_of_a_public_page_and_refused_at_the_desk(path, status):
    response = Client(enforce_csrf_checks=True).post(path, {"q": SECRET})

    assert (response.status_code, response.get("Allow")) == (status, "GET, HEAD" if status == 405 else None)
    assert ("bấm lại ở đó" in html(response)) == (status == 405)
    assert SECRET not in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nhom/", "/api/v1/verify?q=x"])
def test_a_method_that_is_not_taken_is_refused_in_words_with_what_is(client, path):
    response = client.put(path)

    assert response.status_code == 405
    assert response["Allow"]
    assert "no-store" in response["Cache-Control"]
    assert ("xem Allow" if "/api/" in path else "bấm lại ở đó") in html(response)


@pytest.mark.django_db
def test_a_form_with_too_many_fields_is_said_to_be_too_large(client):
    response = client.post("/kiem-tra/", {f"n{number}": "x" for number in range(1_001)})
    assert (response.status_code, "lớn quá" in html(response)) == (413, True)


@pytest.mark.django_db
@pytest.mark.parametrize("secure", [True, False])
def test_a_foreign_name_of_the_site_is_refused_with_the_policy_of_every_page(client, settings, secure):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/", headers={"host": "xau.example"}, secure=secure)
    assert (response.status_code, response["Cache-Control"]) == (400, "no-store")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "xau.example" not in html(response)


@pytest.mark.django_db
@pytest.mark.parametrize(("writing", "said"), [("get", "vẫn còn nguyên"), ("post", "có thể chưa được ghi")])
def test_staff_hear_of_a_failure_whether_something_was_written(rf, writing, said):
    assert said in html(errors.server_error(getattr(rf, writing)(DESK)))


@pytest.mark.django_db
@pytest.mark.parametrize("fail", [errors.forbidden, errors.not_found])
@pytest.mark.parametrize(("path", "writing"), [(DESK, "get"), ("/nhom/", "get"), ("/nhom/", "post"), (DESK, "post")])
def test_who_sent_something_at_the_desk_and_was_refused_hears_that_nothing_was_written(rf, fail, path, writing):
    said = html(fail(getattr(rf, writing)(path)))
    assert ("Chưa có gì được ghi" in said) is (path == DESK and writing == "post")


@pytest.mark.django_db
def test_whose_role_was_taken_away_after_the_page_was_opened_writes_nothing_and_is_told_so(client):
    staff = factories.make_user(role=SPECIALIST)
    client.force_login(staff)
    address = reverse("admin:groups_person_add")
    assert client.get(address).status_code == 200
    staff.groups.clear()

    response = client.post(address, {"full_name": "Trần Thị Một", "active": "on"})

    assert (response.status_code, Person.objects.exists()) == (403, False)
    for words in ("Chưa có gì được ghi", "đã thay đổi sau khi bạn mở trang", "chép ra", "liên hệ người quản trị"):
        assert words in html(response)


@pytest.mark.django_db
def test_a_refusal_at_the_desk_bears_no_other_office_s_name(client):
    """Of two offices the public pages bear the first one's name, and staff of the second would read it as theirs."""
    others, own = (factories.make_authority(code=name.upper(), name=f"Phòng {name}") for name in ("An", "Yên"))
    client.force_login(factories.make_user(role=None, username="cua.y", offices=[own]))
    for path, status in ((DESK, 403), ("/quan-tri/khong-co/", 404)):
        response = client.get(path)
        assert response.status_code == status
        assert others.name not in html(response)
    assert others.name in html(client.get("/khong-co/"))
    unsent = Client(enforce_csrf_checks=True).post("/quan-tri/login/", {"username": "x"})
    assert (unsent.status_code, others.name in html(unsent)) == (403, False)
