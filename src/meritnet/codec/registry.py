"""Numbers declared types and describes them, as the type registry of metadata does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from meritnet.codec.base import (
    ArrayShape,
    CompactShape,
    CompositeShape,
    Field,
    PrimitiveShape,
    SequenceShape,
    TupleShape,
    Type,
    VariantShape,
)
from meritnet.codec.composites import Wrapper
from meritnet.codec.enums import Case
from meritnet.codec.metadata_layout import FIELD, PARAM, PORTABLE_TYPE, VARIANT


class TypeRegistry:
    """Gives each different type one id, in the order in which types are first registered, parts before wholes.

    Two declarations with the same path and the same parts are one type; type names and docs do not tell them apart,
    those of the first declaration are kept. Wrappers whose path is in `plain` are described by
    what they wrap, under their own path and id.
    """

    def __init__(self, plain: Iterable[str] = ()) -> None:
        self._plain = frozenset(plain)
        self._described: list[Any] = []
        self._ids: dict[Any, int] = {}
        # Keyed by identity; the type is kept alive beside its id, so that no identity is used twice.
        self._seen: dict[int, tuple[Type, int]] = {}
        self._open: dict[int, int | None] = {}

    def register(self, declared: Type, *, ahead: bool = False) -> int:
        """Return the id of a type, describing it and its parts first if they are new.

        With `ahead` a new type is numbered before its parts.
        """
        declared = declared.resolve()
        identity = id(declared)  # exact: recognises objects already seen, nothing is ordered by it
        if identity in self._seen:
            return self._seen[identity][1]
        if identity in self._open:
            # A type that contains itself: its parts need its id before its description is complete.
            reserved = self._open[identity]
            if reserved is None:
                reserved = self._reserve()
                self._open[identity] = reserved
            return reserved
        self._open[identity] = self._reserve() if ahead else None
        params = tuple(
            (name, None if param is None else self.register(param)) for name, param in declared.params
        )
        definition = self._definition(declared)
        key = (declared.path, params, _key(definition))
        reserved = self._open.pop(identity)
        known = self._ids.get(key)
        if reserved is None:
            number = known if known is not None else self._reserve()
        else:
            number = reserved
        self._seen[identity] = (declared, number)
        if known is None or reserved is not None:
            path = tuple(declared.path.split("::")) if declared.path else ()
            described = tuple(PARAM(name, param) for name, param in params)
            self._described[number] = PORTABLE_TYPE(number, path, described, definition, ())
            self._ids.setdefault(key, number)
        return number

    def types(self) -> tuple[Any, ...]:
        """Return the descriptions of all registered types, by id."""
        return tuple(self._described)

    def _reserve(self) -> int:
        self._described.append(None)
        return len(self._described) - 1

    def _fields(self, fields: Iterable[Field]) -> tuple[Any, ...]:
        return tuple(
            FIELD(field.name, self.register(field.type), field.type_name, field.docs) for field in fields
        )

    def _definition(self, declared: Type) -> Case:
        if isinstance(declared, Wrapper) and declared.path in self._plain:
            self.register(declared.inner)  # so that ids are those of a registry with the wrapper
            return self._definition(declared.inner.resolve())
        shape = declared.shape()
        match shape:
            case PrimitiveShape(name):
                return Case("Primitive", (Case(name),))
            case CompositeShape(fields):
                return Case("Composite", (self._fields(fields),))
            case VariantShape(variants):
                described = tuple(
                    VARIANT(variant.name, self._fields(variant.fields), variant.index, variant.docs)
                    for variant in variants
                )
                return Case("Variant", (described,))
            case SequenceShape(item):
                return Case("Sequence", (self.register(item),))
            case ArrayShape(item, length):
                return Case("Array", (length, self.register(item)))
            case TupleShape(items):
                return Case("Tuple", (tuple(self.register(item) for item in items),))
            case CompactShape(item):
                return Case("Compact", (self.register(item),))


def _key(definition: Case) -> Any:
    """Return what tells two definitions apart: everything but type names and docs."""
    if definition.name == "Composite":
        return "Composite", tuple((field.name, field.type) for field in definition.args[0])
    if definition.name == "Variant":
        return "Variant", tuple(
            (variant.index, variant.name, tuple((field.name, field.type) for field in variant.fields))
            for variant in definition.args[0]
        )
    return definition
