"""Storage keys: twox128 of pallet and item, then each key part through its hasher."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from meritnet.codec.base import Type
from meritnet.codec.errors import InvalidEncoding, InvalidValue
from meritnet.primitives.hashing import (
    blake2_128,
    blake2_256,
    storage_prefix,
    twox_64,
    twox_128,
    twox_256,
)


@dataclass(frozen=True, slots=True)
class Hasher:
    """Turns the encoded part of a key into its bytes in the storage key.

    `prefix_size` is the length of the digest. A hasher that keeps the encoded part behind it is reversible.
    """

    name: str
    metadata_index: int
    prefix_size: int
    keeps_part: bool
    digest: Callable[[bytes], bytes]

    def hash(self, part: bytes) -> bytes:
        """Return what the encoded key part becomes in a storage key."""
        return self.digest(part) + part if self.keeps_part else self.digest(part)

    def recover(self, data: bytes, pos: int) -> int:
        """Return where in a storage key the encoded part behind `pos` starts.

        Raises: InvalidEncoding if the hasher drops the part or the key ends before it.
        """
        if not self.keeps_part:
            raise InvalidEncoding(f"{self.name} keys cannot be read back")
        start = pos + self.prefix_size
        if start > len(data):
            raise InvalidEncoding(f"storage key ends inside a {self.name} digest at byte {pos}")
        return start


IDENTITY = Hasher("Identity", 6, 0, True, lambda _: b"")
BLAKE2_128 = Hasher("Blake2_128", 0, 16, False, blake2_128)
BLAKE2_256 = Hasher("Blake2_256", 1, 32, False, blake2_256)
BLAKE2_128_CONCAT = Hasher("Blake2_128Concat", 2, 16, True, blake2_128)
TWOX_128 = Hasher("Twox128", 3, 16, False, twox_128)
TWOX_256 = Hasher("Twox256", 4, 32, False, twox_256)
TWOX64_CONCAT = Hasher("Twox64Concat", 5, 8, True, twox_64)

HASHERS = {
    hasher.name: hasher
    for hasher in (BLAKE2_128, BLAKE2_256, BLAKE2_128_CONCAT, TWOX_128, TWOX_256, TWOX64_CONCAT, IDENTITY)
}
"""Hashers by the names that metadata uses."""

KeyPart = tuple[Hasher, Type]


def storage_key(pallet: str, item: str, parts: Sequence[KeyPart] = (), values: Sequence[Any] = ()) -> bytes:
    """Return the key of an entry, or the common prefix of several when fewer values than parts are given.

    Raises: InvalidValue for more values than parts, or a value that does not fit.
    """
    if len(values) > len(parts):
        raise InvalidValue(f"{pallet}.{item} has {len(parts)} key parts, {len(values)} were given")
    key = storage_prefix(pallet, item)
    for (hasher, part_type), value in zip(parts, values, strict=False):
        key += hasher.hash(part_type.encode(value))
    return key


def read_key_parts(key: bytes, parts: Sequence[KeyPart], pos: int = 32) -> tuple[Any, ...]:
    """Return the key values that a full storage key holds behind its prefix.

    Raises: InvalidEncoding if the key is too short, too long or holds a digest that does not match its part.
    """
    values = []
    for hasher, part_type in parts:
        start = hasher.recover(key, pos)
        value, end = part_type.read(key, start)
        if hasher.digest(key[start:end]) != key[pos:start]:
            raise InvalidEncoding(f"storage key has a {hasher.name} digest that does not match its part")
        values.append(value)
        pos = end
    if pos != len(key):
        raise InvalidEncoding(f"storage key has {len(key) - pos} bytes more than its {len(parts)} parts")
    return tuple(values)
