"""Maps and sets, kept in the order of their keys as Rust's B-trees keep them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meritnet.codec.base import CompositeShape, Field, Shape, Type
from meritnet.codec.errors import InvalidValue
from meritnet.codec.numbers import write_compact
from meritnet.codec.sequences import Vec, as_items, encode_items
from meritnet.codec.tuples import Tuple


class BTreeMap(Type):
    """A map in key order; values are tuples of (key, value) pairs. Any order is read, as in the reference."""

    def __init__(self, key: Type, value: Type) -> None:
        params = (("K", key), ("V", value))
        super().__init__(f"BTreeMap<{key.name}, {value.name}>", path="BTreeMap", params=params, min_size=1)
        self.key = key
        self.value = value
        self._pairs = Vec(Tuple(key, value))
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        pairs = tuple(value.items()) if isinstance(value, Mapping) else tuple(as_items(value, self.name))
        if any(not isinstance(pair, tuple) or len(pair) != 2 for pair in pairs):
            raise InvalidValue(f"{self.name} needs (key, value) pairs")
        ordered = self._sorted(pairs)
        if len({pair[0] for pair in ordered}) != len(ordered):
            raise InvalidValue(f"{self.name} has a key twice")
        self._pairs.encode_to(ordered, out)

    def _read(self, data: bytes, pos: int) -> tuple[tuple[tuple[Any, Any], ...], int]:
        pairs, end = self._pairs.read(data, pos)
        return self._sorted(tuple(dict(pairs).items())), end

    def _sorted(self, pairs: tuple[tuple[Any, Any], ...]) -> tuple[tuple[Any, Any], ...]:
        sort_key = self.key.sort_key
        try:
            return tuple(sorted(pairs, key=lambda pair: sort_key(pair[0])))
        except TypeError:
            raise InvalidValue(f"{self.name} has keys that cannot be ordered") from None

    def sort_key(self, value: Any) -> Any:
        return tuple((self.key.sort_key(k), self.value.sort_key(v)) for k, v in value)

    def shape(self) -> Shape:
        return CompositeShape((Field(None, self._pairs),))


class BTreeSet(Type):
    """A set in order; values are sorted tuples. Any order is read, as in the reference."""

    def __init__(self, item: Type) -> None:
        super().__init__(f"BTreeSet<{item.name}>", path="BTreeSet", params=(("T", item),), min_size=1)
        self.item = item
        self._items = Vec(item)
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        items = tuple(value) if isinstance(value, (set, frozenset)) else tuple(as_items(value, self.name))
        try:
            unique = set(items)
            ordered = tuple(sorted(unique, key=self.item.sort_key))
        except TypeError:
            raise InvalidValue(f"{self.name} has items that cannot be ordered") from None
        if len(ordered) != len(items):
            raise InvalidValue(f"{self.name} has an item twice")
        write_compact(len(ordered), out)
        encode_items(ordered, self.item, out)

    def _read(self, data: bytes, pos: int) -> tuple[tuple[Any, ...], int]:
        items, end = self._items.read(data, pos)
        return tuple(sorted(set(items), key=self.item.sort_key)), end

    def sort_key(self, value: Any) -> Any:
        return tuple(self.item.sort_key(item) for item in value)

    def shape(self) -> Shape:
        return CompositeShape((Field(None, self._items),))
