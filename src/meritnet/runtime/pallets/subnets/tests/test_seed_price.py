"""Starting price of a new pool: recorded medians and pools."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.subnets.seed_price import median_price, starting_alpha
from meritnet.testing.vectors import load


@pytest.mark.parametrize("case", load("economics/network_prune_and_seed")["seed"])
def test_recorded_seed(case: Any) -> None:
    median = median_price(int(bits) for bits in case["prices_u64f64_bits"])
    assert median == int(case["median_u64f64_bits"])
    assert starting_alpha(int(case["pool_tao"]), median) == int(case["pool_alpha"])


@given(prices=st.lists(st.integers(0, U64F64.MAX), max_size=9))
def test_half_of_the_prices_lie_on_each_side(prices: list[int]) -> None:
    median = median_price(prices)
    positive = [price for price in prices if price]
    assert sum(price < median for price in positive) <= len(positive) / 2
    assert sum(price > median for price in positive) <= (len(positive) + 1) / 2
    assert median_price(reversed(prices)) == median


@given(tao=st.integers(0, 10**17), median=st.integers(1 << 60, 1 << 80))
def test_the_new_pools_price_is_the_median(tao: int, median: int) -> None:
    alpha = starting_alpha(tao, median)
    assert alpha * median <= tao << 64 < (alpha + 1) * median


def test_a_quotient_that_does_not_fit_is_zero() -> None:
    # 2^40 rao at a price of 2^-24 would be 2^64 rao of alpha.
    assert starting_alpha(1 << 40, 1 << 40) == 0
    assert starting_alpha((1 << 40) - 1, 1 << 40) == ((1 << 40) - 1) << 24
