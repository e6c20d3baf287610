"""Encodes and decodes single trie nodes: Substrate base-16 trie, blake2b-256, layouts V0 and V1.

Paths are strings of lower-case hex digits, one digit a nibble: slicing, comparing and sorting them is what
CPython does fastest, and their order is the order of the keys.

A child reference is kept as it stands inside its parent: compact length and then a hash (33 bytes) or, for a
node shorter than 32 bytes, the node itself. An empty slot is `b""`, so joining the sixteen gives the children.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from meritnet.primitives.hashing import blake2_256
from meritnet.state.errors import InvalidProof

HASH_LENGTH = 32
HASH_REFERENCE_LENGTH = 33
INLINE_VALUE_LIMIT = {0: None, 1: 32}
"""Longest value that stands in its node, by layout; V1 puts the hash of a longer one there, V0 never does."""

EMPTY_NODE = b"\x00"
NIBBLES = "0123456789abcdef"

_HASH_PREFIX = b"\x80"
_INLINE_PREFIX = tuple(bytes((length << 2,)) for length in range(HASH_LENGTH))
# Header kind -> (first byte's fixed bits, largest size that fits beside them plus one).
_LEAF, _LEAF_HASHED, _BRANCH, _BRANCH_VALUE, _BRANCH_HASHED = range(5)
_HEADERS = ((0x40, 0x3F), (0x20, 0x1F), (0x80, 0x3F), (0xC0, 0x3F), (0x10, 0x0F))


@dataclass(frozen=True, slots=True)
class HashedValue:
    """A value known by its blake2b-256 only; enough for a root, not for a read."""

    hash: bytes


class ValuePart(NamedTuple):
    """A value as it stands in a node: compact length and bytes, or the bare hash."""

    encoded: bytes
    hashed: bool


class DecodedNode(NamedTuple):
    """One node taken apart; a leaf has no children and no bitmap, a branch has sixteen references."""

    partial: str
    value: ValuePart | None
    children: list[bytes] | None
    bitmap: int


EMPTY_ROOT = blake2_256(EMPTY_NODE)
_new = tuple.__new__


def compact(length: int) -> bytes:
    """Return the SCALE compact form of a length below 2**30."""
    if length < 64:
        return bytes((length << 2,))
    if length < 1 << 14:
        return (length << 2 | 1).to_bytes(2, "little")
    return (length << 2 | 2).to_bytes(4, "little")


def value_part(value: bytes | HashedValue, layout: int = 1) -> ValuePart:
    """Return how `value` enters its node."""
    if isinstance(value, HashedValue):
        return ValuePart(value.hash, True)
    length = len(value)
    if length < HASH_LENGTH:
        return _new(ValuePart, (_INLINE_PREFIX[length] + value, False))
    limit = INLINE_VALUE_LIMIT[layout]
    if limit is not None and length > limit:
        return ValuePart(blake2b(value, digest_size=HASH_LENGTH).digest(), True)
    return ValuePart(compact(length) + value, False)


def _header(kind: int, size: int) -> bytes:
    bits, limit = _HEADERS[kind]
    if size < limit:
        return bytes((bits | size,))
    full, rest = divmod(size - limit, 255)
    return bytes((bits | limit,)) + b"\xff" * full + bytes((rest,))


_KIND_OF = tuple(
    next((kind for kind, (bits, limit) in enumerate(_HEADERS) if first & ~limit == bits), None)
    for first in range(256)
)
_SHORT = tuple(tuple(_header(kind, size) for size in range(256)) for kind in range(5))


def _head(kind: int, partial: str) -> bytes:
    size = len(partial)
    header = _SHORT[kind][size] if size < 256 else _header(kind, size)
    return header + bytes.fromhex("0" + partial if size & 1 else partial)


def encode_leaf(partial: str, value: ValuePart) -> bytes:
    """Return a leaf's bytes."""
    return _head(_LEAF_HASHED if value.hashed else _LEAF, partial) + value.encoded


def encode_branch(partial: str, bitmap: int, value: ValuePart | None, children: list[bytes]) -> bytes:
    """Return a branch's bytes; bit i of `bitmap` says that child i is there."""
    filled = bitmap.to_bytes(2, "little")
    if value is None:
        return _head(_BRANCH, partial) + filled + b"".join(children)
    kind = _BRANCH_HASHED if value.hashed else _BRANCH_VALUE
    return _head(kind, partial) + filled + value.encoded + b"".join(children)


def reference(encoded: bytes) -> bytes:
    """Return how a parent refers to the node: its hash or, below 32 bytes, the node itself."""
    if len(encoded) < HASH_LENGTH:
        return _INLINE_PREFIX[len(encoded)] + encoded
    return _HASH_PREFIX + blake2b(encoded, digest_size=HASH_LENGTH).digest()


def leaf_reference(partial: str, value: ValuePart) -> bytes:
    """Return `reference(encode_leaf(partial, value))`."""
    size = len(partial)
    kind = _LEAF_HASHED if value.hashed else _LEAF
    header = _SHORT[kind][size] if size < 256 else _header(kind, size)
    encoded = header + bytes.fromhex("0" + partial if size & 1 else partial) + value.encoded
    if len(encoded) < HASH_LENGTH:
        return _INLINE_PREFIX[len(encoded)] + encoded
    return _HASH_PREFIX + blake2b(encoded, digest_size=HASH_LENGTH).digest()


def _compact_at(data: bytes, at: int) -> tuple[int, int]:
    mode = data[at] & 3
    if mode == 0:
        return data[at] >> 2, at + 1
    if mode == 3:
        raise InvalidProof(
            f"trie node has a length of big-integer form at byte {at}; a length is below 2**30"
        )
    width = 2 if mode == 1 else 4
    return int.from_bytes(data[at : at + width], "little") >> 2, at + width


@cache
def set_bits(bitmap: int) -> tuple[int, ...]:
    """Return the positions of the set bits of a 16-bit number, ascending."""
    return tuple(index for index in range(16) if bitmap >> index & 1)


def _kind_and_size(data: bytes) -> tuple[int, int, int]:
    first = data[0]
    kind = _KIND_OF[first]
    if kind is None:
        raise InvalidProof(f"trie node starts with byte 0x{first:02x}, which no kind of node has")
    limit = _HEADERS[kind][1]
    size, at = first & limit, 1
    if size == limit:
        while True:
            more = data[at]
            size, at = size + more, at + 1
            if more < 255:
                break
    return kind, size, at


def decode_node(data: bytes) -> DecodedNode:
    """Return the parts of a leaf or branch.

    Raises: InvalidProof if the bytes are no node; the empty node is not accepted, only a root can be empty.
    """
    try:
        return _decode_node(data)
    except IndexError:
        raise InvalidProof(f"trie node of {len(data)} bytes ends too early: 0x{data[:40].hex()}") from None


def _decode_node(data: bytes) -> DecodedNode:
    kind, size, at = _kind_and_size(data)
    end = at + (size + 1) // 2
    if end > len(data):
        raise IndexError
    partial = data[at:end].hex()[size & 1 :]
    at = end
    bitmap = 0
    if kind >= _BRANCH:
        bitmap = data[at] | data[at + 1] << 8
        at += 2
    value: ValuePart | None = None
    if kind in (_LEAF_HASHED, _BRANCH_HASHED):
        value, at = ValuePart(data[at : at + HASH_LENGTH], True), at + HASH_LENGTH
    elif kind != _BRANCH:
        length, start = _compact_at(data, at)
        value, at = ValuePart(data[at : start + length], False), start + length
    if kind < _BRANCH:
        if at != len(data):
            raise InvalidProof(f"trie leaf of {len(data)} bytes has its end at byte {at}")
        return DecodedNode(partial, value, None, 0)
    children = [b""] * 16
    indices = set_bits(bitmap)
    # An inline child is shorter than a hash reference, so this total means that every child is a hash.
    if len(data) - at == HASH_REFERENCE_LENGTH * len(indices):
        for index in indices:
            children[index] = data[at : at + HASH_REFERENCE_LENGTH]
            at += HASH_REFERENCE_LENGTH
        return DecodedNode(partial, value, children, bitmap)
    for index in indices:
        step = data[at] // 4 + 1
        children[index] = data[at : at + step]
        at += step
    if at != len(data):
        raise InvalidProof(f"trie branch of {len(data)} bytes has its end at byte {at}")
    return DecodedNode(partial, value, children, bitmap)


def value_bytes(value: ValuePart) -> bytes:
    """Return the plain value of a part that is not hashed."""
    _length, start = _compact_at(value.encoded, 0)
    return value.encoded[start:]
