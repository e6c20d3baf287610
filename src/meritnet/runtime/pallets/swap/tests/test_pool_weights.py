"""Pool weights after protocol liquidity: the recorded cases and what must hold for any pool."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meritnet.runtime.pallets.swap.amm import EVEN_WEIGHT, WEIGHT_ONE, Pool, spot_price
from meritnet.runtime.pallets.swap.pool_weights import MIN_WEIGHT, after_liquidity
from meritnet.testing.vectors import load

reserves = st.integers(10**9, 21 * 10**15)
weights = st.integers(MIN_WEIGHT, WEIGHT_ONE - MIN_WEIGHT)


@pytest.mark.parametrize("case", load("economics/pool_weight_update")["cases"])
def test_recorded_update(case: Any) -> None:
    inputs = case["inputs"]
    pool = Pool(*(int(inputs[key]) for key in ("tao_reserve", "alpha_reserve", "quote_weight_1e18")))
    tao_added, alpha_added = int(inputs["tao_added"]), int(inputs["alpha_added"])
    weight = after_liquidity(pool, tao_added, alpha_added)
    assert spot_price(pool) == int(case["price_before_bits"])
    if not case["accepted"]:
        assert weight is None
        return
    assert weight == int(case["quote_weight_after"])
    enlarged = Pool(pool.tao + tao_added, pool.alpha + alpha_added, weight)
    assert spot_price(enlarged) == int(case["price_after_bits"])


@given(tao=reserves, alpha=reserves, weight=weights, tao_added=reserves, alpha_added=reserves)
def test_the_price_stays(tao: int, alpha: int, weight: int, tao_added: int, alpha_added: int) -> None:
    pool = Pool(tao, alpha, weight)
    new_weight = after_liquidity(pool, tao_added, alpha_added)
    assume(new_weight is not None)
    assert new_weight is not None
    assert MIN_WEIGHT <= new_weight <= WEIGHT_ONE - MIN_WEIGHT
    before, after = spot_price(pool), spot_price(Pool(tao + tao_added, alpha + alpha_added, new_weight))
    # A weight has 16 significant digits at least.
    assert abs(after - before) <= before // 10**14 + 2**8


@pytest.mark.parametrize("weight", [MIN_WEIGHT, WEIGHT_ONE - MIN_WEIGHT])
def test_a_weight_at_its_bound_may_stay_but_not_cross(weight: int) -> None:
    pool = Pool(10**12, 10**12, weight)
    assert after_liquidity(pool, 0, 0) == weight
    # TAO alone raises the weight of TAO, alpha alone that of alpha.
    assert (after_liquidity(pool, 10**9, 0) is None) == (weight > EVEN_WEIGHT)
    assert (after_liquidity(pool, 0, 10**9) is None) == (weight < EVEN_WEIGHT)
