"""Named structs and wrappers around one value."""

from __future__ import annotations

import struct as byte_layout
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from keyword import iskeyword
from operator import attrgetter
from typing import Any, Never

from meritnet.codec.base import CompositeShape, FieldSpec, Params, Shape, Type, as_fields
from meritnet.codec.errors import InvalidEncoding, InvalidValue
from meritnet.codec.tuples import total_size


def last_segment(path: str) -> str:
    """Return the name at the end of a Rust path."""
    return path.rsplit("::", 1)[-1]


def attribute_name(name: str | None, index: int) -> str:
    """Return the Python name of a field: unnamed ones are f0, f1 ..., keywords get an underscore."""
    if name is None:
        return f"f{index}"
    plain = name.lstrip("_") or f"f{index}"
    return f"{plain}_" if iskeyword(plain) else plain


Run = tuple[int, int, byte_layout.Struct | None, Type]


def _runs(types: tuple[Type, ...]) -> tuple[Run, ...]:
    """Return the steps in which fields are written: neighbouring fixed-width integers in one, others alone."""
    runs: list[Run] = []
    start = 0
    while start < len(types):
        stop = start
        while stop < len(types) and types[stop].scalar is not None and len(types[stop].scalar or "") == 1:
            stop += 1
        if stop - start > 1:
            letters = "".join(item.scalar or "" for item in types[start:stop])
            runs.append((start, stop, byte_layout.Struct(f"<{letters}"), types[start]))
        else:
            stop = start + 1
            runs.append((start, stop, None, types[start]))
        start = stop
    return tuple(runs)


class Struct(Type):
    """Fields one after the other; values are instances of `cls`, by default a named tuple made for the type.

    Calling the type builds a value. Any object with the fields as attributes encodes, as do a mapping from
    the chain's field names and a tuple in field order.
    """

    def __init__(
        self,
        path: str,
        fields: Iterable[FieldSpec],
        cls: Callable[..., Any] | None = None,
        params: Params = (),
    ) -> None:
        self.fields = as_fields(fields)
        types = tuple(field.type for field in self.fields)
        super().__init__(
            last_segment(path),
            path=path,
            params=params,
            min_size=sum(item.min_size for item in types),
            fixed_size=total_size(types),
        )
        self.attributes = tuple(attribute_name(field.name, i) for i, field in enumerate(self.fields))
        self.cls: Callable[..., Any] = cls if cls is not None else namedtuple(self.name, self.attributes)
        self._take = self._attribute_getter()
        self._parts = tuple(
            (attribute, field.type) for attribute, field in zip(self.attributes, self.fields, strict=True)
        )
        self._runs = _runs(types)
        self._make: Callable[[list[Any]], Any] = getattr(self.cls, "_make", lambda values: self.cls(*values))
        self._is_tuple = isinstance(self.cls, type) and issubclass(self.cls, tuple)
        self.encode_to = self._encode_to
        self.read = self._read

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return a value of the type."""
        return self.cls(*args, **kwargs)

    def _attribute_getter(self) -> Callable[[Any], tuple[Any, ...]]:
        if not self.attributes:
            return lambda _: ()
        getter = attrgetter(*self.attributes)
        if len(self.attributes) == 1:
            return lambda value: (getter(value),)
        return getter

    def _values(self, value: Any) -> tuple[Any, ...]:
        if isinstance(value, Mapping):
            names = [
                field.name or attribute for field, attribute in zip(self.fields, self.attributes, strict=True)
            ]
            if set(names) != set(value):
                wrong = sorted(map(str, set(names) ^ set(value)))
                raise InvalidValue(f"{self.name} has fields missing or unknown: {', '.join(wrong)}")
            return tuple(value[name] for name in names)
        try:
            return self._take(value)
        except AttributeError as error:
            if isinstance(value, tuple) and len(value) == len(self.fields):
                return value
            raise InvalidValue(f"{self.name} has no field {error.name} in {value!r:.80}") from None

    def _encode_to(self, value: Any, out: bytearray) -> None:
        values = value if self._is_tuple and type(value) is self.cls else self._values(value)
        if len(values) != len(self.fields):
            raise InvalidValue(f"{self.name} needs {len(self.fields)} fields, not {len(values)}")
        start = 0
        try:
            for start, stop, layout, codec in self._runs:
                if layout is None:
                    codec.encode_to(values[start], out)
                else:
                    out += layout.pack(*values[start:stop])
        except InvalidValue as error:
            error.within(self.attributes[start])
            raise
        except byte_layout.error:
            # One of several integers does not fit; encoded one by one, the culprit names itself.
            self._encode_slowly(values)

    def _encode_slowly(self, values: tuple[Any, ...]) -> None:
        for (attribute, codec), value in zip(self._parts, values, strict=True):
            try:
                codec.encode(value)
            except InvalidValue as error:
                error.within(attribute)
                raise
        raise InvalidValue(f"{self.name} needs plain integers")

    def _read(self, data: bytes, pos: int) -> tuple[Any, int]:
        values: list[Any] = []
        add = values.append
        try:
            for _, _, layout, codec in self._runs:
                if layout is None:
                    value, pos = codec.read(data, pos)
                    add(value)
                else:
                    values += layout.unpack_from(data, pos)
                    pos += layout.size
        except InvalidEncoding as error:
            error.within(self.attributes[len(values)])
            raise
        except byte_layout.error:
            # The input ends within several integers; read one by one, the one cut off names itself.
            return self._read_slowly(data, pos, len(values))
        return self._make(values), pos

    def _read_slowly(self, data: bytes, pos: int, index: int) -> Never:
        for attribute, codec in self._parts[index:]:
            try:
                _, pos = codec.read(data, pos)
            except InvalidEncoding as error:
                error.within(attribute)
                raise
        raise InvalidEncoding(f"{self.name} ends early")

    def sort_key(self, value: Any) -> Any:
        values = self._values(value)
        return tuple(item.sort_key(part) for (_, item), part in zip(self._parts, values, strict=True))

    def shape(self) -> Shape:
        return CompositeShape(self.fields)


class Wrapper(Type):
    """A struct of one field that is transparent in Python: its values are those of the inner type."""

    def __init__(
        self,
        path: str,
        inner: Type,
        *,
        field_name: str | None = None,
        params: Params = (),
        type_name: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            name if name is not None else last_segment(path),
            path=path,
            params=params,
            min_size=inner.min_size,
            fixed_size=inner.fixed_size,
            scalar=inner.scalar,
        )
        self.inner = inner
        self.fields = as_fields([(field_name, inner, type_name or inner.name)])
        self.encode_to = inner.encode_to
        self.read = inner.read

    def sort_key(self, value: Any) -> Any:
        return self.inner.sort_key(value)

    def unwrapped(self) -> Type:
        return self.inner.unwrapped()

    def shape(self) -> Shape:
        return CompositeShape(self.fields)
