"""Unnamed groups of values."""

from typing import Any

from meritnet.codec.base import Shape, TupleShape, Type
from meritnet.codec.errors import InvalidEncoding, InvalidValue


def total_size(parts: tuple[Type, ...]) -> int | None:
    """Return the number of bytes that the parts take together, None if it varies."""
    total = 0
    for part in parts:
        if part.fixed_size is None:
            return None
        total += part.fixed_size
    return total


class Tuple(Type):
    """Values of different types one after the other; values are tuples."""

    def __init__(self, *items: Type) -> None:
        scalars = [item.scalar for item in items]
        flat = all(scalar is not None and len(scalar) == 1 for scalar in scalars) and len(items) > 1
        super().__init__(
            f"({', '.join(item.name for item in items)}{',' if len(items) == 1 else ''})",
            min_size=sum(item.min_size for item in items),
            fixed_size=total_size(items),
            scalar="".join(scalar or "" for scalar in scalars) if flat else None,
        )
        self.items = items
        self._encoders = tuple((index, item.encode_to) for index, item in enumerate(items))
        self._readers = tuple(item.read for item in items)
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if not isinstance(value, (tuple, list)) or len(value) != len(self.items):
            raise InvalidValue(f"{self.name} needs a tuple of {len(self.items)}, not {value!r:.80}")
        index = 0
        try:
            for index, encode_to in self._encoders:
                encode_to(value[index], out)
        except InvalidValue as error:
            error.within(str(index))
            raise

    def _read(self, data: bytes, pos: int) -> tuple[tuple[Any, ...], int]:
        values: list[Any] = []
        try:
            for read in self._readers:
                value, pos = read(data, pos)
                values.append(value)
        except InvalidEncoding as error:
            error.within(str(len(values)))
            raise
        return tuple(values), pos

    def sort_key(self, value: Any) -> Any:
        return tuple(item.sort_key(part) for item, part in zip(self.items, value, strict=True))

    def shape(self) -> Shape:
        return TupleShape(self.items)
