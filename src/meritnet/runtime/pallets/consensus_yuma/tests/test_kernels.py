"""Kernels against Python integers, at the edges of their bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.consensus_yuma import kernels
from meritnet.runtime.pallets.consensus_yuma.kernels import ONE

FRACTIONS = st.integers(0, ONE) | st.sampled_from([0, 1, ONE - 1, ONE])


def array(values):
    return np.array(values, np.uint64)


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS), max_size=30))
def test_products_floor_and_keep_one(pairs):
    a, b = array([x for x, _ in pairs]), array([y for _, y in pairs])
    assert kernels.multiply(a, b).tolist() == [x * y >> 32 for x, y in pairs]


@given(FRACTIONS, st.lists(FRACTIONS, max_size=30))
def test_scaling_floors_and_ceils(factor, values):
    assert kernels.scale(factor, array(values)).tolist() == [factor * v >> 32 for v in values]
    if factor < ONE:
        assert kernels.scale_up(factor, array(values)).tolist() == [-(-factor * v >> 32) for v in values]


@given(st.lists(st.tuples(st.integers(0, 1 << 33), st.integers(0, 1 << 45)), max_size=30))
def test_division_is_exact_in_its_bounds(pairs):
    pairs = [(a, b) for a, b in pairs if b == 0 or (a << 32) // b < 1 << 46]
    a, b = array([x for x, _ in pairs]), array([y for _, y in pairs])
    assert kernels.divide(a, b).tolist() == [0 if y == 0 else (x << 32) // y for x, y in pairs]


@pytest.mark.parametrize("top", [65535, 1 << 20, 1 << 28, ONE])
@pytest.mark.parametrize("seed", range(20))
def test_shares_are_exact_for_values_up_to_their_total(top, seed):
    random = np.random.default_rng(seed)
    values = random.integers(0, top, (9, 50), np.uint64, endpoint=True)
    values[3] = 0
    values[4, 1:] = 0
    values[5] = values[5, 0]
    for total in (values.sum(axis=1, keepdims=True), values.max(axis=1, keepdims=True)):
        expected = [
            [0 if row[0] == 0 else (v << 32) // row[0] for v in line]
            for line, row in zip(values.tolist(), total.tolist(), strict=True)
        ]
        assert kernels.divide_shares(values, total).tolist() == expected


def test_every_u16_share_converts_exactly():
    every = np.arange(65536, dtype=np.uint64)
    bits = kernels.shares_bits(every)
    assert bits.tolist() == [(v << 32) // 65535 for v in range(65536)]
    # Truncating twice loses one step everywhere but at the exact ends and where 65535 * bits divides evenly.
    assert kernels.quantise(bits).tolist() == [((v << 32) // 65535) * 65535 >> 32 for v in range(65536)]


@given(st.lists(st.integers(2, 2**63), min_size=1, max_size=20))
def test_reciprocal_is_exact(values):
    assert kernels.reciprocal(array([*values, 2, 1 << 32])).tolist() == [
        (1 << 64) // v for v in [*values, 2, 1 << 32]
    ]


@given(st.lists(st.tuples(st.integers(0, 1 << 58), st.integers(0, 20 << 32)), max_size=20))
def test_wide_product_is_exact_where_it_fits(pairs):
    pairs = [(a, b) for a, b in pairs if a * b >> 32 < 1 << 64]
    a, b = array([x for x, _ in pairs]), array([y for _, y in pairs])
    assert kernels.multiply_wide(a, b).tolist() == [x * y >> 32 for x, y in pairs]
