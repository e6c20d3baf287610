"""The vocabulary of declared types: what calls, storage items and answers are declared with."""

from meritnet.codec.base import Field, Type, Variant
from meritnet.codec.composites import Struct, Wrapper
from meritnet.codec.enums import Case, Enum, Lazy, Option, Result
from meritnet.codec.errors import InvalidEncoding, InvalidValue
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
from meritnet.codec.packed import Packed
from meritnet.codec.sequences import BYTES, STR, Array, BoundedVec, ByteArray, Vec
from meritnet.codec.tuples import Tuple

__all__ = [
    "InvalidEncoding",
    "InvalidValue",
    "Type",
    "Field",
    "Variant",
    "Case",
    "IntType",
    "BOOL",
    "CHAR",
    "STR",
    "UNIT",
    "BYTES",
    "U8",
    "U16",
    "U32",
    "U64",
    "U128",
    "U256",
    "I8",
    "I16",
    "I32",
    "I64",
    "I128",
    "Compact",
    "Vec",
    "BoundedVec",
    "Array",
    "ByteArray",
    "Packed",
    "Tuple",
    "Option",
    "Result",
    "Struct",
    "Wrapper",
    "Enum",
    "BTreeMap",
    "BTreeSet",
    "Lazy",
]
