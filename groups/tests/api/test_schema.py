"""Everything that the description of the API allows is asked; nothing may break, and every answer keeps to it."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from groups.services import lookup_limit
from groups.tests import factories
from registry.wsgi import application

LOG = ("entries", "inclusion", "groups/{code}", "consistency")
ASKED = [
    (path, method, mode)
    for path, method in (("verify", "GET"), ("verify/picture", "POST"), *((f"log/{path}", "GET") for path in LOG))
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
]
# These take no question, so there is no wrong one.
ASKED += [(f"log/{path}", "GET", GenerationMode.POSITIVE) for path in ("head", "keys")]
pytestmark = pytest.mark.django_db


@pytest.fixture
def described(settings):
    settings.LOOKUP_LIMIT = "100000/minute"
    settings.ALLOWED_HOSTS = ["*"]
    lookup_limit.reset()
    factories.make_group()
    # The connection holds the transaction of the test; Django's own test client keeps it open in the same way.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    lookup_limit.reset()


@pytest.mark.parametrize(("path", "method", "mode"), ASKED)
def test_no_question_breaks_it_and_every_answer_is_as_described(described, path, method, mode):
    operation = described[f"/api/v1/{path}"][method]
    answered = []

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        response = case.call()
        answered.append(response.status_code)
        # A text without a letter, or bytes that are no picture, keep to the description and still say nothing.
        case.validate_response(response, excluded_checks=[positive_data_acceptance])

    ask()
    assert answered
    assert not [status for status in answered if status >= 500]
