"""Trades over state: recorded trades with their booking, quotes, the first trade, subnets without a price."""

from typing import Any

import pytest

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.staking.storage import total_stake
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.swap import invariants, pool, storage
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT, EVEN_WEIGHT, SELL_DEFAULT_LIMIT
from meritnet.testing.chain import TestChain
from meritnet.testing.vectors import load

NETUID = 5
TAO = 10**9
SWAPS = {case["name"]: case for case in load("economics/swap")["cases"]}
LIQUIDITY = load("economics/pool_weight_update")["cases"]


def pool_state(
    tao: int, alpha: int, weight: int = EVEN_WEIGHT, rate: int = 33, *, initialized: bool = True
) -> Context:
    ctx = TestChain().ctx
    subnets.networks_added.set(ctx, NETUID, True)
    subnets.subnet_mechanism.set(ctx, NETUID, 1)
    emission.subnet_tao.set(ctx, NETUID, tao)
    emission.subnet_alpha_in.set(ctx, NETUID, alpha)
    emission.subnet_alpha_out.set(ctx, NETUID, 2**63)
    storage.swap_balancer.set(ctx, NETUID, weight)
    storage.fee_rate.set(ctx, NETUID, rate)
    storage.pal_swap_initialized.set(ctx, NETUID, initialized)
    total_stake.set(ctx, 10**18)
    return ctx


def recorded_state(given: dict[str, Any]) -> Context:
    return pool_state(
        int(given["tao_reserve"]),
        int(given["alpha_reserve"]),
        int(given["quote_weight_1e18"]),
        given["fee_rate_u16"],
    )


@pytest.mark.parametrize("name", SWAPS)
def test_recorded_trades_are_booked(name: str) -> None:
    given, recorded = SWAPS[name]["inputs"], SWAPS[name]["outputs"]
    ctx = recorded_state(given)
    amount, limit = int(given["amount"]), int(given["limit_price_rao"])
    buys = given["side"] == "buy"
    trade = pool.buy if buys else pool.sell
    if "error" in recorded:
        before = ctx.changes()
        with pytest.raises(ModuleError) as refused:
            trade(ctx, NETUID, amount, limit, given["drop_fees"])
        assert refused.value.name == recorded["error"]
        assert ctx.changes() == before
        return
    result = trade(ctx, NETUID, amount, limit, given["drop_fees"])
    paid_in, paid_out = int(recorded["amount_paid_in"]), int(recorded["amount_paid_out"])
    assert (result.paid_in, result.paid_out) == (paid_in, paid_out)
    assert result.fee_to_block_author == int(recorded["fee_to_block_author"])
    assert emission.subnet_tao.get(ctx, NETUID) == int(recorded["tao_reserve_after"])
    assert emission.subnet_alpha_in.get(ctx, NETUID) == int(recorded["alpha_reserve_after"])
    assert pool.spot_price(ctx, NETUID) == int(recorded["price_after_u64f64_bits"])
    outstanding = emission.subnet_alpha_out.get(ctx, NETUID) - 2**63
    assert outstanding == (paid_out if buys else -paid_in)
    assert total_stake.get(ctx) == (10**18 + amount if buys else 10**18 - paid_out)
    assert emission.subnet_volume.get(ctx, NETUID) == (amount if buys else paid_out)
    assert invariants.check(ctx) == []


@pytest.mark.parametrize("case", LIQUIDITY)
def test_recorded_liquidity_moves_the_weights(case: dict[str, Any]) -> None:
    given = case["inputs"]
    weight = int(given["quote_weight_1e18"])
    ctx = pool_state(int(given["tao_reserve"]), int(given["alpha_reserve"]), weight)
    accepted = pool.after_liquidity(ctx, NETUID, int(given["tao_added"]), int(given["alpha_added"]))
    assert accepted == case["accepted"]
    assert storage.swap_balancer.get(ctx, NETUID) == int(case["quote_weight_after"])


def test_the_first_trade_starts_from_even_weights() -> None:
    ctx = pool_state(50_000 * TAO, 2_000_000 * TAO, 4 * 10**17, initialized=False)
    recorded = SWAPS["buy_10_tao_even_weights"]["outputs"]
    # The price shown still has the drifted weights (0.6 / 0.4 · 0.025); quotes and the trade have even ones.
    assert pool.alpha_price_rao(ctx, NETUID) == 37_499_999
    assert pool.simulate_buy(ctx, NETUID, 10 * TAO).paid_out == int(recorded["amount_paid_out"])
    assert not storage.pal_swap_initialized.get(ctx, NETUID)
    result = pool.buy(ctx, NETUID, 10 * TAO, BUY_DEFAULT_LIMIT)
    assert result.paid_out == int(recorded["amount_paid_out"])
    assert storage.pal_swap_initialized.get(ctx, NETUID)
    assert storage.swap_balancer.get(ctx, NETUID) == EVEN_WEIGHT


def test_later_trades_keep_the_weights() -> None:
    ctx = pool_state(50_000 * TAO, 2_000_000 * TAO, 4 * 10**17)
    pool.buy(ctx, NETUID, 10 * TAO, BUY_DEFAULT_LIMIT)
    assert storage.swap_balancer.get(ctx, NETUID) == 4 * 10**17


def test_a_refused_first_trade_initializes_nothing() -> None:
    ctx = pool_state(50_000 * TAO, 2_000_000 * TAO, 4 * 10**17, initialized=False)
    with pytest.raises(ModuleError, match="PriceLimitExceeded"):
        pool.buy(ctx, NETUID, 10 * TAO, 25_000_000)
    assert not storage.pal_swap_initialized.get(ctx, NETUID)


def test_without_a_price_one_alpha_is_one_tao() -> None:
    ctx = pool_state(1_000 * TAO, 0)
    subnets.subnet_mechanism.set(ctx, NETUID, 0)
    assert pool.spot_price(ctx, NETUID) == U64F64.ONE
    assert pool.buy(ctx, NETUID, 7, 0).paid_out == 7
    # Quirk: the alpha reserve stops at 0 on the way in and grows on the way out.
    assert emission.subnet_alpha_in.get(ctx, NETUID) == 0
    assert pool.sell(ctx, NETUID, 5, 2**63).paid_out == 5
    assert emission.subnet_alpha_in.get(ctx, NETUID) == 5
    assert emission.subnet_tao.get(ctx, NETUID) == 1_000 * TAO + 2
    assert pool.fee_estimate(ctx, NETUID, 10**9) == 0
    assert pool.simulate_sell(ctx, NETUID, 9).paid_out == 9


def test_quotes_of_a_missing_subnet_are_zero() -> None:
    ctx = TestChain().ctx
    assert pool.simulate_buy(ctx, 99, 10**9).paid_out == 0
    assert pool.simulate_sell(ctx, 99, 10**9).paid_out == 0


def test_a_price_at_the_floor_cannot_be_quoted_for_sale() -> None:
    ctx = pool_state(10**9, 10**15)
    with pytest.raises(ModuleError, match="PriceLimitExceeded"):
        pool.simulate_sell(ctx, NETUID, 10**9)
    with pytest.raises(ModuleError, match="PriceLimitExceeded"):
        pool.sell(ctx, NETUID, 10**9, SELL_DEFAULT_LIMIT)


def test_violations_are_named() -> None:
    ctx = pool_state(10**9, 10**9, 10**15, 10_001)
    assert len(invariants.check(ctx)) == 2


def test_older_clients_find_the_square_root_of_the_price_after_each_trade() -> None:
    ctx = pool_state(4 * TAO, 100 * TAO)
    pool.record_price(ctx, NETUID)
    # 4 TAO for 100 alpha is a price of 0.04, whose root is 0.2.
    assert 0 <= U64F64.from_ratio(2, 10) - storage.alpha_sqrt_price.get(ctx, NETUID) <= 3
    for trade, limit in ((pool.buy, BUY_DEFAULT_LIMIT), (pool.sell, SELL_DEFAULT_LIMIT)):
        trade(ctx, NETUID, TAO // 10, limit)
        root = storage.alpha_sqrt_price.get(ctx, NETUID)
        assert root**2 <= pool.spot_price(ctx, NETUID) << 64 < (root + 1) ** 2


def test_a_subnet_without_a_pool_has_no_price_for_older_clients() -> None:
    ctx = pool_state(4 * TAO, 100 * TAO)
    subnets.subnet_mechanism.set(ctx, NETUID, 0)
    pool.buy(ctx, NETUID, TAO, BUY_DEFAULT_LIMIT)
    assert not storage.alpha_sqrt_price.exists(ctx, NETUID)
