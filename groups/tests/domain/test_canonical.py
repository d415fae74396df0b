"""One text for one value, and nothing for what every program would write differently."""

import datetime as dt
import json
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.canonical import LARGEST, NotCanonical, canonical, commitment

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
)


class Word(StrEnum):
    ONE = "một"


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        float("nan"),
        LARGEST + 1,
        -LARGEST - 1,
        "\ud800",
        "a\0b",
        b"bytes",
        dt.date(2026, 1, 1),
        {"khoá": 1},
        {1: "a"},
        (1, 2),
        {"deep": [{"deeper": 1.0}]},
    ],
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_the_place_is_named():
    with pytest.raises(NotCanonical, match=r"\$\.deep\[1\]\.x: float"):
        canonical({"deep": [1, {"x": 0.5}]})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [None, True, False]}, '{"a":[null,true,false],"b":1}'),
        # RFC 8785, 3.2.2.2: the two-letter escapes, lower case in the others, all else as it is.
        ('€$\x0f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
        ("\x7f\u2028đ😀", '"\x7f\u2028đ😀"'),
        (Word.ONE, '"một"'),
        ({}, "{}"),
    ],
)
def test_it_is_the_form_of_the_rfc(value, text):
    assert canonical(value) == text.encode()


@given(VALUES)
def test_a_value_read_back_has_the_same_form(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(VALUES, VALUES)
def test_different_values_have_different_forms(one, other):
    # True == 1 in Python, never in JSON.
    assert (canonical(one) == canonical(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


def test_a_commitment_binds_to_value_and_salt():
    salt, other = b"a" * 32, b"b" * 32
    assert len({commitment(1, salt), commitment(2, salt), commitment(1, other), commitment("1", salt)}) == 4
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(1, b"short")
