"""What every declared SCALE type is: two functions and a shape.

A type is an object with `encode_to` and `read` chosen once, at declaration, so that no decision about the
type is taken while bytes flow. Its shape says how the type is described in metadata.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from meritnet.codec.errors import InvalidEncoding

# Any: a declared type is a run-time object; the Python type of its values is known to its declaration only.
Encoder = Callable[[Any, bytearray], None]
Reader = Callable[[bytes, int], tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a composite or of a variant, as metadata describes it."""

    name: str | None
    type: Type
    type_name: str | None = None
    docs: tuple[str, ...] = ()


FieldSpec = Field | tuple[str | None, "Type"] | tuple[str | None, "Type", str]


def as_fields(specs: Iterable[FieldSpec]) -> tuple[Field, ...]:
    """Return the fields of a declaration; a field's type name defaults to its type's own name."""
    fields = []
    for spec in specs:
        if isinstance(spec, Field):
            fields.append(spec)
        else:
            type_name = spec[2] if len(spec) == 3 else spec[1].name
            fields.append(Field(spec[0], spec[1], type_name))
    return tuple(fields)


@dataclass(frozen=True, slots=True, init=False)
class Variant:
    """One variant of an enum: its index byte, name, fields and docs."""

    index: int
    name: str
    fields: tuple[Field, ...]
    docs: tuple[str, ...]

    def __init__(
        self, index: int, name: str, fields: Iterable[FieldSpec] = (), docs: Iterable[str] = ()
    ) -> None:
        if not 0 <= index <= 255:
            raise ValueError(f"variant {name} has index {index}, which is not in 0..255")
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "fields", as_fields(fields))
        object.__setattr__(self, "docs", (docs,) if isinstance(docs, str) else tuple(docs))


@dataclass(frozen=True, slots=True)
class PrimitiveShape:
    """A built-in of metadata, by its Rust name."""

    name: str


@dataclass(frozen=True, slots=True)
class CompositeShape:
    """A struct."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class VariantShape:
    """An enum."""

    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class SequenceShape:
    """A counted list of equal items."""

    item: Type


@dataclass(frozen=True, slots=True)
class ArrayShape:
    """A list of equal items whose number is part of the type."""

    item: Type
    length: int


@dataclass(frozen=True, slots=True)
class TupleShape:
    """Unnamed items one after the other."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class CompactShape:
    """The compact form of an integer type."""

    item: Type


Shape = (
    PrimitiveShape | CompositeShape | VariantShape | SequenceShape | ArrayShape | TupleShape | CompactShape
)
Params = tuple[tuple[str, "Type | None"], ...]


class Type:
    """A declared SCALE type.

    `name` is the Rust spelling, `path` the full Rust path of a named type (empty for built-ins), `params` its
    generic parameters. `min_size` is the least number of bytes that any value takes, `fixed_size` the number
    that every value takes, `scalar` the `struct` letters of fixed-width integers.
    """

    encode_to: Encoder
    read: Reader

    def __init__(
        self,
        name: str,
        *,
        path: str = "",
        params: Params = (),
        min_size: int = 0,
        fixed_size: int | None = None,
        scalar: str | None = None,
    ) -> None:
        self.name = name
        self.path = path
        self.params = params
        self.min_size = min_size
        self.fixed_size = fixed_size
        self.scalar = scalar

    def __repr__(self) -> str:
        return self.name

    def encode(self, value: Any) -> bytes:
        """Return the bytes of `value`.

        Raises: InvalidValue if it does not fit the type.
        """
        out = bytearray()
        self.encode_to(value, out)
        return bytes(out)

    def decode(self, data: bytes) -> Any:
        """Return the value that the whole of `data` encodes.

        Raises: InvalidEncoding, also for bytes left over.
        """
        data = bytes(data)
        value, end = self.read(data, 0)
        if end != len(data):
            raise InvalidEncoding(f"{self.name} ends at byte {end}, but {len(data)} bytes were given")
        return value

    def sort_key(self, value: Any) -> Any:
        """Return a key that orders values as the Rust type's `Ord` does."""
        return value

    def shape(self) -> Shape:
        """Return how metadata describes the type."""
        raise TypeError(f"{type(self).__name__} declares no shape")

    def resolve(self) -> Type:
        """Return the type itself, or what a lazy reference stands for."""
        return self

    def unwrapped(self) -> Type:
        """Return the type whose bytes a wrapper passes through, else the type itself."""
        return self


def truncated(name: str, need: int, data: bytes, pos: int) -> InvalidEncoding:
    """Return the error for input that ends inside a value of type `name`."""
    left = max(0, len(data) - pos)
    return InvalidEncoding(f"{name} at byte {pos} needs {need} bytes, {left} are left")
