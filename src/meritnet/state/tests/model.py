"""A plain recursive model of the state trie, written from the rule: the fast trie must equal it."""

from collections.abc import Mapping
from hashlib import blake2b

Values = dict[tuple[int, ...], tuple[bytes, bool]]


def _hash(data: bytes) -> bytes:
    return blake2b(data, digest_size=32).digest()


def _compact(number: int) -> bytes:
    if number < 2**6:
        return bytes([number * 4])
    if number < 2**14:
        return (number * 4 + 1).to_bytes(2, "little")
    return (number * 4 + 2).to_bytes(4, "little")


def _size(kind_bits: int, size_bits: int, size: int) -> bytes:
    biggest = 2**size_bits - 1
    if size < biggest:
        return bytes([kind_bits + size])
    out, size = [kind_bits + biggest], size - biggest
    while size >= 255:
        out, size = [*out, 255], size - 255
    return bytes([*out, size])


def _pack(nibbles: tuple[int, ...]) -> bytes:
    padded = (0, *nibbles) if len(nibbles) % 2 else nibbles
    return bytes(high * 16 + low for high, low in zip(padded[::2], padded[1::2], strict=True))


def _node(values: Values) -> bytes:
    """Return the encoding of the node over these remaining paths."""
    if not values:
        return b"\x00"
    paths = sorted(values)
    if len(paths) == 1:
        body, hashed = values[paths[0]]
        head = _size(0x20, 5, len(paths[0])) if hashed else _size(0x40, 6, len(paths[0]))
        return head + _pack(paths[0]) + body
    shared = 0
    while all(len(path) > shared and path[shared] == paths[0][shared] for path in paths):
        shared += 1
    partial = paths[0][:shared]
    own = values.get(partial)
    bitmap, children = 0, b""
    for nibble in range(16):
        below = {
            path[shared + 1 :]: value
            for path, value in values.items()
            if path[shared : shared + 1] == (nibble,)
        }
        if below:
            bitmap += 1 << nibble
            node = _node(below)
            children += _compact(len(node)) + node if len(node) < 32 else _compact(32) + _hash(node)
    if own is None:
        head = _size(0x80, 6, shared)
    else:
        head = _size(0x10, 4, shared) if own[1] else _size(0xC0, 6, shared)
    return head + _pack(partial) + bitmap.to_bytes(2, "little") + (b"" if own is None else own[0]) + children


def model_merkle_value(mapping: Mapping[bytes, bytes], key: bytes) -> bytes | None:
    """Return the Merkle value of the node at a key or nearest below it, None if no key begins with this one."""
    wanted = tuple(nibble for byte in key for nibble in (byte >> 4, byte & 15))
    below = _values(mapping)
    at = 0
    # One node further down each turn: its children are those of the model's node.
    while True:
        if not any(path[: len(wanted) - at] == wanted[at:] for path in below):
            return None
        shared = 0
        paths = sorted(below)
        while all(len(path) > shared and path[shared] == paths[0][shared] for path in paths):
            shared += 1
        if at + shared >= len(wanted):
            node = _node(below)
            return _hash(node) if at == 0 or len(node) >= 32 else node
        nibble = wanted[at + shared]
        below = {
            path[shared + 1 :]: value
            for path, value in below.items()
            if path[shared : shared + 1] == (nibble,)
        }
        at += shared + 1


def _values(mapping: Mapping[bytes, bytes]) -> Values:
    values: Values = {}
    for key, value in mapping.items():
        path = tuple(nibble for byte in key for nibble in (byte >> 4, byte & 15))
        by_hash = len(value) >= 33
        values[path] = (_hash(value), True) if by_hash else (_compact(len(value)) + value, False)
    return values


def model_root(
    mapping: Mapping[bytes, bytes], hashes: Mapping[bytes, bytes] | None = None, layout: int = 1
) -> bytes:
    """Return the root of a mapping; `hashes` gives further values by their hash only."""
    values: Values = {}
    for key, value in mapping.items():
        path = tuple(nibble for byte in key for nibble in (byte >> 4, byte & 15))
        by_hash = layout == 1 and len(value) >= 33
        values[path] = (_hash(value), True) if by_hash else (_compact(len(value)) + value, False)
    for key, value_hash in (hashes or {}).items():
        values[tuple(nibble for byte in key for nibble in (byte >> 4, byte & 15))] = (value_hash, True)
    return _hash(_node(values))
