"""Lists: counted vectors, bounded vectors, arrays, text and bytes."""

from __future__ import annotations

import struct as byte_layout
from collections.abc import Iterable
from typing import Any

from meritnet.codec.base import (
    ArrayShape,
    CompositeShape,
    Encoder,
    Field,
    PrimitiveShape,
    Reader,
    SequenceShape,
    Shape,
    Type,
    truncated,
)
from meritnet.codec.errors import InvalidEncoding, InvalidValue
from meritnet.codec.numbers import U8, read_length, write_compact

MAX_EMPTY_ITEMS = 1024
"""Items that a list of zero-sized values may claim; they cost the sender nothing but the reader time."""


def checked_length(item: Type, data: bytes, pos: int, name: str) -> tuple[int, int]:
    """Return an item count that the remaining bytes can hold, and the position behind it."""
    length, end = read_length(data, pos)
    allowed = (len(data) - end) // item.min_size if item.min_size else MAX_EMPTY_ITEMS
    if length > allowed:
        raise InvalidEncoding(
            f"{name} at byte {pos} claims {length} items, the bytes left hold at most {allowed}"
        )
    return length, end


def as_bytes(value: Any, name: str) -> bytes:
    """Return the bytes of a bytes-like value."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    raise InvalidValue(f"{name} needs bytes, not {type(value).__name__}")


def as_items(value: Any, name: str) -> Iterable[Any]:
    """Return the items of an ordered collection; text, bytes, sets and maps are refused."""
    if isinstance(value, (tuple, list)):
        return value
    raise InvalidValue(f"{name} needs a tuple or list, not {type(value).__name__}")


def encode_items(items: Iterable[Any], item: Type, out: bytearray) -> None:
    """Append the items one after the other."""
    encode_to = item.encode_to
    index = 0
    try:
        for value in items:
            encode_to(value, out)
            index += 1
    except InvalidValue as error:
        error.within(f"[{index}]")
        raise


def items_reader(item: Type) -> Any:
    """Return the fastest `read(data, pos, count) -> (items, end)` for items of one type."""
    scalars = item.scalar
    if scalars is not None and item.fixed_size is not None:
        width = item.fixed_size
        single = len(scalars) == 1

        def read_scalars(data: bytes, pos: int, count: int) -> tuple[tuple[Any, ...], int]:
            end = pos + width * count
            if single:
                return byte_layout.unpack_from(f"<{count}{scalars}", data, pos), end
            return tuple(byte_layout.iter_unpack(f"<{scalars}", data[pos:end])), end

        return read_scalars
    read_item = item.read

    def read_items(data: bytes, pos: int, count: int) -> tuple[tuple[Any, ...], int]:
        items: list[Any] = []
        add = items.append
        try:
            for _ in range(count):
                value, pos = read_item(data, pos)
                add(value)
        except InvalidEncoding as error:
            error.within(f"[{len(items)}]")
            raise
        return tuple(items), pos

    return read_items


class _Str(Type):
    """Counted UTF-8; values are `str`."""

    def __init__(self) -> None:
        super().__init__("str", min_size=1)
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if not isinstance(value, str):
            raise InvalidValue(f"str needs text, not {type(value).__name__}")
        try:
            raw = value.encode("utf-8")
        except UnicodeEncodeError:
            raise InvalidValue(f"str holds a lone surrogate: {value!r:.80}") from None
        write_compact(len(raw), out)
        out += raw

    def _read(self, data: bytes, pos: int) -> tuple[str, int]:
        length, start = checked_length(U8, data, pos, "str")
        end = start + length
        try:
            return data[start:end].decode("utf-8"), end
        except UnicodeDecodeError as error:
            raise InvalidEncoding(f"str at byte {pos} is not UTF-8: {error.reason}") from None

    def shape(self) -> Shape:
        return PrimitiveShape("str")


STR = _Str()


class Vec(Type):
    """A counted list; values are tuples, for `Vec(U8)` bytes."""

    def __init__(self, item: Type, *, max_len: int | None = None) -> None:
        super().__init__(f"Vec<{item.name}>", min_size=1)
        self.item = item
        self.max_len = max_len
        self.encode_to, self.read = self._bytes_pair() if item is U8 else self._items_pair()

    def _too_long(self, length: int) -> str:
        return f"{self.name} has {length} items, at most {self.max_len} are allowed"

    def _bytes_pair(self) -> tuple[Encoder, Reader]:
        name, limit = self.name, self.max_len

        def encode_to(value: Any, out: bytearray) -> None:
            raw = as_bytes(value, name)
            if limit is not None and len(raw) > limit:
                raise InvalidValue(self._too_long(len(raw)))
            write_compact(len(raw), out)
            out += raw

        def read(data: bytes, pos: int) -> tuple[bytes, int]:
            length, start = checked_length(U8, data, pos, name)
            if limit is not None and length > limit:
                raise InvalidEncoding(self._too_long(length))
            end = start + length
            return data[start:end], end

        return encode_to, read

    def _items_pair(self) -> tuple[Encoder, Reader]:
        name, limit, item = self.name, self.max_len, self.item
        read_items = items_reader(item)
        scalar = item.scalar if item.scalar is not None and len(item.scalar) == 1 else None

        def encode_to(value: Any, out: bytearray) -> None:
            items = as_items(value, name)
            length = len(value)
            if limit is not None and length > limit:
                raise InvalidValue(self._too_long(length))
            write_compact(length, out)
            if scalar is not None:
                try:
                    out += byte_layout.pack(f"<{length}{scalar}", *items)
                    return
                except byte_layout.error:
                    pass  # the item loop below names the item at fault
            encode_items(items, item, out)

        def read(data: bytes, pos: int) -> tuple[tuple[Any, ...], int]:
            length, start = checked_length(item, data, pos, name)
            if limit is not None and length > limit:
                raise InvalidEncoding(self._too_long(length))
            result: tuple[tuple[Any, ...], int] = read_items(data, start, length)
            return result

        return encode_to, read

    def sort_key(self, value: Any) -> Any:
        return value if self.item is U8 else tuple(self.item.sort_key(item) for item in value)

    def shape(self) -> Shape:
        return SequenceShape(self.item)


BYTES = Vec(U8)


class BoundedVec(Vec):
    """A vector of at most `max_len` items, checked both ways; described as the reference's named wrapper."""

    def __init__(self, item: Type, max_len: int) -> None:
        super().__init__(item, max_len=max_len)
        self.name = f"BoundedVec<{item.name}, {max_len}>"
        self.path = "bounded_collections::bounded_vec::BoundedVec"
        self.params = (("T", item), ("S", None))

    def shape(self) -> Shape:
        return CompositeShape((Field(None, Vec(self.item), "Vec<T>"),))


class Array(Type):
    """A list of fixed length; values are tuples, for `Array(U8, n)` bytes."""

    def __init__(self, item: Type, length: int) -> None:
        fixed = None if item.fixed_size is None else item.fixed_size * length
        super().__init__(f"[{item.name}; {length}]", min_size=item.min_size * length, fixed_size=fixed)
        self.item = item
        self.length = length
        self.encode_to, self.read = self._bytes_pair() if item is U8 else self._items_pair()

    def _bytes_pair(self) -> tuple[Encoder, Reader]:
        name, length = self.name, self.length

        def encode_to(value: Any, out: bytearray) -> None:
            raw = as_bytes(value, name)
            if len(raw) != length:
                raise InvalidValue(f"{name} needs {length} bytes, not {len(raw)}")
            out += raw

        def read(data: bytes, pos: int) -> tuple[bytes, int]:
            end = pos + length
            if end > len(data):
                raise truncated(name, length, data, pos)
            return data[pos:end], end

        return encode_to, read

    def _items_pair(self) -> tuple[Encoder, Reader]:
        name, length, item = self.name, self.length, self.item
        read_items = items_reader(item)
        min_size = self.min_size

        def encode_to(value: Any, out: bytearray) -> None:
            items = as_items(value, name)
            if len(value) != length:
                raise InvalidValue(f"{name} needs {length} items, not {len(value)}")
            encode_items(items, item, out)

        def read(data: bytes, pos: int) -> tuple[tuple[Any, ...], int]:
            if pos + min_size > len(data):
                raise truncated(name, min_size, data, pos)
            result: tuple[tuple[Any, ...], int] = read_items(data, pos, length)
            return result

        return encode_to, read

    def sort_key(self, value: Any) -> Any:
        return value if self.item is U8 else tuple(self.item.sort_key(item) for item in value)

    def shape(self) -> Shape:
        return ArrayShape(self.item, self.length)


class ByteArray(Array):
    """`[u8; n]`; values are bytes."""

    def __init__(self, length: int) -> None:
        super().__init__(U8, length)
