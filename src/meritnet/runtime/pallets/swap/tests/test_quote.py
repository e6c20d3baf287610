"""Quotes: the same trades at the default limit, and the largest amount within a limit."""

import pytest

from meritnet.runtime.pallets.swap.amm import Pool, Side, SwapError, swap
from meritnet.runtime.pallets.swap.quote import amount_to_limit, default_limit, sim_swap
from meritnet.testing.vectors import load

POOL = Pool(50_000 * 10**9, 2_000_000 * 10**9)
CASES = {case["name"]: case for case in load("economics/swap")["cases"]}


def test_a_quote_is_the_trade_at_the_default_limit() -> None:
    for side, amount in ((Side.BUY, 10**10), (Side.SELL, 4 * 10**11)):
        assert sim_swap(POOL, side, amount) == swap(POOL, side, amount, default_limit(side))


def test_a_quote_without_a_pool_is_one_to_one() -> None:
    result = sim_swap(None, Side.SELL, 77)
    assert (result.paid_in, result.paid_out, result.fee_paid) == (77, 77, 0)


def test_alpha_at_a_price_of_a_millionth_cannot_be_quoted_for_sale() -> None:
    with pytest.raises(SwapError, match="PriceLimitExceeded"):
        sim_swap(Pool(10**9, 10**15), Side.SELL, 10**9)


@pytest.mark.parametrize("name", ["buy_max_probe_for_limit", "sell_max_probe_for_limit"])
def test_amount_to_limit_is_input_plus_fee_of_the_recorded_probe(name: str) -> None:
    inputs, outputs = CASES[name]["inputs"], CASES[name]["outputs"]
    pool = Pool(*(int(inputs[key]) for key in ("tao_reserve", "alpha_reserve", "quote_weight_1e18")))
    reported = int(outputs["amount_paid_in"]) + int(outputs["fee_paid"])
    assert amount_to_limit(pool, Side[inputs["side"].upper()], int(inputs["limit_price_rao"])) == reported
