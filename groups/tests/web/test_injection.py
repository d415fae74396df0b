"""What somebody types or records stays text: in pages, in headers, in addresses."""

import pytest
from django.urls import reverse

from groups.tests import factories

pytestmark = pytest.mark.django_db
TEMPLATE = "{{ 7|add:7 }}{% now 'Y' %}{# x #}"


def test_words_of_the_template_language_stay_words(client):
    group = factories.make_group(name=f"Nhóm {TEMPLATE}")
    pages = [client.get(reverse("web:list")), client.get(reverse("web:group", args=[group.code]))]
    pages.append(client.get(reverse("web:check"), {"q": f"Nhóm {TEMPLATE}"}))

    for page in pages:
        text = page.content.decode()
        assert "{{ 7|add:7 }}" in text
        assert "{% now" in text
        assert "Nhóm 14" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/nhom/TB-0001-X%0d%0aSet-Cookie:%20a=b",
        "/nhom/%0d%0aX-Evil:%201/",
        "//evil.example/nhom",
        "/nhom?q=%0d%0aX-Evil:1",
        "/quan-tri/%0d%0aX-Evil:1",
    ],
)
def test_no_address_writes_a_header_or_leads_elsewhere(client, path):
    factories.make_group()
    response = client.get(path)
    headers = {name.lower(): value for name, value in response.headers.items()}

    assert "x-evil" not in headers
    assert "set-cookie" not in headers
    assert not any("\r" in value or "\n" in value for value in headers.values())
    assert headers.get("location", "/").startswith("/")
    assert not headers.get("location", "/").startswith("//")


def test_a_name_of_another_host_is_refused(client):
    response = client.get("/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert "evil" not in response.content.decode()


@pytest.mark.parametrize("path", ["/cong-bo/{}/1/", "/cong-bo/X{}/1/thong-bao/", "/nhom/{}/", "/cong-bo/BM/1/{}.pdf"])
@pytest.mark.parametrize("sign", ["%00", "%ED%A0%80", "%FF"])
def test_a_sign_that_no_database_takes_is_an_address_that_is_not_there(client, path, sign):
    factories.make_group()
    assert client.get(path.format(sign)).status_code == 404


OFFICIAL = "zalo.me/g/official01"


@pytest.mark.parametrize(
    "text",
    [
        f"https://evil.example/?u=https://{OFFICIAL}",
        f"https://evil.example/#https://{OFFICIAL}",
        f"evil.example/{OFFICIAL}",
        f"https://evil.example,https://{OFFICIAL}",
        f"https://evil.example|https://{OFFICIAL}",
        f"https://zalo.me@evil.example/{OFFICIAL}",
        "https://zalo.me\\@evil.example/g/official01",
        "https://zalo.me.evil.example/g/official01",
        "https://zalo.me\u200b.evil.example/g/official01",
        "https://z\u0430lo.me/g/official01",
        "https://xn--zlo-5cd.me/g/official01",
        f"https://{OFFICIAL}/../fakefake1",
        f"https://{OFFICIAL}%2ffake",
        f"https://{OFFICIAL}%00x",
        f"https://{OFFICIAL}.evil",
        "https://zalo.me/g/o\ufb03cial01",
        f"[https://{OFFICIAL}](https://evil.example)",
        f"<a href=https://evil.example>https://{OFFICIAL}</a>",
        f"https://{OFFICIAL} https://zalo.me/g/fakefake1",
        "intent://zalo.me/g/official01#Intent;scheme=https;package=evil;end",
        "http://testserver@evil.example/nhom/{code}/",
        "http://testserver.evil.example/nhom/{code}/",
        "http://evil.example/nhom/{code}/",
        "{code} https://zalo.me/g/fakefake1",
    ],
)
def test_nothing_around_an_official_link_or_code_makes_another_one_official(client, text):
    group = factories.make_group(url=f"https://{OFFICIAL}")
    assert client.get("/api/v1/verify", {"q": f"https://{OFFICIAL}"}).json()["verdict"] == "official"
    told = client.get("/api/v1/verify", {"q": text.replace("{code}", group.code)}).json()
    assert (told["verdict"] == "official", told["evidence"]) == (False, None)
