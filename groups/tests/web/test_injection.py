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
