"""Random values of any declared SCALE type, edge values now and then. Everything follows from the generator."""

import random
from typing import Any

from meritnet.codec import Type
from meritnet.codec.base import (
    ArrayShape,
    CompactShape,
    CompositeShape,
    PrimitiveShape,
    SequenceShape,
    TupleShape,
    VariantShape,
)
from meritnet.codec.errors import InvalidEncoding
from meritnet.codec.numbers import write_compact

WIDTHS = {"u8": 1, "u16": 2, "u32": 4, "u64": 8, "u128": 16, "u256": 32}
MAX_DEPTH = 4
MAX_ITEMS = 3
TRIES = 30


def number(rng: random.Random, width: int) -> int:
    """Return an unsigned number of `width` bytes: small, anywhere, or an edge."""
    most = (1 << 8 * width) - 1
    kind = rng.random()
    if kind < 0.45:
        return min(rng.randrange(12), most)
    if kind < 0.75:
        return rng.randrange(1 << rng.randrange(1, 8 * width + 1))
    return rng.choice([0, 1, most, most - 1, most >> 1, (most >> 1) + 1])


def value(rng: random.Random, type_: Type) -> Any:  # Any: whatever the type decodes to
    """Return a random value of a type."""
    for _ in range(TRIES):
        out = bytearray()
        _write(rng, type_, out, 0)
        try:
            return type_.decode(bytes(out))
        except InvalidEncoding:  # such as text that is not UTF-8, or a set out of order
            continue
    return type_.decode(bytes(type_.min_size))


def _write(rng: random.Random, type_: Type, out: bytearray, depth: int) -> None:
    if type_.fixed_size == 0:
        return
    shape = type_.shape()
    if isinstance(shape, PrimitiveShape):
        _write_primitive(rng, shape.name, out)
    elif isinstance(shape, CompositeShape):
        for field in shape.fields:
            _write(rng, field.type, out, depth + 1)
    elif isinstance(shape, TupleShape):
        for item in shape.items:
            _write(rng, item, out, depth + 1)
    elif isinstance(shape, ArrayShape):
        for _ in range(shape.length):
            _write(rng, shape.item, out, depth + 1)
    elif isinstance(shape, SequenceShape):
        count = 0 if depth > MAX_DEPTH else rng.randrange(MAX_ITEMS + 1)
        write_compact(count, out)
        for _ in range(count):
            _write(rng, shape.item, out, depth + 1)
    elif isinstance(shape, CompactShape):
        write_compact(_compact(rng, shape.item), out)
    else:
        _write_variant(rng, shape, out, depth)


def _write_variant(rng: random.Random, shape: VariantShape, out: bytearray, depth: int) -> None:
    variants = shape.variants
    if depth > MAX_DEPTH:  # a call within a call within a call ... ends with one that has no arguments
        variants = tuple(v for v in variants if not v.fields) or variants
    variant = rng.choice(variants)
    out.append(variant.index)
    for field in variant.fields:
        _write(rng, field.type, out, depth + 1)


def _write_primitive(rng: random.Random, name: str, out: bytearray) -> None:
    if name == "bool":
        out.append(rng.randrange(2))
    elif name == "str":
        text = rng.choice([b"", b"a", "é".encode(), b"\xff"])
        write_compact(len(text), out)
        out += text
    else:
        width = WIDTHS[name.replace("i", "u")]
        out += number(rng, width).to_bytes(width, "little")


def _compact(rng: random.Random, item: Type) -> int:
    """Return a number for the compact form of an integer or of a struct around one."""
    shape = item.shape()
    while isinstance(shape, CompositeShape):
        shape = shape.fields[0].type.shape()
    assert isinstance(shape, PrimitiveShape)
    return number(rng, WIDTHS[shape.name])
