"""Strict reading of JSON, and digests that do not depend on how the JSON was written."""

import hashlib
import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.neuron.message import (
    InvalidMessage,
    JsonValue,
    Message,
    read_hex,
    read_int,
    read_ints,
    read_list,
    read_number,
    read_object,
    read_text,
)


@dataclass(frozen=True, slots=True)
class Pair(Message):
    b: int
    a: str

    def to_json(self) -> dict[str, JsonValue]:
        return {"b": self.b, "a": self.a}

    @classmethod
    def from_json(cls, value: JsonValue) -> "Pair":
        fields = read_object(value, "pair", ("a", "b"))
        return cls(read_int(fields["b"], "b", 0, 9), read_text(fields["a"], "a", 3))


def test_canonical_bytes_sort_keys_and_leave_no_spaces() -> None:
    assert Pair(7, "ü").canonical() == b'{"a":"\\u00fc","b":7}'
    assert Pair(7, "ü").digest() == hashlib.sha256(b'{"a":"\\u00fc","b":7}').digest()


def test_order_of_fields_does_not_change_the_digest() -> None:
    assert Pair.from_json({"a": "x", "b": 1}).digest() == Pair.from_json({"b": 1, "a": "x"}).digest()


@pytest.mark.parametrize(
    "value, complaint",
    [
        ([], "must be an object"),
        (None, "must be an object"),
        ({"a": "x"}, "lacks the field 'b'"),
        ({"a": "x", "b": 1, "c": 2}, "unknown field 'c'"),
        ({"a": "x", "b": True}, "must be an integer"),
        ({"a": "x", "b": 1.0}, "must be an integer"),
        ({"a": "x", "b": "1"}, "must be an integer"),
        ({"a": "x", "b": 10}, "must lie in 0..9"),
        ({"a": "x", "b": -1}, "must lie in 0..9"),
        ({"a": "xxxx", "b": 1}, "4 characters"),
        ({"a": 5, "b": 1}, "must be a string"),
    ],
)
def test_wrong_shapes_are_named(value: JsonValue, complaint: str) -> None:
    with pytest.raises(InvalidMessage, match=complaint):
        Pair.from_json(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1.5, "1", True, None])
def test_numbers_must_be_finite_and_in_range(value: JsonValue) -> None:
    with pytest.raises(InvalidMessage):
        read_number(value, "x", 0.0, 1.0)


def test_number_takes_integers_too() -> None:
    assert read_number(1, "x", 0.0, 1.0) == 1.0


@pytest.mark.parametrize("value", ["", "0x00", "AB", "abc", "zz", 5])
def test_hex_is_lower_case_of_exact_size(value: JsonValue) -> None:
    with pytest.raises(InvalidMessage):
        read_hex(value, "salt", 1)
    assert read_hex("ab", "salt", 1) == b"\xab"


@pytest.mark.parametrize(
    "value, complaint",
    [
        ([1, 2], "must have 3"),
        ("123", "must be a list"),
        ([1, 2, 10], r"x\[2\] is 10"),
        ([1, 2, -10], r"x\[2\] is -10"),
        ([1, True, 2], r"x\[1\] is a bool"),
        ([1.0, 1, 2], r"x\[0\] is a float"),
        ([1, 2, math.nan], r"x\[2\] is a float"),
        ([1, 2, [3]], r"x\[2\] is a list"),
    ],
)
def test_integer_lists_name_the_first_wrong_item(value: JsonValue, complaint: str) -> None:
    with pytest.raises(InvalidMessage, match=complaint):
        read_ints(value, "x", 3, -9, 9)


def test_an_empty_list_is_read_where_none_are_asked() -> None:
    assert read_ints([], "x", 0, 0, 1) == ()
    assert list(read_list([], "x", 0, 2)) == []


@given(st.lists(st.integers(-9, 9), min_size=4, max_size=4))
def test_good_integer_lists_come_back_unchanged(values: list[int]) -> None:
    assert read_ints(values, "x", 4, -9, 9) == tuple(values)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_read_or_refused_with_the_one_error(value: JsonValue) -> None:
    try:
        read = Pair.from_json(value)
    except InvalidMessage:
        return
    assert read.to_json() == value
