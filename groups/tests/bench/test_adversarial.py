"""What must never be taken for official: of every kind some, and never a group's own link or code."""

import random
from collections import Counter

import pytest

from bench.adversarial import KINDS, Register, adversarial
from bench.names import make_names
from groups.domain.codes import make_code
from groups.domain.links import parse_link
from groups.domain.text import squash

NAMES = make_names(500)
_VIBER = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopqrstuvwxyz%2B%2F"
LINKS = ["https://zalo.me/g/abcdef123", "https://zalo.me/g/qwerty987", f"https://invite.viber.com/?g2={_VIBER}"]
CODES = [make_code("BM", number) for number in (1, 7, 2042, 104_711)]


@pytest.fixture(scope="module")
def inputs():
    return list(adversarial(random.Random(1), NAMES, LINKS, CODES, 5000))


def test_there_are_as_many_as_asked_and_some_of_every_kind(inputs):
    counts = Counter(kind for kind, _ in inputs)
    assert sum(counts.values()) == 5000
    assert set(counts) == set(KINDS)
    assert min(counts.values()) > 50


def test_none_is_a_link_or_a_code_of_the_register(inputs):
    register = Register(NAMES, LINKS, CODES)
    assert [text for _, text in inputs if register.is_link(text) or register.is_code(text)] == []


def test_a_genuine_link_and_a_genuine_code_would_have_been_seen():
    register = Register(NAMES, LINKS, CODES)
    assert register.is_link("HTTP://ZALO.ME/g/ABCDEF123?utm_source=x")
    assert register.is_code("bm 0007 " + CODES[1][-1])
    assert not register.is_link(LINKS[2].swapcase())


def test_a_near_name_is_another_name(inputs):
    near = [text for kind, text in inputs if kind == "near name"]
    assert not {squash(text) for text in near} & {squash(name) for name in NAMES}


def test_near_links_are_of_many_hosts_and_some_would_be_read_as_links(inputs):
    near = [text for kind, text in inputs if kind == "near link"]
    readable = 0
    for text in near:
        try:
            readable += parse_link(text).key not in {parse_link(link).key for link in LINKS}
        except ValueError:
            continue
    assert readable > 0.2 * len(near)


def test_the_longest_has_two_thousand_characters(inputs):
    assert 1500 < max(len(text) for _, text in inputs) <= 2000
