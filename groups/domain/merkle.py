"""The Merkle tree of RFC 9162, 2.1: hashes of leaves and nodes, roots, proofs of inclusion and of consistency.

A tree over ``n`` entries is read from the hashes of its complete subtrees: the subtree at ``(level, index)`` covers the
leaves from ``index * 2**level`` to ``(index + 1) * 2**level``, exclusive. It never changes once its last leaf is there,
so whoever keeps these hashes (``Lookup``) answers every question about every size by O(log n) of them.
Leaves count from 0 here, as in the RFC.
"""

import hashlib
from collections.abc import Callable, Sequence

#: The root of a tree without leaves (RFC 9162, 2.1.1).
EMPTY_ROOT = hashlib.sha256(b"").digest()

Node = tuple[int, int]
#: Gives the hash of a complete subtree.
Lookup = Callable[[Node], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Return SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def complete_subtrees(start: int, end: int) -> list[Node]:
    """Return the complete subtrees that cover the leaves from ``start`` to ``end`` (exclusive), left to right."""
    found = []
    while start < end:
        level = min((start & -start).bit_length() - 1 if start else end.bit_length(), (end - start).bit_length() - 1)
        found.append((level, start >> level))
        start += 1 << level
    return found


def range_hash(start: int, end: int, lookup: Lookup) -> bytes:
    """Return the hash of a subtree of the RFC's recursion that covers these leaves."""
    parts = [lookup(node) for node in complete_subtrees(start, end)]
    result = parts.pop()
    while parts:
        result = node_hash(parts.pop(), result)
    return result


def root_of(size: int, lookup: Lookup) -> bytes:
    """Return the root of the tree over the first ``size`` leaves."""
    return range_hash(0, size, lookup) if size else EMPTY_ROOT


def completed_by(size: int, leaf: bytes, lookup: Lookup) -> list[bytes]:
    """Return the hashes of all complete subtrees that end with leaf number ``size`` (counted from 1), from level 0.

    ``lookup`` is asked only for subtrees that ended before.
    """
    hashes, index, level = [leaf], size - 1, 0
    while index & 1:
        hashes.append(node_hash(lookup((level, index - 1)), hashes[-1]))
        index, level = index >> 1, level + 1
    return hashes


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return which ranges of leaves make the inclusion path of leaf ``index`` (RFC 9162, 2.1.3.1), leaf side first.

    Raise :class:`ValueError` where there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency_ranges(first: int, second: int) -> list[tuple[int, int]]:
    """Return which ranges make the consistency proof between two sizes (RFC 9162, 2.1.4.1).

    Raise :class:`ValueError` unless ``0 < first <= second``.
    """
    if not 0 < first <= second:
        raise ValueError("sizes must be in order and above zero")
    path, start, end, whole = [], 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, whole = middle, False
    if not whole:
        path.append((start, end))
    return path[::-1]


def nodes_of(ranges: Sequence[tuple[int, int]]) -> list[Node]:
    """Return every complete subtree that ``ranges`` are made of: what a proof needs to be read."""
    return [node for start, end in ranges for node in complete_subtrees(start, end)]


def includes(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether ``path`` proves that ``leaf`` is the leaf ``index`` of the tree with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, result = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and result == root


def is_consistent(*, first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether ``path`` proves that the smaller tree is the beginning of the larger one (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return False
    hashes = list(path) if first & (first - 1) else [first_root, *path]
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


class Peaks:
    """A tree that only grows, held as the hashes of its complete subtrees: O(log n) of memory."""

    def __init__(self) -> None:
        self.size = 0
        self._hashes: dict[Node, bytes] = {}

    def append(self, leaf: bytes) -> list[bytes]:
        """Add a leaf and return what it completed, as :func:`completed_by` does."""
        self.size += 1
        completed = completed_by(self.size, leaf, self._hashes.__getitem__)
        top = len(completed) - 1
        for level in range(top):
            del self._hashes[level, (self.size >> level) - 2]
        self._hashes[top, (self.size >> top) - 1] = completed[top]
        return completed

    @property
    def root(self) -> bytes:
        """The root as it is now."""
        return root_of(self.size, self._hashes.__getitem__)


def _split(size: int) -> int:
    """Return the largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)
