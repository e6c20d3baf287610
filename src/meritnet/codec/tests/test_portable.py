"""Types built from descriptions, the common types against the recorded ones, and what a comparison reports."""

import pytest

from meritnet.codec import (
    U8,
    U16,
    Array,
    Compact,
    Enum,
    InvalidEncoding,
    Lazy,
    Struct,
    Tuple,
    Variant,
    Vec,
    Wrapper,
    common,
    header,
)
from meritnet.codec.base import Type
from meritnet.codec.metadata import standard_extrinsic
from meritnet.codec.portable import PortableRegistry, same_shape
from meritnet.codec.tests.recorded import TABLE, call_type, registry, runtime, type_of

NAMED = {
    name: declared
    for module in (common, header)
    for name, declared in vars(module).items()
    if isinstance(declared, Type) and declared.path and not name.startswith("_")
}


@pytest.mark.parametrize("name", NAMED)
def test_every_common_type_is_a_recorded_one(name):
    declared = NAMED[name]
    candidates = [number for number in registry().ids() if type_of(number).path == declared.path]
    assert [] in [same_shape(declared, type_of(number)) for number in candidates]


def test_the_standard_transaction_format_is_the_recorded_one():
    ours, recorded = standard_extrinsic(call_type(), type_of(TABLE["runtime_type"])), runtime().extrinsic
    assert [extension.identifier for extension in ours.extensions] == [
        extension.identifier for extension in recorded.extensions
    ]
    for mine, theirs in zip(ours.extensions, recorded.extensions, strict=True):
        assert same_shape(mine.type, theirs.type) == []
        assert same_shape(mine.additional, theirs.additional) == []
    for part in ("address", "call", "signature", "extra", "unchecked"):
        assert same_shape(getattr(ours, part), getattr(recorded, part)) == []


BASE = Struct("x::S", [("a", U8), ("b", Vec(U16))])
CASES = Enum("x::E", [Variant(0, "A"), Variant(1, "B", [("x", U8)])])


@pytest.mark.parametrize(
    "left,right,differences",
    [
        (BASE, Struct("x::S", [("a", U8), ("b", Vec(U16))]), []),
        (BASE, Struct("x::Z", [("a", U8), ("b", Vec(U16))]), ["S: path x::S is not x::Z"]),
        (BASE, Struct("x::S", [("a", U16), ("b", Vec(U16))]), ["S.a: u8 is not u16"]),
        (BASE, Struct("x::S", [("a", U8), ("b", Vec(U8))]), ["S.b[]: u16 is not u8"]),
        (BASE, Struct("x::S", [("b", Vec(U16)), ("a", U8)]), ["S: fields ['a', 'b'] are not ['b', 'a']"]),
        (U8, Vec(U8), ["u8: primitive is not sequence"]),
        (Array(U16, 2), Array(U16, 3), ["[u16; 2]: length 2 is not 3"]),
        (
            Tuple(U8, U16),
            Tuple(U8, U8, U8),
            ["(u8, u16): tuple of 2 is not a tuple of 3", "(u8, u16).1: u16 is not u8"],
        ),
        (Compact(U8), Compact(U16), ["Compact<u8>[]: u8 is not u16"]),
        (Compact(U8), U8, ["Compact<u8>: compact is not primitive"]),
        (
            CASES,
            Enum("x::E", [Variant(2, "B", [("x", U16)]), Variant(3, "C")]),
            [
                "E: variant A (0) only on the left",
                "E.B: index 1 is not 2",
                "E.B.x: u8 is not u16",
                "E: variant C (3) only on the right",
            ],
        ),
        (
            Wrapper("x::W", U8, params=(("T", U8),)),
            Wrapper("x::W", U8, params=(("T", U16),)),
            ["W<T>: u8 is not u16"],
        ),
        (Wrapper("x::W", U8, params=(("T", U8),)), Wrapper("x::W", U8, params=(("T", None),)), []),
        (Wrapper("x::W", U8), Struct("x::W", [(None, U8)]), []),
    ],
    ids=str,
)
def test_a_comparison_names_each_difference(left, right, differences):
    assert same_shape(left, right) == differences


def test_recursive_types_are_compared_once():
    def make(leaf: str) -> Enum:
        tree = Enum("x::T", [Variant(0, leaf), Variant(1, "node", [("sub", Vec(Lazy(lambda: tree, "T")))])])
        return tree

    assert same_shape(make("leaf"), make("leaf")) == []
    assert len(same_shape(make("leaf"), make("end"))) == 2


def test_unknown_ids_and_kinds_are_refused():
    with pytest.raises(InvalidEncoding, match="no type 802"):
        registry().type(802)
    bits = PortableRegistry([{"id": 0, "path": "", "def": {"bitsequence": [0, 0]}}])
    with pytest.raises(InvalidEncoding, match="bitsequence"):
        bits.type(0)
