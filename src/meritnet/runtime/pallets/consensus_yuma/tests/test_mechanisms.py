"""Sharing alpha between mechanisms and combining their vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.consensus_yuma.mechanisms import (
    aggregate,
    aggregation_weights,
    split_emission,
    storage_index,
)
from meritnet.testing.vectors import load

RECORDED = load("economics/mechanism_split")["cases"]


@pytest.mark.parametrize("case", RECORDED, ids=range(len(RECORDED)))
def test_recorded_splits(case):
    found = split_emission(int(case["alpha"]), case["mechanism_count"], case["split_u16"])
    assert [str(part) for part in found] == case["result"]


@given(st.integers(0, 2**64 - 1), st.integers(1, 16), st.data())
def test_parts_add_up_to_the_whole(total, mechanisms, data):
    cuts = sorted(
        data.draw(st.lists(st.integers(0, 65535), min_size=mechanisms - 1, max_size=mechanisms - 1))
    )
    split = [b - a for a, b in zip([0, *cuts], [*cuts, 65535], strict=True)]
    for shares in (split, None):
        parts = split_emission(total, mechanisms, shares)
        assert sum(parts) == total
        assert min(parts) >= 0


def test_storage_index_separates_mechanisms_by_4096():
    assert storage_index(7, 0) == 7
    assert storage_index(7, 2) == 8199


def test_weights_are_parts_of_the_sum_and_mechanism_0_stands_in_without_emission():
    assert aggregation_weights([3, 1]) == [3 << 62, 1 << 62]
    assert aggregation_weights([0, 0]) == [1 << 64, 0]
    assert aggregation_weights([]) == []


def test_aggregate_floors_after_each_mechanism_and_stops_at_the_ceiling():
    assert aggregate([[65535, 1], [65535, 1]], [1 << 63, 1 << 63]) == [65534, 0]
    assert aggregate([[65535], [65535]], [1 << 64, 1 << 64]) == [65535]
    assert aggregate([[10**12, 8]], [1 << 64], ceiling=2**64 - 1) == [10**12, 8]
