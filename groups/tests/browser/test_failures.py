"""What a reader meets when something went wrong, on a phone and on a desk."""

import os

import pytest
from django.urls import reverse

from groups.services import lookup_limit
from groups.tests import factories
from groups.tests.web.test_errors import DESK as AT_DESK
from groups.tests.web.test_errors import FAILURES

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


def test_too_many_tables_are_refused_in_words(phone, axe, settings):
    settings.DOWNLOAD_LIMIT = "1/hour"
    lookup_limit.reset()
    factories.make_authority()
    phone.goto(reverse("web:difference"))
    response = phone.goto(reverse("web:difference"))

    assert response.status == 429
    assert "quá nhiều lượt" in phone.inner_text("main")
    axe(phone)


@pytest.mark.parametrize("path", ["/nhom/", AT_DESK])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_for_a_failure_fits_and_can_be_read_by_all(request, size, axe, rf, live_server, path):
    factories.make_authority()
    page, folder = request.getfixturevalue(size), os.environ.get("PICTURES")
    for number, (status, fail, _) in enumerate(FAILURES):
        content = fail(rf.get(path)).content.decode()
        page.route("**/loi/", lambda route, _, content=content: route.fulfill(body=content, content_type="text/html"))
        page.goto("/loi/")
        assert f"Lỗi {status}" in page.inner_text("main")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe(page)
        if folder:
            page.screenshot(path=f"{folder}/{size}-{path.strip('/').partition('/')[0]}-{status}-{number}.png")
        page.unroute("**/loi/")
