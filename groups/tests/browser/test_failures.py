"""What a reader meets when something went wrong, on a phone."""

import pytest
from django.urls import reverse

from groups.services import lookup_limit
from groups.tests import factories

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
