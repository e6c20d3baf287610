"""Vectors of small fixed-width items kept as raw bytes, for what is viewed as an array."""

from __future__ import annotations

import struct as byte_layout
from collections.abc import Iterable
from typing import Any

from meritnet.codec.base import SequenceShape, Shape, Type
from meritnet.codec.errors import InvalidEncoding, InvalidValue
from meritnet.codec.numbers import BOOL, write_compact
from meritnet.codec.sequences import as_bytes, checked_length, encode_items
from meritnet.codec.tuples import Tuple


class Packed(Type):
    """On the wire a `Vec`, in Python the raw bytes of its items without the count, to be viewed as an array.

    Items are u8..u64, i8..i64 or bool, or tuples of those.
    """

    def __init__(self, item: Type, *, max_len: int | None = None) -> None:
        parts = item.items if isinstance(item, Tuple) else (item,)
        if item.fixed_size is None or not all(part is BOOL or part.scalar for part in parts) or not parts:
            raise TypeError(f"Packed needs items of fixed-width integers or bool, not {item.name}")
        super().__init__(f"Vec<{item.name}>", min_size=1)
        self.item = item
        self.max_len = max_len
        self.width = item.fixed_size
        self._single = not isinstance(item, Tuple)
        self._layout = "".join(part.scalar or "?" for part in parts)
        self._bools: list[int] = []
        offset = 0
        for part in parts:
            if part is BOOL:
                self._bools.append(offset)
            offset += part.fixed_size or 0
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        raw = as_bytes(value, self.name)
        count, rest = divmod(len(raw), self.width)
        if rest:
            raise InvalidValue(
                f"packed {self.name} has {len(raw)} bytes, which is no multiple of {self.width}"
            )
        if self.max_len is not None and count > self.max_len:
            raise InvalidValue(f"{self.name} has {count} items, at most {self.max_len} are allowed")
        if self._bools and not self._bools_valid(raw):
            raise InvalidValue(f"packed {self.name} holds a bool byte other than 0 and 1")
        write_compact(count, out)
        out += raw

    def _read(self, data: bytes, pos: int) -> tuple[bytes, int]:
        count, start = checked_length(self.item, data, pos, self.name)
        if self.max_len is not None and count > self.max_len:
            raise InvalidEncoding(f"{self.name} has {count} items, at most {self.max_len} are allowed")
        end = start + count * self.width
        raw = data[start:end]
        if self._bools and not self._bools_valid(raw):
            raise InvalidEncoding(f"{self.name} at byte {pos} holds a bool byte other than 0 and 1")
        return raw, end

    def _bools_valid(self, raw: bytes) -> bool:
        return not any(raw[offset :: self.width].translate(None, b"\x00\x01") for offset in self._bools)

    def pack(self, items: Iterable[Any]) -> bytes:
        """Return the value that holds `items`."""
        out = bytearray()
        encode_items(items, self.item, out)
        return bytes(out)

    def unpack(self, raw: bytes) -> tuple[Any, ...]:
        """Return the items of a value."""
        if len(raw) % self.width:
            raise InvalidValue(
                f"packed {self.name} has {len(raw)} bytes, which is no multiple of {self.width}"
            )
        if self._single:
            return byte_layout.unpack_from(f"<{len(raw) // self.width}{self._layout}", raw, 0)
        return tuple(byte_layout.iter_unpack(f"<{self._layout}", raw))

    def sort_key(self, value: Any) -> Any:
        return self.unpack(value)

    def shape(self) -> Shape:
        return SequenceShape(self.item)
