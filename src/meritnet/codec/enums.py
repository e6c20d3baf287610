"""Enums, options, results and lazy references for recursive types."""

from __future__ import annotations

import threading  # exact: a depth counter per thread, never in a value
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from meritnet.codec.base import Encoder, Field, Params, Reader, Shape, Type, Variant, VariantShape, truncated
from meritnet.codec.composites import last_segment
from meritnet.codec.errors import InvalidEncoding, InvalidValue

MAX_NESTING = 64
"""Levels of recursion, such as batches of batches, that are read or written."""


class Case(NamedTuple):
    """A value of an enum: the variant's name and its fields in order."""

    name: str
    args: tuple[Any, ...] = ()


class _Compiled(NamedTuple):
    variant: Variant
    readers: tuple[Any, ...]
    encoders: tuple[Any, ...]
    plain: Case | None
    labels: tuple[str, ...]


class Enum(Type):
    """One of several variants, told apart by an index byte; values are `Case`s.

    Calling the type with a variant's name and its fields, in order or by name, builds a value.
    """

    def __init__(
        self, path: str, variants: Iterable[Variant], params: Params = (), name: str | None = None
    ) -> None:
        self.variants = tuple(variants)
        sizes = [sum(field.type.min_size for field in variant.fields) for variant in self.variants]
        fieldless = all(not variant.fields for variant in self.variants)
        super().__init__(
            name if name is not None else last_segment(path),
            path=path,
            params=params,
            min_size=1 + min(sizes, default=0),
            fixed_size=1 if fieldless else None,
        )
        self._by_name: dict[str, _Compiled] = {}
        self._by_index: list[_Compiled | None] = [None] * 256
        for variant in self.variants:
            if variant.name in self._by_name or self._by_index[variant.index] is not None:
                raise ValueError(f"enum {path} declares variant {variant.name} ({variant.index}) twice")
            compiled = _Compiled(
                variant,
                tuple(field.type.read for field in variant.fields),
                tuple(field.type.encode_to for field in variant.fields),
                None if variant.fields else Case(variant.name),
                tuple(field.name or str(i) for i, field in enumerate(variant.fields)),
            )
            self._by_name[variant.name] = compiled
            self._by_index[variant.index] = compiled
        self._order = {variant.name: order for order, variant in enumerate(self.variants)}
        self.encode_to = self._encode_to
        self.read = self._read

    def __call__(self, name: str, *args: Any, **named: Any) -> Case:
        """Return the case `name` with fields given in order or by their chain names."""
        variant = self.variant(name)
        if named:
            names = [field.name for field in variant.fields[len(args) :]]
            if set(names) != set(named):
                raise InvalidValue(f"{self.name}.{name} needs fields {', '.join(map(str, names))}")
            args += tuple(named[str(field)] for field in names)
        if len(args) != len(variant.fields):
            raise InvalidValue(f"{self.name}.{name} needs {len(variant.fields)} fields, not {len(args)}")
        return Case(name, args)

    def variant(self, name: str) -> Variant:
        """Return the declaration of a variant.

        Raises: InvalidValue if the enum has none of that name.
        """
        compiled = self._by_name.get(name)
        if compiled is None:
            raise InvalidValue(f"{self.name} has no variant {name!r:.80}")
        return compiled.variant

    def named(self, case: Case) -> dict[str, Any]:
        """Return the fields of a case by name; unnamed ones are called 0, 1 ..."""
        return dict(zip(self._by_name[case.name].labels, case.args, strict=True))

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if not isinstance(value, Case):
            raise InvalidValue(f"{self.name} needs a Case, not {value!r:.80}")
        compiled = self._by_name.get(value.name) if isinstance(value.name, str) else None
        if compiled is None:
            raise InvalidValue(f"{self.name} has no variant {value.name!r:.80}")
        args, encoders = value.args, compiled.encoders
        if not isinstance(args, tuple) or len(args) != len(encoders):
            raise InvalidValue(f"{self.name}.{value.name} needs a tuple of {len(encoders)} fields")
        out.append(compiled.variant.index)
        done = 0
        try:
            for encode_to, arg in zip(encoders, args, strict=True):
                encode_to(arg, out)
                done += 1
        except InvalidValue as error:
            error.within(f"{value.name}.{compiled.labels[done]}")
            raise

    def _read(self, data: bytes, pos: int) -> tuple[Case, int]:
        if pos >= len(data):
            raise truncated(self.name, 1, data, pos)
        compiled = self._by_index[data[pos]]
        if compiled is None:
            raise InvalidEncoding(f"{self.name} at byte {pos} has no variant {data[pos]}")
        pos += 1
        if compiled.plain is not None:
            return compiled.plain, pos
        args: list[Any] = []
        try:
            for read in compiled.readers:
                value, pos = read(data, pos)
                args.append(value)
        except InvalidEncoding as error:
            error.within(f"{compiled.variant.name}.{compiled.labels[len(args)]}")
            raise
        return Case(compiled.variant.name, tuple(args)), pos

    def sort_key(self, value: Any) -> Any:
        variant = self.variant(value.name)
        keys = tuple(field.type.sort_key(arg) for field, arg in zip(variant.fields, value.args, strict=True))
        return self._order[value.name], keys

    def shape(self) -> Shape:
        return VariantShape(self.variants)


class Option(Type):
    """A value or nothing; nothing is `None`.

    An option of an option has two nothings: the outer one is `None`, an inner one `Case("Some", (x,))`.
    """

    def __init__(self, item: Type) -> None:
        super().__init__(f"Option<{item.name}>", path="Option", params=(("T", item),), min_size=1)
        self.item = item
        self._nested = isinstance(item.unwrapped(), Option)
        some = Enum("Option", [Variant(1, "Some", [Field(None, item)])])
        encode_some = some.encode_to if self._nested else _prefixed(item.encode_to)
        read_some = some.read if self._nested else _behind_flag(item.read)
        name = self.name

        def encode_to(value: Any, out: bytearray) -> None:
            if value is None:
                out.append(0)
            else:
                encode_some(value, out)

        def read(data: bytes, pos: int) -> tuple[Any, int]:
            flag = data[pos : pos + 1]
            if flag == b"\x01":
                return read_some(data, pos)
            if flag == b"\x00":
                return None, pos + 1
            if not flag:
                raise truncated(name, 1, data, pos)
            raise InvalidEncoding(f"{name} at byte {pos} starts with {flag[0]}, only 0 and 1 are allowed")

        self.encode_to = encode_to
        self.read = read

    def sort_key(self, value: Any) -> Any:
        if value is None:
            return (0,)
        return 1, self.item.sort_key(value.args[0] if self._nested else value)

    def shape(self) -> Shape:
        return VariantShape((Variant(0, "None"), Variant(1, "Some", (Field(None, self.item),))))


def _prefixed(encode_item: Encoder) -> Encoder:
    def encode_to(value: Any, out: bytearray) -> None:
        out.append(1)
        encode_item(value, out)

    return encode_to


def _behind_flag(read_item: Reader) -> Reader:
    return lambda data, pos: read_item(data, pos + 1)


def Result(ok: Type, err: Type) -> Enum:  # noqa: N802 - spelled as the type that it declares
    """Return the enum `Ok(ok)` or `Err(err)`."""
    variants = (Variant(0, "Ok", (Field(None, ok),)), Variant(1, "Err", (Field(None, err),)))
    return Enum("Result", variants, (("T", ok), ("E", err)), f"Result<{ok.name}, {err.name}>")


class _Nesting(threading.local):
    depth = 0


_nesting = _Nesting()


class Lazy(Type):
    """A reference to a type that is declared later, for recursion; bounds how deep values nest."""

    def __init__(self, target: Callable[[], Type], name: str) -> None:
        # A recursive type that ends somewhere has a choice to make, so it takes at least one byte.
        super().__init__(name, min_size=1)
        self._target = target
        self.encode_to = self._encode_to
        self.read = self._read

    def resolve(self) -> Type:
        return self._target().resolve()

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if _nesting.depth >= MAX_NESTING:
            raise InvalidValue(f"{self.name} nests deeper than {MAX_NESTING} levels")
        _nesting.depth += 1
        try:
            self.resolve().encode_to(value, out)
        finally:
            _nesting.depth -= 1

    def _read(self, data: bytes, pos: int) -> tuple[Any, int]:
        if _nesting.depth >= MAX_NESTING:
            raise InvalidEncoding(f"{self.name} at byte {pos} nests deeper than {MAX_NESTING} levels")
        _nesting.depth += 1
        try:
            return self.resolve().read(data, pos)
        finally:
            _nesting.depth -= 1

    def sort_key(self, value: Any) -> Any:
        return self.resolve().sort_key(value)

    def unwrapped(self) -> Type:
        return self

    def shape(self) -> Shape:
        return self.resolve().shape()
