"""Largest amounts within a price limit, for every pair of kinds of subnet."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meritnet.runtime.pallets.staking.limits import UNLIMITED, max_add, max_remove, max_swap
from meritnet.runtime.pallets.swap.amm import EVEN_WEIGHT, Pool, SwapError
from meritnet.testing.vectors import load

PAR = 10**9
POOL = Pool(50_000 * 10**9, 2_000_000 * 10**9)
"""Price 0.025."""
reserves = st.integers(10**9, 10**15)
pools = st.builds(Pool, reserves, reserves, st.just(EVEN_WEIGHT))
CASES = {case["name"]: case for case in load("economics/swap")["cases"]}


def recorded_maximum(name: str) -> int:
    outputs = CASES[name]["outputs"]
    return int(outputs["amount_paid_in"]) + int(outputs["fee_paid"])


def test_without_a_price_the_limit_is_at_one() -> None:
    assert (max_add(None, PAR), max_add(None, PAR - 1)) == (UNLIMITED, 0)
    assert (max_remove(None, PAR), max_remove(None, PAR + 1)) == (UNLIMITED, 0)
    assert (max_swap(None, None, PAR), max_swap(None, None, PAR + 1)) == (UNLIMITED, 0)


def test_recorded_probes() -> None:
    assert max_add(POOL, 26_000_000) == recorded_maximum("buy_max_probe_for_limit")
    assert max_remove(POOL, 24_000_000) == recorded_maximum("sell_max_probe_for_limit")


def test_a_limit_that_is_passed_already_is_the_trades_error() -> None:
    with pytest.raises(SwapError, match="PriceLimitExceeded"):
        max_add(POOL, 25_000_000)
    with pytest.raises(SwapError, match="PriceLimitExceeded"):
        max_remove(POOL, 25_000_000)


def test_from_a_stable_subnet_the_limit_is_turned_over() -> None:
    # One TAO for at least 1/0.026 alpha is alpha at 0.026 TAO at most.
    limit = 10**18 // 26_000_000
    assert max_swap(None, POOL, limit) == max_add(POOL, 10**18 // limit)
    assert max_swap(None, POOL, 0) == UNLIMITED


def test_to_a_stable_subnet_it_is_a_removal() -> None:
    assert max_swap(POOL, None, 24_000_000) == max_remove(POOL, 24_000_000)


def test_between_pools_the_edges() -> None:
    other = Pool(10_000 * 10**9, 1_000_000 * 10**9)
    # 0.025 / 0.01 = 2.5 is the present ratio.
    assert max_swap(POOL, other, 2_500_000_001) == 0
    assert max_swap(POOL, other, 0) == UNLIMITED
    assert max_swap(Pool(0, 10**15), other, 1) == 0
    assert max_swap(POOL, Pool(10**15, 0), 1) == 0
    # The quotient by a limit of 10^-9 does not fit 64 bits: the reference's division gives 0 then.
    assert max_swap(POOL, other, 1) == 0


@given(origin=pools, destination=pools, limit_price=st.integers(10**6, 10**12))
def test_between_pools_it_is_the_exact_formula_up_to_rounding(
    origin: Pool, destination: Pool, limit_price: int
) -> None:
    (t1, a1, _), (t2, a2, _) = origin, destination
    ratio = Fraction(t1, a1) / Fraction(t2, a2)
    limit = Fraction(limit_price, PAR)
    assume(limit < ratio * Fraction(999_999, 1_000_000))
    total = t1 + t2
    exact = a2 * Fraction(t1, total) / limit - a1 * Fraction(t2, total)
    assume(exact < UNLIMITED)
    # The limit and the parts are cut at 2^-64, which the division by the limit magnifies.
    slack = 2 + a2 * (1 / limit + 1 / limit**2) / 2**63
    assert abs(max_swap(origin, destination, limit_price) - exact) <= slack


def test_the_turned_limit_is_cut_before_it_is_multiplied() -> None:
    # 5 alpha a TAO is a price of 0.2, of which 64 bits hold a little less: 199,999,999 rao, not 200,000,000.
    cheap = Pool(190 * 10**12, 10**15)
    assert max_swap(None, cheap, 5 * PAR) == max_add(cheap, 199_999_999)
    assert max_add(cheap, 199_999_999) != max_add(cheap, 200_000_000)
