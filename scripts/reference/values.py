"""Words for decoded values and for types, as the pages show them."""

from functools import cache
from typing import Any

from meritnet.codec import Case, Type
from meritnet.codec.base import (
    ArrayShape,
    CompactShape,
    CompositeShape,
    PrimitiveShape,
    SequenceShape,
    TupleShape,
    VariantShape,
)
from meritnet.primitives.params import resolve
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.runtime.params import ChainParams, params_for
from meritnet.runtime.runtime import Runtime
from meritnet.state.items import StorageItem
from meritnet.state.overlay import Overlay
from meritnet.testing.chain import DictState

from .markdown import anchor, cell

LONGEST_VALUE = 72


@cache
def chains() -> dict[str, ChainParams]:
    """Return the parameters whose values the pages show, by name."""
    wanted = {
        "reference": params_for("reference"),
        "local": params_for("local"),
        "meritnet": params_for("meritnet"),
    }
    return {name: Runtime(params).params for name, params in wanted.items()}


def value_text(value: Any) -> str:
    """Return a decoded value in words."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, bytes):
        return _bytes_text(value)
    if isinstance(value, Case):
        inner = ", ".join(value_text(one) for one in value.args)
        return f"{value.name}({inner})" if inner else value.name
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list) and not value:
        return "empty"
    if hasattr(value, "_asdict"):
        return ", ".join(f"{name} {value_text(one)}" for name, one in value._asdict().items())
    if isinstance(value, tuple | list):
        return ", ".join(value_text(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {value_text(one)}" for name, one in value.items()) or "empty"
    return str(value)


def _bytes_text(value: bytes) -> str:
    if not value:
        return "empty"
    if not any(value):
        return f"{len(value)} zero bytes"
    return (
        f"{value[:32].decode()!r}" if value.isascii() and value.decode().isprintable() else f"0x{value.hex()}"
    )


def by_chain(texts: dict[str, str]) -> str:
    """Return a value that may differ between chains: once if it does not, else with the names of the chains."""
    if len(set(texts.values())) == 1:
        return shortened(next(iter(texts.values())))
    grouped: dict[str, list[str]] = {}
    for name, text in texts.items():
        grouped.setdefault(text, []).append(name)
    return "; ".join(f"{shortened(text)} ({', '.join(names)})" for text, names in grouped.items())


def shortened(text: str) -> str:
    """Return a text that fits into a table."""
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def default_text(item: StorageItem) -> str:
    """Return what reading an empty storage item gives."""
    if item.optional:
        return "none"
    return by_chain(
        {
            name: value_text(item.value.decode(item.default_bytes(Overlay(DictState(), params))))
            for name, params in chains().items()
        }
    )


def constant_text(constant: ConstantDef) -> str:
    """Return the value of a constant."""
    return by_chain(
        {
            name: value_text(
                constant.value(params) if callable(constant.value) else resolve(constant.value, params)
            )
            for name, params in chains().items()
        }
    )


def type_text(type_: Type) -> str:
    """Return a type's name as a link to its description, where it has one."""
    name = cell(type_.name).replace("<", "&lt;").replace(">", "&gt;")
    inner = described(type_)
    return f"[{name}](types.md#{anchor('type', path_of(inner))})" if inner is not None else name


def path_of(type_: Type) -> str:
    """Return a named type's path as an anchor can hold it."""
    return type_.resolve().path.replace("::", "-")


OUTER = frozenset({"RuntimeCall", "RuntimeEvent", "RuntimeError"})
"""Enums of all pallets, which have pages of their own."""


def described(type_: Type) -> Type | None:
    """Return the type that the page of types describes for this one: itself, or what its list or option holds."""
    type_ = type_.resolve()
    if type_.path and "<" not in type_.name:
        return None if type_.name in OUTER or isinstance(type_.shape(), PrimitiveShape) else type_
    return next((found for inner in parts(type_) if (found := described(inner)) is not None), None)


def parts(type_: Type) -> list[Type]:
    """Return the types that a type consists of."""
    match type_.resolve().shape():
        case CompositeShape(fields):
            return [field.type for field in fields]
        case VariantShape(variants):
            return [field.type for variant in variants for field in variant.fields]
        case SequenceShape(item) | ArrayShape(item, _) | CompactShape(item):
            return [item]
        case TupleShape(items):
            return list(items)
    return []


def shape_rows(type_: Type) -> list[tuple[str, str]]:
    """Return the parts of a named type: fields, or variants with their fields."""
    match type_.resolve().shape():
        case CompositeShape(fields):
            return [(field.name or str(place), type_text(field.type)) for place, field in enumerate(fields)]
        case VariantShape(variants):
            return [
                (
                    f"{variant.index} {variant.name}",
                    ", ".join(
                        f"{field.name} {type_text(field.type)}" if field.name else type_text(field.type)
                        for field in variant.fields
                    ),
                )
                for variant in variants
            ]
        case PrimitiveShape(name):
            return [("", name)]
        case SequenceShape(item):
            return [("", f"list of {type_text(item)}")]
        case ArrayShape(item, length):
            return [("", f"{length} x {type_text(item)}")]
        case TupleShape(items):
            return [(str(place), type_text(item)) for place, item in enumerate(items)]
        case CompactShape(item):
            return [("", f"compact {type_text(item)}")]
