"""Structs and wrappers: what builds, what encodes, what metadata sees."""

from dataclasses import dataclass

import pytest

from meritnet.codec import (
    U8,
    U16,
    U32,
    U64,
    ByteArray,
    InvalidEncoding,
    InvalidValue,
    Struct,
    Vec,
    Wrapper,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A value class of the caller's own."""

    x: int
    y: int


AXON = Struct("pallet::AxonInfo", [("block", U64), ("port", U16)])


def test_a_struct_makes_a_named_tuple_for_its_values():
    value = AXON(block=1, port=8091)
    assert value.port == 8091
    assert AXON.encode(value).hex() == "0100000000000000" + "9b1f"
    assert AXON.decode(AXON.encode(value)) == value
    assert (AXON.name, AXON.path, AXON.fixed_size) == ("AxonInfo", "pallet::AxonInfo", 10)


def test_objects_mappings_and_tuples_encode_alike():
    class Like:
        block, port = 1, 2

    expected = AXON.encode(AXON(1, 2))
    for value in ((1, 2), {"block": 1, "port": 2}, Like()):
        assert AXON.encode(value) == expected


@pytest.mark.parametrize(
    "value", [(1,), {"block": 1}, {"block": 1, "port": 2, "more": 3}, object(), (1, 2, 3), None]
)
def test_values_with_missing_or_unknown_fields_are_refused(value):
    with pytest.raises(InvalidValue, match="AxonInfo"):
        AXON.encode(value)


def test_a_struct_can_have_a_class_of_the_callers():
    point = Struct("x::Point", [("x", U8), ("y", U8)], cls=Point)
    assert point.decode(b"\x01\x02") == Point(1, 2)
    assert point.encode(Point(3, 4)) == b"\x03\x04"
    assert point(1, y=2) == Point(1, 2)


def test_unnamed_fields_and_keywords_get_usable_names():
    pair = Struct("x::Pair", [(None, U8), (None, U8)])
    assert pair.decode(b"\x01\x02") == (1, 2)
    assert pair.decode(b"\x01\x02").f1 == 2
    transfer = Struct("x::Transfer", [("from", U8), ("_to", U8)])
    assert transfer.encode({"from": 1, "_to": 2}) == b"\x01\x02"
    assert transfer.decode(b"\x01\x02").from_ == 1
    assert transfer.decode(b"\x01\x02").to == 2
    empty = Struct("x::Empty", [])
    assert empty.decode(empty.encode(())) == ()


def test_a_struct_of_one_field_is_not_transparent_but_a_wrapper_is():
    single = Struct("x::Single", [("only", U8)])
    assert single.decode(b"\x07").only == 7
    netuid = Wrapper("x::NetUid", U16)
    assert netuid.decode(b"\x07\x00") == 7
    assert Vec(netuid).decode(b"\x04\x07\x00") == (7,)
    account = Wrapper("x::AccountId32", ByteArray(32))
    assert account.decode(bytes(32)) == bytes(32)
    assert account.fixed_size == 32


def test_errors_name_the_field():
    with pytest.raises(InvalidValue, match=r"^port: u16 cannot hold 65536, only 0\.\.65535$"):
        AXON.encode((1, 65536))
    with pytest.raises(InvalidEncoding, match=r"^port: u16 at byte 8 needs 2 bytes, 1 are left$"):
        AXON.decode(bytes(9))
    outer = Struct("x::Outer", [("id", U32), ("axon", AXON)])
    with pytest.raises(InvalidValue, match=r"^axon\.port: "):
        outer.encode((1, (1, -1)))
