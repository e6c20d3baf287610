"""Booleans, fixed-width and compact integers, characters and the empty value."""

import struct as byte_layout
from typing import Any

from meritnet.codec.base import (
    ArrayShape,
    CompactShape,
    CompositeShape,
    Field,
    PrimitiveShape,
    Shape,
    TupleShape,
    Type,
    truncated,
)
from meritnet.codec.errors import InvalidEncoding, InvalidValue

SCALARS = {(1, False): "B", (2, False): "H", (4, False): "I", (8, False): "Q"}
SCALARS |= {(1, True): "b", (2, True): "h", (4, True): "i", (8, True): "q"}


class IntType(Type):
    """A little-endian integer of fixed width; values are `int`."""

    def __init__(self, name: str, width: int, *, signed: bool = False, path: str = "") -> None:
        scalar = SCALARS.get((width, signed))
        super().__init__(name, path=path, min_size=width, fixed_size=width, scalar=scalar)
        self.width = width
        self.signed = signed
        self.minimum = -(1 << (8 * width - 1)) if signed else 0
        self.maximum = (1 << (8 * width - (1 if signed else 0))) - 1
        self._compile(scalar)

    def _compile(self, scalar: str | None) -> None:
        width, signed, name = self.width, self.signed, self.name

        def encode_to(value: Any, out: bytearray) -> None:
            try:
                out += value.to_bytes(width, "little", signed=signed)
            except (OverflowError, AttributeError, TypeError):
                raise self.misfit(value) from None

        def read_wide(data: bytes, pos: int) -> tuple[int, int]:
            end = pos + width
            if end > len(data):
                raise truncated(name, width, data, pos)
            return int.from_bytes(data[pos:end], "little", signed=signed), end

        self.encode_to = encode_to
        self.read = read_wide
        if scalar is None:
            return
        unpack_from = byte_layout.Struct(f"<{scalar}").unpack_from

        def read_scalar(data: bytes, pos: int) -> tuple[int, int]:
            try:
                return unpack_from(data, pos)[0], pos + width
            except byte_layout.error:
                raise truncated(name, width, data, pos) from None

        self.read = read_scalar

    def encode(self, value: Any) -> bytes:
        """Return the bytes of `value`; most values of state are single integers."""
        try:
            raw: bytes = value.to_bytes(self.width, "little", signed=self.signed)
        except (OverflowError, AttributeError, TypeError):
            raise self.misfit(value) from None
        return raw

    def misfit(self, value: Any) -> InvalidValue:
        """Return the error for a value that this type cannot hold."""
        if isinstance(value, int):
            return InvalidValue(f"{self.name} cannot hold {value}, only {self.minimum}..{self.maximum}")
        return InvalidValue(f"{self.name} needs an int, not {type(value).__name__}")

    def shape(self) -> Shape:
        return PrimitiveShape(self.name)


class _U256(IntType):
    """A 256-bit integer; metadata shows the struct of four words that the reference's crate declares."""

    def shape(self) -> Shape:
        words = _WordArray("[u64; 4]", 8 * 4)
        return CompositeShape((Field(None, words, words.name),))


class _WordArray(IntType):
    def shape(self) -> Shape:
        return ArrayShape(U64, 4)


U8 = IntType("u8", 1)
U16 = IntType("u16", 2)
U32 = IntType("u32", 4)
U64 = IntType("u64", 8)
U128 = IntType("u128", 16)
U256 = _U256("U256", 32, path="primitive_types::U256")
I8 = IntType("i8", 1, signed=True)
I16 = IntType("i16", 2, signed=True)
I32 = IntType("i32", 4, signed=True)
I64 = IntType("i64", 8, signed=True)
I128 = IntType("i128", 16, signed=True)


class _Bool(Type):
    """One byte, 0 or 1; values are `bool`."""

    def __init__(self) -> None:
        super().__init__("bool", min_size=1, fixed_size=1)
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if value is True:
            out.append(1)
        elif value is False:
            out.append(0)
        else:
            raise InvalidValue(f"bool needs True or False, not {value!r:.80}")

    def _read(self, data: bytes, pos: int) -> tuple[bool, int]:
        byte = data[pos : pos + 1]
        if byte == b"\x01":
            return True, pos + 1
        if byte == b"\x00":
            return False, pos + 1
        if not byte:
            raise truncated("bool", 1, data, pos)
        raise InvalidEncoding(f"bool at byte {pos} is {byte[0]}, only 0 and 1 are allowed")

    def shape(self) -> Shape:
        return PrimitiveShape("bool")


class _Char(Type):
    """A Unicode scalar value in four bytes; values are `str` of length 1."""

    def __init__(self) -> None:
        super().__init__("char", min_size=4, fixed_size=4)
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if not isinstance(value, str) or len(value) != 1 or 0xD800 <= ord(value) < 0xE000:
            raise InvalidValue(f"char needs one Unicode character, not {value!r:.80}")
        out += ord(value).to_bytes(4, "little")

    def _read(self, data: bytes, pos: int) -> tuple[str, int]:
        code, end = U32.read(data, pos)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise InvalidEncoding(f"char at byte {pos} is {code:#x}, which is no Unicode scalar value")
        return chr(code), end

    def shape(self) -> Shape:
        return PrimitiveShape("char")


class _Unit(Type):
    """No bytes; the only value is `()`."""

    def __init__(self) -> None:
        super().__init__("()", fixed_size=0)
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if value != ():
            raise InvalidValue(f"() holds nothing, not {value!r:.80}")

    def _read(self, data: bytes, pos: int) -> tuple[tuple[()], int]:
        return (), pos

    def shape(self) -> Shape:
        return TupleShape(())


BOOL = _Bool()
CHAR = _Char()
UNIT = _Unit()


def write_compact(value: int, out: bytearray) -> None:
    """Append the shortest compact form of a non-negative integer below 2**536."""
    if value < 0x40:
        out.append(value << 2)
    elif value < 0x4000:
        out += (value << 2 | 1).to_bytes(2, "little")
    elif value < 0x4000_0000:
        out += (value << 2 | 2).to_bytes(4, "little")
    else:
        size = (value.bit_length() + 7) // 8
        out.append((size - 4) << 2 | 3)
        out += value.to_bytes(size, "little")


def read_compact(data: bytes, pos: int) -> tuple[int, int]:
    """Return a compact integer and the position behind it; longer forms than needed are refused."""
    if pos >= len(data):
        raise truncated("compact integer", 1, data, pos)
    first = data[pos]
    mode = first & 3
    if mode == 0:
        return first >> 2, pos + 1
    if mode == 3:
        size, start, floor = (first >> 2) + 4, pos + 1, 0x4000_0000
    else:
        size, start, floor = 2 * mode, pos, 0x40 if mode == 1 else 0x4000
    end = start + size
    if end > len(data):
        raise truncated("compact integer", end - pos, data, pos)
    value = int.from_bytes(data[start:end], "little")
    if mode != 3:
        value >>= 2
    if value < floor or (mode == 3 and data[end - 1] == 0):
        raise InvalidEncoding(f"compact integer at byte {pos} writes {value} longer than needed")
    return value, end


def read_length(data: bytes, pos: int) -> tuple[int, int]:
    """Return a compact item count and the position behind it."""
    length, end = read_compact(data, pos)
    if length > U32.maximum:
        raise InvalidEncoding(f"item count at byte {pos} is {length}, at most {U32.maximum} is allowed")
    return length, end


class Compact(Type):
    """The variable-length form of an unsigned integer type, of a wrapper around one, or of `()`."""

    def __init__(self, item: Type) -> None:
        self.item = item
        base = item.unwrapped()
        empty = isinstance(base, _Unit)
        super().__init__(f"Compact<{item.name}>", min_size=0 if empty else 1, fixed_size=0 if empty else None)
        if empty:
            self.encode_to, self.read = base.encode_to, base.read
        elif isinstance(base, IntType) and not base.signed:
            self._compile(base)
        else:
            raise TypeError(f"Compact needs an unsigned integer type, not {item.name}")

    def _compile(self, base: IntType) -> None:
        maximum, name = base.maximum, self.name

        def encode_to(value: Any, out: bytearray) -> None:
            if not isinstance(value, int) or not 0 <= value <= maximum:
                raise base.misfit(value)
            if value < 0x40:
                out.append(value << 2)
            else:
                write_compact(int(value), out)

        def read(data: bytes, pos: int) -> tuple[int, int]:
            value, end = read_compact(data, pos)
            if value > maximum:
                raise InvalidEncoding(f"{name} at byte {pos} is {value}, at most {maximum} is allowed")
            return value, end

        self.encode_to = encode_to
        self.read = read

    def shape(self) -> Shape:
        return CompactShape(self.item)
