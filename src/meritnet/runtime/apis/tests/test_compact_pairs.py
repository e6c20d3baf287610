"""Rows of compact pairs: the bytes, values and refusals of the plain type."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.codec import U16, Compact, Tuple, Vec
from meritnet.codec.errors import InvalidValue
from meritnet.runtime.apis.compact_pairs import CompactPairs

PLAIN = Vec(Tuple(Compact(U16), Compact(U16)))
NUMBERS = st.sampled_from((0, 1, 63, 64, 16_383, 16_384, 65_535)) | st.integers(0, 65_535)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=70))
def test_the_bytes_are_those_of_the_plain_type(pairs: list[tuple[int, int]]) -> None:
    encoded = CompactPairs().encode(tuple(pairs))
    assert encoded == PLAIN.encode(tuple(pairs))
    assert CompactPairs().decode(encoded) == tuple(pairs)


@pytest.mark.parametrize(
    "value", [((1, 65_536),), ((-1, 0),), ((1, 2), (3,)), ((1, 2, 3),), (1, 2), ((1, "x"),), ((1.0, 2.0),), 7]
)
def test_what_the_plain_type_refuses_is_refused_in_its_words(value: Any) -> None:
    with pytest.raises(InvalidValue) as plain:
        PLAIN.encode(value)
    with pytest.raises(InvalidValue) as fast:
        CompactPairs().encode(value)
    assert str(fast.value) == str(plain.value)
