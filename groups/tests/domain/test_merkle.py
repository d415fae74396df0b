"""The tree of RFC 9162. The vectors are those of the reference tests of certificate transparency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.domain import merkle

ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
SIZES = st.integers(1, 200)


def tree(size):
    """Every complete subtree of a tree over ``size`` entries, by a plain reading of the RFC."""
    level = [merkle.leaf_hash(entry_of(index)) for index in range(size)]
    nodes, height = {}, 0
    while level:
        nodes |= {(height, index): value for index, value in enumerate(level)}
        level = [merkle.node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        height += 1
    return nodes.__getitem__


def entry_of(index):
    return ENTRIES[index] if index < len(ENTRIES) else str(index).encode()


def root_by_definition(entries):
    """RFC 9162, 2.1.1, word for word."""
    if len(entries) == 1:
        return merkle.leaf_hash(entries[0])
    middle = 1
    while middle * 2 < len(entries):
        middle *= 2
    return merkle.node_hash(root_by_definition(entries[:middle]), root_by_definition(entries[middle:]))


def proof(ranges, size):
    return [merkle.range_hash(start, end, tree(size)) for start, end in ranges]


@pytest.mark.parametrize("size", range(9))
def test_a_root_is_that_of_the_reference(size):
    assert merkle.root_of(size, tree(size)).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("leaf", "size", "path"),
    [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [D, E, ROOTS[4]]), (3, 3, [ROOTS[2]]), (2, 5, [ROOTS[1], B, D])],
)
def test_a_proof_of_inclusion_is_that_of_the_reference(leaf, size, path):
    assert [each.hex() for each in proof(merkle.inclusion_ranges(leaf - 1, size), size)] == path


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])],
)
def test_a_proof_of_consistency_is_that_of_the_reference(first, second, path):
    assert [each.hex() for each in proof(merkle.consistency_ranges(first, second), second)] == path


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3), (7, 7)])
def test_no_proof_of_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_ranges(index, size)
    assert not merkle.includes(leaf=b"", index=index, size=size, path=[], root=b"")


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 5), (3, 2), (-1, 2)])
def test_no_proof_between_sizes_out_of_order(first, second):
    with pytest.raises(ValueError, match="in order"):
        merkle.consistency_ranges(first, second)


@given(SIZES)
def test_the_root_follows_from_the_complete_subtrees_alone(size):
    entries = [entry_of(index) for index in range(size)]
    assert merkle.root_of(size, tree(size)) == root_by_definition(entries)


@given(SIZES)
def test_a_tree_that_grows_has_at_each_size_the_root_of_that_size(size):
    peaks, node = merkle.Peaks(), tree(size)
    for count in range(1, size + 1):
        completed = peaks.append(merkle.leaf_hash(entry_of(count - 1)))
        assert completed == [node((level, (count >> level) - 1)) for level in range(len(completed))]
    assert (peaks.size, peaks.root) == (size, merkle.root_of(size, node))
    assert len(peaks._hashes) == size.bit_count()


@given(st.data())
def test_every_leaf_is_proved_and_nothing_else_is(data):
    size = data.draw(SIZES)
    index = data.draw(st.integers(0, size - 1))
    leaf, root = merkle.leaf_hash(entry_of(index)), merkle.root_of(size, tree(size))
    path = proof(merkle.inclusion_ranges(index, size), size)
    assert merkle.includes(leaf=leaf, index=index, size=size, path=path, root=root)
    other = merkle.leaf_hash(b"another entry")
    assert not merkle.includes(leaf=other, index=index, size=size, path=path, root=root)
    assert not merkle.includes(leaf=leaf, index=index, size=size, path=[*path, other], root=root)
    assert not merkle.includes(leaf=leaf, index=index, size=size, path=path, root=other)
    if path:
        assert not merkle.includes(leaf=leaf, index=index, size=size, path=path[:-1], root=root)
        assert not merkle.includes(leaf=leaf, index=index, size=size, path=[other, *path[1:]], root=root)


@given(st.data())
def test_every_beginning_is_proved_and_no_other_history_is(data):
    second = data.draw(SIZES)
    first = data.draw(st.integers(1, second))
    roots = {size: merkle.root_of(size, tree(second)) for size in (first, second)}
    path = proof(merkle.consistency_ranges(first, second), second)
    asked = {"first": first, "second": second, "first_root": roots[first], "second_root": roots[second], "path": path}
    other = merkle.leaf_hash(b"another entry")
    assert merkle.is_consistent(**asked)
    assert not merkle.is_consistent(**asked | {"first_root": other})
    assert not merkle.is_consistent(**asked | {"second_root": other})
    assert not merkle.is_consistent(**asked | {"path": [*path, other]})
    if path:
        assert not merkle.is_consistent(**asked | {"path": path[:-1]})
        assert not merkle.is_consistent(**asked | {"path": [other, *path[1:]]})
