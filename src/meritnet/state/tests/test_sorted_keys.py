"""Sorted keys against a sorted list."""

from bisect import bisect_left
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.state.sorted_keys import CHUNK, SortedKeys

KEY = st.binary(max_size=2)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), KEY)), KEY)
def test_order_and_scans_equal_a_sorted_list(steps: list[tuple[bool, bytes]], at: bytes) -> None:
    keys, model = SortedKeys(), set[bytes]()
    for insert, key in steps:
        if insert and key not in model:
            keys.add(key)
            model.add(key)
        elif not insert and key in model:
            keys.remove(key)
            model.remove(key)
    ordered = sorted(model)
    assert len(keys) == len(ordered)
    assert list(keys.scan(b"")) == ordered
    assert list(keys.scan(at)) == [key for key in ordered if key >= at]
    assert list(keys.scan(at, after=True)) == [key for key in ordered if key > at]


@pytest.mark.parametrize("bulk", [1, 10, 3 * CHUNK])
def test_many_chunks_keep_the_order(bulk: int) -> None:
    chance = Random(bulk)
    keys, model = SortedKeys(), set[bytes]()
    while len(model) < 8 * CHUNK:
        fresh = {chance.randbytes(3) for _ in range(bulk)} - model
        keys.add_many(sorted(fresh, reverse=True))
        model |= fresh
    ordered = sorted(model)
    for key in chance.sample(ordered, 5 * CHUNK):
        keys.remove(key)
        del ordered[bisect_left(ordered, key)]
    assert list(keys.scan(b"")) == ordered
    assert list(keys.scan(ordered[1000], after=True)) == ordered[1001:]
