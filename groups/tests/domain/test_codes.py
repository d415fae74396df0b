"""Register codes."""

import contextlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain.codes import BadCode, code_prefix, looks_like_code, make_code, parse_code

codes = st.builds(
    make_code,
    st.text(string.ascii_uppercase, min_size=2, max_size=8),
    st.integers(min_value=1, max_value=9_999_999),
)


@pytest.mark.parametrize("text", ["", "TB", "TB-0007", "0007-X", "TB-07-X", "Tân Bình", "TB-0007-XX", "TB-0007-X-1"])
def test_what_has_not_the_shape_of_a_code_is_refused_with_an_example(text):
    with pytest.raises(BadCode, match="TB-0007"):
        parse_code(text)


def test_a_wrong_check_character_is_named_as_such():
    with pytest.raises(BadCode, match="ký tự kiểm tra"):
        parse_code("TB-0007-A")


@pytest.mark.parametrize("prefix", ["", "t", "TÂN", "1A", "ABCDEFGHI"])
def test_a_bad_prefix_makes_no_code(prefix):
    with pytest.raises(BadCode):
        make_code(prefix, 1)


@pytest.mark.parametrize("typed", ["tb-0007-x", " TB0007X ", "tb 0007 x", "TB–0007–X", "TB.0007.X"])
def test_a_code_is_read_as_people_type_it(typed):
    assert parse_code(typed) == "TB-0007-X"


@given(codes)
def test_every_code_made_is_read_back(code):
    assert parse_code(code) == code
    assert parse_code(code.replace("-", "").lower()) == code


@given(codes, st.data())
def test_one_wrong_character_is_never_read_as_the_same_code(code, data):
    index = data.draw(st.sampled_from([i for i, c in enumerate(code) if c != "-"]))
    other = data.draw(st.sampled_from([c for c in string.ascii_uppercase + string.digits if c != code[index]]))
    wrong = code[:index] + other + code[index + 1 :]
    with contextlib.suppress(BadCode):
        assert parse_code(wrong) != code


def test_nearly_every_swap_of_two_digits_is_noticed():
    swaps = missed = 0
    for number in range(1, 10_000):
        prefix, digits, check = make_code("TB", number).split("-")
        for i in range(3):
            if digits[i] != digits[i + 1]:
                swaps += 1
                swapped = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
                with contextlib.suppress(BadCode):
                    parse_code(f"{prefix}-{swapped}-{check}")
                    missed += 1
    assert swaps == 27_000
    assert missed <= 0.003 * swaps


def test_a_name_does_not_look_like_a_code():
    assert not looks_like_code("Quản lý tiểu học")
    assert looks_like_code("TB-0007-A")


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("TB", None),
        ("t", None),
        ("Khối 9", None),
        ("2026", None),
        ("tb 0001", "TB-0001"),
        ("TB-00", "TB-00"),
        ("TB-0001-a", "TB-0001-A"),
    ],
)
def test_the_beginning_of_a_code_is_recognised_and_a_word_is_not(typed, beginning):
    assert code_prefix(typed) == beginning
