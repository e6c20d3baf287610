"""Vectors, arrays, packed items, maps, sets, text: examples, bounds and refusals."""

import struct

import numpy as np
import pytest

from meritnet.codec import (
    BOOL,
    BYTES,
    STR,
    U8,
    U16,
    U32,
    U64,
    U128,
    UNIT,
    Array,
    BoundedVec,
    BTreeMap,
    BTreeSet,
    ByteArray,
    Enum,
    InvalidEncoding,
    InvalidValue,
    Option,
    Packed,
    Struct,
    Tuple,
    Variant,
    Vec,
)


@pytest.mark.parametrize(
    "declared,value,hexed",
    [
        (Vec(U16), (4, 8, 15, 16, 23, 42), "18040008000f00100017002a00"),
        (Vec(U128), (1,), "0401" + "00" * 15),
        (BYTES, b"\x01\x02", "080102"),
        (STR, "Hamlet", "1848616d6c6574"),
        (STR, "\u00e9", "08c3a9"),
        (Tuple(Option(U8), BOOL), (None, False), "0000"),
        (Tuple(U32, BOOL), (3, False), "0300000000"),
        (Array(U16, 2), (1, 2), "01000200"),
        (ByteArray(3), b"abc", "616263"),
        (Option(BOOL), True, "0101"),
        (Option(BOOL), False, "0100"),
        (Vec(Tuple(U16, U16)), ((1, 2), (3, 4)), "080100020003000400"),
        (BTreeMap(U16, BOOL), ((1, True), (256, False)), "080100010001" + "00"),
        (BTreeSet(U8), (1, 5), "080105"),
        (Vec(UNIT), ((), ()), "08"),
    ],
)
def test_lists_are_counted_and_groups_are_not(declared, value, hexed):
    assert declared.encode(value).hex() == hexed
    assert declared.decode(bytes.fromhex(hexed)) == value


def test_a_claimed_length_is_never_believed():
    for declared in (Vec(U64), Vec(Tuple(U8, U16)), BYTES, STR, Packed(U16), BTreeMap(U8, U8), Vec(UNIT)):
        with pytest.raises(InvalidEncoding, match="claims 4294967295 items"):
            declared.decode(bytes.fromhex("03ffffffff"))
    with pytest.raises(InvalidEncoding, match="at most 4294967295"):
        BYTES.decode(bytes.fromhex("070000000001"))


def test_bounds_hold_both_ways():
    for declared, short, long in (
        (BoundedVec(U8, 2), b"ab", b"abc"),
        (BoundedVec(U16, 2), (1, 2), (1, 2, 3)),
        (Packed(U16, max_len=2), bytes(4), bytes(6)),
    ):
        assert declared.decode(declared.encode(short)) == short
        with pytest.raises(InvalidValue, match="at most 2"):
            declared.encode(long)
        unbounded = Vec(declared.item) if not isinstance(declared, Packed) else Packed(declared.item)
        with pytest.raises(InvalidEncoding, match="at most 2"):
            declared.decode(unbounded.encode(long))


def test_packed_is_the_vector_on_the_wire_and_raw_bytes_in_python():
    packed, plain = Packed(Tuple(U16, U16)), Vec(Tuple(U16, U16))
    pairs = ((1, 2), (300, 65535))
    value = packed.pack(pairs)
    assert value == struct.pack("<4H", 1, 2, 300, 65535)
    assert packed.encode(value) == plain.encode(pairs)
    assert packed.decode(plain.encode(pairs)) == value
    assert packed.unpack(value) == pairs
    assert packed.width == 4
    assert np.frombuffer(value, dtype="<u2").tolist() == [1, 2, 300, 65535]
    assert packed.encode(memoryview(np.array([1, 2], dtype="<u2"))).hex() == "0401000200"
    assert Packed(U64).unpack(Packed(U64).pack([7, 8])) == (7, 8)
    assert Packed(BOOL).unpack(b"\x01\x00") == (True, False)
    assert Packed(Tuple(BOOL, U8)).unpack(b"\x01\x07") == ((True, 7),)


def test_packed_refuses_partial_items_and_bool_bytes_above_one():
    with pytest.raises(InvalidValue, match="no multiple of 2"):
        Packed(U16).encode(b"abc")
    with pytest.raises(InvalidValue, match="no multiple of 2"):
        Packed(U16).unpack(b"abc")
    for declared, raw in ((Packed(BOOL), b"\x04\x02"), (Packed(Tuple(U8, BOOL)), b"\x04\x09\x03")):
        with pytest.raises(InvalidEncoding, match="bool byte"):
            declared.decode(raw)
        with pytest.raises(InvalidValue, match="bool byte"):
            declared.encode(raw[1:])
    with pytest.raises(TypeError, match="fixed-width"):
        Packed(U128)
    with pytest.raises(TypeError, match="fixed-width"):
        Packed(BYTES)
    with pytest.raises(InvalidValue, match="needs bytes"):
        Packed(U8).encode(5)


@pytest.mark.parametrize(
    "declared,wrong",
    [
        (Vec(U16), "12"),
        (Vec(U16), {1, 2}),
        (Vec(U16), (1, 65536)),
        (Vec(U16), (1, 2.0)),
        (BYTES, "text"),
        (BYTES, 5),
        (ByteArray(2), b"a"),
        (Array(U8, 2), (1, 2)),
        (Array(U16, 2), (1,)),
        (Tuple(U8, U8), (1,)),
        (Tuple(U8, U8), 7),
        (STR, b"raw"),
        (STR, "\ud800"),
        (BTreeMap(U8, U8), ((1, 2), (1, 3))),
        (BTreeMap(U8, U8), (1, 2)),
        (BTreeSet(U8), (1, 1)),
        (BTreeSet(U8), (1, "x")),
    ],
    ids=str,
)
def test_values_that_do_not_fit_are_refused(declared, wrong):
    with pytest.raises(InvalidValue):
        declared.encode(wrong)


def test_an_error_names_the_way_to_the_value_at_fault():
    call = Struct("x::Call", [("pairs", Vec(Tuple(U8, U16))), ("limit", Option(U8))])
    with pytest.raises(InvalidValue, match=r"^pairs\.\[1\]\.1: u16 cannot hold 70000"):
        call.encode({"pairs": ((1, 2), (3, 70000)), "limit": None})
    with pytest.raises(InvalidEncoding, match=r"^pairs\.\[0\]\.1: u16 at byte 3"):
        Struct("x::Call", [("pairs", Vec(Tuple(STR, U16)))]).decode(bytes.fromhex("04" + "0461" + "01"))


def test_text_must_be_utf8():
    with pytest.raises(InvalidEncoding, match="not UTF-8"):
        STR.decode(b"\x04\xff")
    with pytest.raises(InvalidEncoding, match="not UTF-8"):
        STR.decode(bytes.fromhex("0ceda080"))  # a surrogate


def test_maps_and_sets_are_sorted_as_rust_sorts_and_read_in_any_order():
    ints = BTreeMap(U16, U8)
    assert ints.encode({256: 1, 2: 2}).hex() == "080200020001" + "01"
    assert ints.decode(bytes.fromhex("080001010200" + "02")) == ((2, 2), (256, 1))
    # Of two entries for one key the last one counts, as when they are collected into a map one by one.
    assert ints.decode(bytes.fromhex("080200010200" + "02")) == ((2, 2),)
    assert BTreeSet(BYTES).encode((b"b", b"ab", b"a")) == Vec(BYTES).encode((b"a", b"ab", b"b"))
    assert BTreeSet(U8).decode(b"\x0c\x03\x01\x03") == (1, 3)
    optional = BTreeSet(Option(U8))
    assert optional.decode(optional.encode((3, None, 1))) == (None, 1, 3)
    order = Enum("x::Order", [Variant(9, "Late"), Variant(1, "Early", [(None, U8)])])
    cases = BTreeSet(Tuple(order, U8))
    values = ((order("Early", 2), 0), (order("Late"), 5), (order("Early", 1), 9))
    assert cases.decode(cases.encode(values)) == (values[1], values[2], values[0])
    structs = BTreeSet(Struct("x::S", [("a", U8), ("b", Array(U8, 1))]))
    assert structs.decode(bytes.fromhex("08" + "0202" + "0109")) == ((1, b"\x09"), (2, b"\x02"))


def test_decoded_values_are_immutable():
    declared = Struct("x::S", [("raw", BYTES), ("items", Vec(Vec(U8))), ("map", BTreeMap(U8, Vec(U16)))])
    value = declared.decode(declared.encode({"raw": bytearray(b"ab"), "items": [b"x"], "map": {1: [2]}}))
    assert value == (b"ab", (b"x",), ((1, (2,)),))
    assert isinstance(hash(value), int)
