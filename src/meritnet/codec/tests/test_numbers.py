"""Integers, booleans, characters and compact integers against the worked examples of the SCALE definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.codec import (
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
    InvalidEncoding,
    InvalidValue,
    Wrapper,
)

INTEGERS = (U8, U16, U32, U64, U128, U256, I8, I16, I32, I64, I128)


@pytest.mark.parametrize(
    "declared,value,hexed",
    [
        (I8, 69, "45"),
        (U16, 42, "2a00"),
        (U32, 16777215, "ffffff00"),
        (I16, -2, "feff"),
        (I64, -1, "ff" * 8),
        (U64, 2**64 - 1, "ff" * 8),
        (U128, 2**127, "00" * 15 + "80"),
        (I128, -(2**127), "00" * 15 + "80"),
        (BOOL, True, "01"),
        (BOOL, False, "00"),
        (CHAR, "A", "41000000"),
        (CHAR, "\U0001f600", "00f60100"),
        (UNIT, (), ""),
    ],
)
def test_fixed_width_values_are_little_endian(declared, value, hexed):
    assert declared.encode(value).hex() == hexed
    assert declared.decode(bytes.fromhex(hexed)) == value


@pytest.mark.parametrize(
    "value,hexed",
    [
        (0, "00"),
        (1, "04"),
        (42, "a8"),
        (63, "fc"),
        (64, "0101"),
        (69, "1501"),
        (16383, "fdff"),
        (16384, "02000100"),
        (65535, "feff0300"),
        (2**30 - 1, "feffffff"),
        (2**30, "0300000040"),
        (100000000000000, "0b00407a10f35a"),
        (2**64 - 1, "13" + "ff" * 8),
    ],
)
def test_compact_uses_the_shortest_of_four_forms(value, hexed):
    assert Compact(U64).encode(value).hex() == hexed
    assert Compact(U64).decode(bytes.fromhex(hexed)) == value


@pytest.mark.parametrize(
    "hexed", ["0100", "fd00", "02000000", "feff0000", "0300000000", "03ffffff3f", "070000004000"]
)
def test_compact_written_longer_than_needed_is_refused(hexed):
    with pytest.raises(InvalidEncoding, match="longer than needed"):
        Compact(U64).decode(bytes.fromhex(hexed))


@pytest.mark.parametrize(
    "inner,limit", [(U8, 255), (U16, 65535), (U32, 2**32 - 1), (U64, 2**64 - 1), (U128, 2**128 - 1)]
)
def test_compact_holds_what_its_inner_type_holds(inner, limit):
    compact = Compact(inner)
    assert compact.decode(compact.encode(limit)) == limit
    above = Compact(U256).encode(limit + 1)
    with pytest.raises(InvalidEncoding, match="at most"):
        compact.decode(above)
    for wrong in (limit + 1, -1, 1.0, "1", None):
        with pytest.raises(InvalidValue):
            compact.encode(wrong)


def test_compact_of_a_wrapper_takes_the_inner_bound_and_compact_of_nothing_takes_no_bytes():
    netuid = Compact(Wrapper("x::NetUid", U16))
    assert netuid.encode(69).hex() == "1501"
    with pytest.raises(InvalidEncoding):
        netuid.decode(Compact(U32).encode(65536))
    assert Compact(UNIT).encode(()) == b""
    assert Compact(UNIT).decode(b"") == ()
    with pytest.raises(TypeError, match="unsigned"):
        Compact(I8)


@pytest.mark.parametrize("declared", INTEGERS, ids=str)
def test_integers_refuse_what_they_cannot_hold(declared: IntType):
    for edge in (declared.minimum, declared.maximum):
        assert declared.decode(declared.encode(edge)) == edge
    for wrong in (declared.minimum - 1, declared.maximum + 1, 0.0, "0", None, b"0"):
        with pytest.raises(InvalidValue, match=declared.name):
            declared.encode(wrong)
    with pytest.raises(InvalidEncoding, match="left"):
        declared.decode(bytes(declared.width - 1))
    with pytest.raises(InvalidEncoding, match="were given"):
        declared.decode(bytes(declared.width + 1))


@given(data=st.data())
def test_every_integer_survives_the_round_trip(data):
    for declared in INTEGERS:
        value = data.draw(st.integers(declared.minimum, declared.maximum))
        raw = declared.encode(value)
        assert len(raw) == declared.fixed_size
        assert declared.decode(raw) == value


@given(st.integers(0, 2**256 - 1))
def test_every_compact_survives_the_round_trip(value):
    raw = Compact(U256).encode(value)
    assert Compact(U256).decode(raw) == value
    assert len(raw) >= Compact(U256).min_size


@pytest.mark.parametrize("byte", [2, 128, 255])
def test_bool_and_char_refuse_other_bytes(byte):
    with pytest.raises(InvalidEncoding, match="only 0 and 1"):
        BOOL.decode(bytes([byte]))
    with pytest.raises(InvalidEncoding, match="scalar value"):
        CHAR.decode(bytes([0, 0xD8, 0, 0]))
    with pytest.raises(InvalidEncoding, match="scalar value"):
        CHAR.decode(bytes([0, 0, 0x11, 0]))


@pytest.mark.parametrize(
    "declared,value", [(BOOL, 1), (BOOL, None), (CHAR, "ab"), (CHAR, "\ud800"), (UNIT, None)]
)
def test_bool_char_and_unit_refuse_other_values(declared, value):
    with pytest.raises(InvalidValue):
        declared.encode(value)
