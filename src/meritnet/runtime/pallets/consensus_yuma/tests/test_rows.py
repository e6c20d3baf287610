"""Packed rows to arrays and back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.consensus_yuma.rows import is_sorted, pack_rows, parse_rows

PAIRS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 65535)), max_size=8, unique_by=lambda pair: pair[0]
)


def packed(pairs):
    return b"".join(uid.to_bytes(2, "little") + value.to_bytes(2, "little") for uid, value in pairs)


@given(st.lists(PAIRS, min_size=10, max_size=10))
def test_rows_survive_the_round_trip_in_their_order(rows):
    stored = [packed(row) for row in rows]
    entries = parse_rows(stored, 10)
    assert pack_rows(entries, np.ones(10, np.bool_)) == stored
    assert is_sorted(entries) == all(row == sorted(row) for row in rows)


def test_uids_past_the_subnet_are_ignored_and_unkept_rows_are_empty():
    entries = parse_rows([packed([(3, 1), (0, 2)]), packed([(1, 5)])], 2)
    assert pack_rows(entries, np.array([True, False])) == [packed([(0, 2)]), b""]
