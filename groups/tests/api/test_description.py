"""The description that programs are written by."""

import json

import pytest
import schemathesis

from groups.api.description import ANSWER, UNREADABLE
from groups.api.schemas import AnswerOut, MatchOut
from groups.domain.reading import MAX_INPUT
from groups.domain.status import PUBLIC
from groups.domain.verdicts import Verdict

LOG = ("entries", "inclusion", "groups/{code}", "consistency")


@pytest.fixture
def described(client):
    return client.get("/api/v1/openapi.json").json()


def every(tree, key):
    """Yield what stands under ``key`` anywhere in ``tree``."""
    if isinstance(tree, dict):
        yield from ([tree[key]] if key in tree else [])
    for branch in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else []:
        yield from every(branch, key)


def test_it_is_a_valid_description(described):
    schemathesis.openapi.from_dict(described).validate()


def test_it_names_every_verdict_and_only_what_is_public(described):
    shapes = described["components"]["schemas"]

    assert shapes["AnswerOut"]["properties"]["verdict"]["enum"] == list(Verdict)
    assert set(shapes["MatchOut"]["properties"]["status"]["enum"]) == PUBLIC
    assert [
        verdict for verdict in Verdict if verdict not in shapes["AnswerOut"]["properties"]["verdict"]["description"]
    ] == []


def test_every_field_question_and_status_is_described(described):
    for shape in described["components"]["schemas"].values():
        assert shape["description"]
        assert [name for name, field in shape["properties"].items() if not field.get("description")] == []
    for operations in described["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            for status, response in operation["responses"].items():
                assert "example" in response["content"]["application/json"], status
                assert response["description"] not in {"OK", "Bad Request", "Service Unavailable"}


def test_the_statuses_are_those_that_are_answered(described):
    statuses = {path: set(*every(operations, "responses")) for path, operations in described["paths"].items()}

    assert statuses == {
        "/api/v1/verify": {"200", "400", "429", "500", "503"},
        "/api/v1/verify/picture": {"200", "400", "413", "429", "500", "503"},
        "/api/v1/log/head": {"200", "500", "503"},
        "/api/v1/log/keys": {"200", "500", "503"},
        **{f"/api/v1/log/{path}": {"200", "400", "404", "500", "503"} for path in LOG},
    }


@pytest.mark.parametrize("example", [ANSWER, UNREADABLE])
def test_an_example_has_the_shape_of_an_answer(example):
    assert set(example) == set(AnswerOut.model_fields)
    assert all(set(match) == set(MatchOut.model_fields) for match in example["matches"])
    assert AnswerOut.model_validate(example).model_dump(mode="json") == example


def test_the_question_has_its_bounds(described):
    (question,) = described["paths"]["/api/v1/verify"]["get"]["parameters"]

    assert question["required"]
    assert (question["schema"]["minLength"], question["schema"]["maxLength"]) == (1, MAX_INPUT)


@pytest.mark.django_db
def test_it_loads_nothing_from_elsewhere(client, described):
    found = {word for word in json.dumps(described).split('"') if "://" in word}

    assert found == {ANSWER["matches"][0]["url"]}
    assert client.get("/api/v1/docs").status_code == 404
