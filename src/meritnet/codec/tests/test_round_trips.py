"""Properties of every type: what is encoded is read back, and no bytes do anything but decode or be refused."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.codec import (
    BOOL,
    BYTES,
    CHAR,
    I64,
    I128,
    STR,
    U8,
    U16,
    U32,
    U64,
    U128,
    U256,
    UNIT,
    Array,
    BoundedVec,
    BTreeMap,
    BTreeSet,
    ByteArray,
    Case,
    Compact,
    Enum,
    InvalidEncoding,
    Lazy,
    Option,
    Packed,
    Result,
    Struct,
    Tuple,
    Type,
    Variant,
    Vec,
    Wrapper,
)
from meritnet.codec.era import ERA, IMMORTAL, mortal
from meritnet.codec.extrinsic import decode_extrinsic
from meritnet.codec.header import HEADER
from meritnet.codec.numbers import IntType

NET_UID = Wrapper("x::NetUid", U16)
LEAVES: list[Type] = [BOOL, CHAR, STR, UNIT, BYTES, U8, U16, U32, U64, U128, U256, I64, I128, NET_UID, ERA]
LEAVES += [Compact(U16), Compact(U64), Compact(NET_UID), ByteArray(5), Packed(U16), Packed(Tuple(U16, BOOL))]


def _leaf_values(declared: Type) -> st.SearchStrategy:
    base = declared.unwrapped()
    if isinstance(declared, Compact):
        base = declared.item.unwrapped()
    if isinstance(base, IntType):
        return st.integers(base.minimum, base.maximum)
    if isinstance(base, Packed):
        if base.item is U16:
            return st.binary(max_size=9).map(lambda raw: raw * 2)
        return st.lists(st.tuples(st.integers(0, 65535), st.booleans()), max_size=4).map(base.pack)
    table = {
        BOOL: st.booleans(),
        CHAR: st.characters(exclude_categories=["Cs"]),
        STR: st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
        UNIT: st.just(()),
        BYTES: st.binary(max_size=70),
        ERA: st.just(IMMORTAL) | st.builds(mortal, st.integers(1, 70000), st.integers(0, 2**32 - 1)),
    }
    return table[base] if base in table else st.binary(min_size=5, max_size=5)


Pair = tuple[Type, st.SearchStrategy]


def _extend(children: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    def sequences(pair: Pair) -> st.SearchStrategy[Pair]:
        item, values = pair
        lists = st.lists(values, max_size=4).map(tuple)
        as_value = (lambda items: bytes(items)) if item is U8 else (lambda items: items)
        twos = st.tuples(values, values)
        some = values.map(lambda v: Case("Some", (v,))) if isinstance(item.unwrapped(), Option) else values
        # A lazy reference stands for a recursive type, and those take at least a byte.
        lazy = [(Lazy(lambda: item, item.name), values)] if item.min_size else []
        return st.sampled_from(
            [
                *lazy,
                (Vec(item), lists.map(as_value)),
                (BoundedVec(item, 4), lists.map(as_value)),
                (Array(item, 2), twos.map(as_value)),
                (Option(item), st.none() | some),
                (Wrapper("x::W", item), values),
            ]
        )

    def groups(pairs: list[Pair]) -> st.SearchStrategy[Pair]:
        types = [declared for declared, _ in pairs]
        values = st.tuples(*(strategy for _, strategy in pairs))
        struct = Struct("x::S", [(f"a{index}", declared) for index, declared in enumerate(types)])
        enum = Enum("x::E", [Variant(3, "None"), Variant(200, "All", [(None, t) for t in types])])
        outcome = Result(types[0], types[-1])
        return st.sampled_from(
            [
                (Tuple(*types), values),
                (struct, values.map(lambda v: struct(*v))),
                (enum, st.just(Case("None")) | values.map(lambda v: Case("All", v))),
                (
                    outcome,
                    values.map(lambda v: Case("Ok", v[:1])) | values.map(lambda v: Case("Err", v[-1:])),
                ),
            ]
        )

    return children.flatmap(sequences) | st.lists(children, min_size=1, max_size=4).flatmap(groups)


TYPES = st.recursive(st.sampled_from([(leaf, _leaf_values(leaf)) for leaf in LEAVES]), _extend, max_leaves=8)


@settings(max_examples=300)
@given(st.data())
def test_what_is_encoded_is_read_back(data):
    declared, values = data.draw(TYPES)
    value = data.draw(values)
    raw = declared.encode(value)
    assert declared.decode(raw) == value
    assert len(raw) >= declared.min_size
    if declared.fixed_size is not None:
        assert len(raw) == declared.fixed_size
    # In the middle of other bytes the value ends at the same place.
    assert declared.read(b"\xaa" + raw + b"\xbb", 1) == (value, 1 + len(raw))


@settings(max_examples=100)
@given(st.data())
def test_no_encoding_is_another_ones_beginning(data):
    declared, values = data.draw(TYPES)
    raw = declared.encode(data.draw(values))
    cut = data.draw(st.integers(0, max(0, len(raw) - 1)))
    if raw:
        with pytest.raises(InvalidEncoding):
            declared.decode(raw[:cut])
    with pytest.raises(InvalidEncoding):
        declared.decode(raw + b"\x00")


@given(
    st.dictionaries(st.integers(0, 65535), st.binary(max_size=3), max_size=8),
    st.sets(st.tuples(st.binary(max_size=2), st.booleans()), max_size=8),
)
def test_maps_and_sets_survive_in_order(mapping, members):
    as_map, as_set = BTreeMap(U16, BYTES), BTreeSet(Tuple(BYTES, BOOL))
    assert as_map.decode(as_map.encode(mapping)) == tuple(sorted(mapping.items()))
    assert as_set.decode(as_set.encode(members)) == tuple(sorted(members))


def _call_type() -> Enum:
    lazy = Lazy(lambda: call, "RuntimeCall")
    utility = Enum("u::Call", [Variant(0, "batch", [("calls", Vec(lazy))])])
    system = Enum(
        "s::Call", [Variant(0, "remark", [("remark", BYTES)]), Variant(1, "kill", [("keys", Vec(BYTES))])]
    )
    swap = Enum(
        "w::Call",
        [Variant(0, "set", [("map", BTreeMap(NET_UID, Option(U8))), ("packed", Packed(BOOL)), ("to", STR)])],
    )
    call = Enum(
        "RuntimeCall", [Variant(0, "System", [(None, system)]), Variant(1, "Utility", [(None, utility)])]
    )
    return Enum("RuntimeCall", [*call.variants, Variant(2, "Swap", [(None, swap)])])


def test_malformed_input_is_refused_and_nothing_else_happens():
    chance = random.Random(20260601)
    call = _call_type()
    seeds = [
        bytes.fromhex("490284") + bytes(100),
        bytes.fromhex("1405" + "01" + "00" + "04" + "00"),
        bytes.fromhex("2c05" + "02" + "00" + "08" + "0100" + "0105" + "0200" + "00" + "00"),
    ]
    refused = 0
    for _ in range(4000):
        raw = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 6)):
            raw[chance.randrange(len(raw))] = chance.choice(
                [0, 1, 2, 3, 4, 0x84, 0xFE, 0xFF, chance.randrange(256)]
            )
        raw += chance.randbytes(chance.randrange(4))
        for read in (lambda data: decode_extrinsic(data, call), HEADER.decode, call.decode):
            try:
                read(bytes(raw))
            except InvalidEncoding:
                refused += 1
    assert refused > 6000


@settings(max_examples=200)
@given(st.data(), st.binary(max_size=40))
def test_random_bytes_decode_to_something_stable_or_are_refused(data, raw):
    declared, _ = data.draw(TYPES)
    try:
        value = declared.decode(raw)
    except InvalidEncoding:
        return
    assert declared.encode(value) == raw
