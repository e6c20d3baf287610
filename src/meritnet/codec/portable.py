"""Builds declared types from a registry that somebody else described, and compares two types by shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from meritnet.codec.base import (
    ArrayShape,
    CompactShape,
    CompositeShape,
    Field,
    PrimitiveShape,
    SequenceShape,
    Shape,
    TupleShape,
    Type,
    Variant,
    VariantShape,
)
from meritnet.codec.composites import Struct, Wrapper
from meritnet.codec.enums import Case, Enum, Lazy, Option
from meritnet.codec.era import ERA
from meritnet.codec.errors import InvalidEncoding
from meritnet.codec.numbers import (
    BOOL,
    CHAR,
    I8,
    I16,
    I32,
    I64,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
    U256,
    UNIT,
    Compact,
    IntType,
)
from meritnet.codec.ordered import BTreeMap, BTreeSet
from meritnet.codec.sequences import BYTES, STR, Array, ByteArray, Vec
from meritnet.codec.tuples import Tuple

PRIMITIVES: Mapping[str, Type] = {
    "bool": BOOL,
    "char": CHAR,
    "str": STR,
    "u8": U8,
    "u16": U16,
    "u32": U32,
    "u64": U64,
    "u128": U128,
    "u256": IntType("u256", 32),
    "i8": I8,
    "i16": I16,
    "i32": I32,
    "i64": I64,
    "i128": I128,
    "i256": IntType("i256", 32, signed=True),
}
BY_PATH: Mapping[str, Type] = {ERA.path: ERA, U256.path: U256}
"""Types whose bytes or values are not those of their description."""


class PortableRegistry:
    """The types of a recorded registry, built when asked for.

    `types` is the list of descriptions in the form of the recorded tables: `id`, `path`, `params`, `def`.
    """

    def __init__(self, types: Iterable[Mapping[str, Any]]) -> None:
        self._described = {entry["id"]: entry for entry in types}
        self._built: dict[int, Type] = {}
        self._open: set[int] = set()

    @classmethod
    def from_metadata(cls, types: Iterable[Any]) -> PortableRegistry:
        """Return the registry of decoded metadata, given its `types`."""
        return cls(_plain(entry) for entry in types)

    def ids(self) -> tuple[int, ...]:
        """Return all type ids in order."""
        return tuple(sorted(self._described))

    def type(self, number: int) -> Type:
        """Return the declared type of an id.

        Raises: InvalidEncoding if the registry has no such id.
        """
        if number in self._built:
            return self._built[number]
        entry = self._described.get(number)
        if entry is None:
            raise InvalidEncoding(f"type registry has no type {number}")
        if number in self._open:
            return Lazy(lambda: self.type(number), entry["path"].rsplit("::", 1)[-1] or f"type {number}")
        self._open.add(number)
        try:
            built = self._build(entry)
        finally:
            self._open.discard(number)
        self._built[number] = built
        return built

    def _build(self, entry: Mapping[str, Any]) -> Type:
        path: str = entry["path"]
        params = tuple(
            (name, None if param is None else self.type(param)) for name, param in entry.get("params", ())
        )
        ((kind, content),) = entry["def"].items()
        if path in BY_PATH:
            return BY_PATH[path]
        arguments = [param for _, param in params if param is not None]
        if path == "Option":
            return Option(arguments[0])
        if path == "BTreeMap":
            return BTreeMap(arguments[0], arguments[1])
        if path == "BTreeSet":
            return BTreeSet(arguments[0])
        if kind == "composite":
            return self._composite(path, params, content)
        if kind == "variant":
            variants = [
                Variant(index, name, [self._field(field) for field in fields])
                for index, name, fields in content
            ]
            return Enum(path, variants, params)
        return self._builtin(kind, content)

    def _field(self, field: list[Any]) -> Field:
        name, number, type_name = field
        return Field(name, self.type(number), type_name)

    def _composite(self, path: str, params: Any, content: list[Any]) -> Type:
        fields = [self._field(field) for field in content]
        if len(fields) == 1 and fields[0].name in (None, "bits"):
            only = fields[0]
            return Wrapper(path, only.type, field_name=only.name, params=params, type_name=only.type_name)
        return Struct(path, fields, params=params)

    def _builtin(self, kind: str, content: Any) -> Type:
        match kind:
            case "primitive":
                return PRIMITIVES[content]
            case "sequence":
                item = self.type(content)
                return BYTES if item is U8 else Vec(item)
            case "array":
                length, number = content
                item = self.type(number)
                return ByteArray(length) if item is U8 else Array(item, length)
            case "tuple":
                return Tuple(*(self.type(number) for number in content)) if content else UNIT
            case "compact":
                return Compact(self.type(content))
            case _:
                raise InvalidEncoding(f"type registry describes a {kind}, which this codec does not know")


def _plain(entry: Any) -> dict[str, Any]:
    """Return a description of decoded metadata in the form of the recorded tables."""
    definition: Case = entry.definition
    args = definition.args
    match definition.name:
        case "Composite":
            content: Any = [_plain_field(field) for field in args[0]]
        case "Variant":
            content = [[v.index, v.name, [_plain_field(field) for field in v.fields]] for v in args[0]]
        case "Primitive":
            content = args[0].name
        case "Array" | "BitSequence":
            content = list(args)
        case _:
            content = list(args[0]) if definition.name == "Tuple" else args[0]
    return {
        "id": entry.id,
        "path": "::".join(entry.path),
        "params": [[param.name, param.type] for param in entry.params],
        "def": {definition.name.lower(): content},
    }


def _plain_field(field: Any) -> list[Any]:
    return [field.name, field.type, field.type_name]


# Keyed by identity; the types are kept alive beside it, so that no identity is used twice.
_Seen = dict[tuple[int, int], tuple[Type, Type]]


def same_shape(left: Type, right: Type, assumed: Iterable[tuple[Type, Type]] = ()) -> list[str]:
    """Return the differences between two types as texts that start with the path to the difference.

    Compared are Rust paths, field names and order, variant indices and names, widths and lengths. Type ids, type
    names, docs and generic parameters that one side leaves out are not. Pairs that are `assumed` the same are not
    looked into.
    """
    differences: list[str] = []
    seen: _Seen = {}
    for pair in assumed:
        a, b = (item.resolve() for item in pair)
        seen[id(a), id(b)] = (a, b)  # exact: recognises objects
    _compare(left, right, left.name, seen, differences)
    return differences


def _compare(left: Type, right: Type, where: str, seen: _Seen, out: list[str]) -> None:
    left, right = left.resolve(), right.resolve()
    pair = (id(left), id(right))  # exact: recognises objects already visited, nothing is ordered by it
    if pair in seen or left is right:
        return
    seen[pair] = (left, right)
    if left.path != right.path:
        out.append(f"{where}: path {left.path or 'none'} is not {right.path or 'none'}")
    right_params = dict(right.params)
    for name, param in left.params:
        other = right_params.get(name)
        if param is not None and other is not None:
            _compare(param, other, f"{where}<{name}>", seen, out)
    _compare_shapes(left.shape(), right.shape(), where, seen, out)


def _compare_shapes(left: Shape, right: Shape, where: str, seen: _Seen, out: list[str]) -> None:
    match left, right:
        case PrimitiveShape(a), PrimitiveShape(b):
            if a != b:
                out.append(f"{where}: {a} is not {b}")
        case CompositeShape(a), CompositeShape(b):
            _compare_fields(a, b, where, seen, out)
        case VariantShape(a), VariantShape(b):
            _compare_variants(a, b, where, seen, out)
        case (SequenceShape(a), SequenceShape(b)) | (CompactShape(a), CompactShape(b)):
            _compare(a, b, f"{where}[]", seen, out)
        case ArrayShape(a, n), ArrayShape(b, m):
            if n != m:
                out.append(f"{where}: length {n} is not {m}")
            _compare(a, b, f"{where}[]", seen, out)
        case TupleShape(a), TupleShape(b):
            if len(a) != len(b):
                out.append(f"{where}: tuple of {len(a)} is not a tuple of {len(b)}")
            for index, (x, y) in enumerate(zip(a, b, strict=False)):
                _compare(x, y, f"{where}.{index}", seen, out)
        case _:
            names = [type(shape).__name__.removesuffix("Shape").lower() for shape in (left, right)]
            out.append(f"{where}: {names[0]} is not {names[1]}")


def _compare_fields(
    left: tuple[Field, ...], right: tuple[Field, ...], where: str, seen: _Seen, out: list[str]
) -> None:
    names, others = [[field.name for field in fields] for fields in (left, right)]
    if names != others:
        out.append(f"{where}: fields {names} are not {others}")
        return
    for index, (a, b) in enumerate(zip(left, right, strict=True)):
        _compare(a.type, b.type, f"{where}.{a.name or index}", seen, out)


def _compare_variants(
    left: tuple[Variant, ...],
    right: tuple[Variant, ...],
    where: str,
    seen: _Seen,
    out: list[str],
) -> None:
    others = {variant.name: variant for variant in right}
    names = {variant.name for variant in left}
    for variant in left:
        other = others.get(variant.name)
        if other is None:
            out.append(f"{where}: variant {variant.name} ({variant.index}) only on the left")
            continue
        if other.index != variant.index:
            out.append(f"{where}.{variant.name}: index {variant.index} is not {other.index}")
        _compare_fields(variant.fields, other.fields, f"{where}.{variant.name}", seen, out)
    out.extend(
        f"{where}: variant {variant.name} ({variant.index}) only on the right"
        for variant in right
        if variant.name not in names
    )
