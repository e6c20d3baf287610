"""Trades: the recorded cases, the errors in their order, and what must hold for any pool."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from meritnet.runtime.pallets.swap import amm
from meritnet.runtime.pallets.swap.amm import (
    BUY_DEFAULT_LIMIT,
    EVEN_WEIGHT,
    FEE_DENOMINATOR,
    MIN_OUTPUT_RESERVE,
    SELL_DEFAULT_LIMIT,
    WEIGHT_ONE,
    Pool,
    Side,
    SwapError,
    SwapResult,
    fee_on,
    fee_on_top,
    limit_bits,
    pool_after,
    spot_price,
    swap,
    swap_stable,
)
from meritnet.testing.vectors import load

U64_MAX = (1 << 64) - 1
TAO = 10**9
POOL = Pool(50_000 * TAO, 2_000_000 * TAO)

reserves = st.integers(MIN_OUTPUT_RESERVE, 21 * 10**15)
weights = st.one_of(st.just(EVEN_WEIGHT), st.integers(WEIGHT_ONE // 100, WEIGHT_ONE * 99 // 100))
pools = st.builds(Pool, reserves, reserves, weights)
sides = st.sampled_from(Side)
parts_of_reserve = st.integers(1, 1_000_000)


def default_limit(side: Side) -> int:
    return BUY_DEFAULT_LIMIT if side == Side.BUY else SELL_DEFAULT_LIMIT


def attempt(pool: Pool, side: Side, amount: int, **options: Any) -> SwapResult:
    """Return the trade, or skip the example where the pool refuses it."""
    options.setdefault("limit_price", default_limit(side))
    try:
        return swap(pool, side, amount, **options)
    except SwapError as error:
        assume(error.name == "")
        raise


@pytest.mark.parametrize("case", load("economics/swap")["cases"], ids=lambda case: case["name"])
def test_recorded_trade(case: Any) -> None:
    inputs, outputs = case["inputs"], case["outputs"]
    pool = Pool(*(int(inputs[key]) for key in ("tao_reserve", "alpha_reserve", "quote_weight_1e18")))
    side = Side[inputs["side"].upper()]
    arguments = (int(inputs["amount"]), int(inputs["limit_price_rao"]), inputs["fee_rate_u16"])
    if "error" in outputs:
        with pytest.raises(SwapError) as raised:
            swap(pool, side, *arguments, inputs["drop_fees"])
        assert raised.value.name == outputs["error"]
        return
    result = swap(pool, side, *arguments, inputs["drop_fees"])
    after = pool_after(pool, side, result)
    assert result == SwapResult(
        int(outputs["amount_paid_in"]),
        int(outputs["amount_paid_out"]),
        int(outputs["fee_paid"]),
        int(outputs["fee_to_block_author"]),
        outputs["stopped_at_limit"],
    )
    assert spot_price(pool) == int(outputs["price_before_u64f64_bits"])
    assert spot_price(after) == int(outputs["price_after_u64f64_bits"])
    assert after[:2] == (int(outputs["tao_reserve_after"]), int(outputs["alpha_reserve_after"]))
    assert swap(pool, side, *arguments, inputs["drop_fees"], simulate=True) == result


def test_errors_come_in_the_order_of_the_checks() -> None:
    def name(pool: Pool, amount: int, limit_price: int) -> str:
        with pytest.raises(SwapError) as raised:
            swap(pool, Side.BUY, amount, limit_price, drop_fees=True)
        return raised.value.name

    low = Pool(10**6, MIN_OUTPUT_RESERVE - 1)
    assert name(low, 1000 * 10**6 + 1, 0) == "SwapInputTooLarge"
    assert name(low, 1000 * 10**6, 0) == "ReservesTooLow"
    # Price 1 is the limit 10^9 exactly: a buy needs a price strictly below.
    level = Pool(10**6, 10**6)
    assert name(level, 1000, TAO) == "PriceLimitExceeded"
    # Alpha at 100,000 TAO is within the default limit, but a rao of TAO buys no rao of it.
    assert name(Pool(10**11, 10**6), 1, BUY_DEFAULT_LIMIT) == "ReservesTooLow"


def test_an_impossible_output_is_refused_only_when_executed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amm, "_amount_out", lambda *_: POOL.alpha + 1)
    with pytest.raises(SwapError, match="InsufficientLiquidity"):
        swap(POOL, Side.BUY, TAO, BUY_DEFAULT_LIMIT)
    assert swap(POOL, Side.BUY, TAO, BUY_DEFAULT_LIMIT, simulate=True).paid_out == POOL.alpha + 1


def test_stable_trade_is_one_to_one_and_free() -> None:
    assert swap_stable(123) == SwapResult(123, 123, 0, 0, False)


def test_nothing_traded_moves_nothing() -> None:
    assert swap(POOL, Side.SELL, 0, SELL_DEFAULT_LIMIT) == SwapResult(0, 0, 0, 0, False)


def test_spot_price_of_a_pool_without_alpha_is_zero() -> None:
    assert spot_price(Pool(10**9, 0)) == 0


def test_spot_price_is_weights_times_reserves() -> None:
    assert spot_price(Pool(3 * TAO, 4 * TAO, WEIGHT_ONE // 4)) == (3 << 64) * 3 // 4


def test_input_reserve_saturates() -> None:
    pool = Pool(U64_MAX - 5, 10**15)
    assert pool_after(pool, Side.BUY, SwapResult(10, 1, 0, 0, False)).tao == U64_MAX
    # The input is cut with the reserve, so a reserve at the end of its range gives nothing for it.
    with pytest.raises(SwapError, match="ReservesTooLow"):
        swap(Pool(U64_MAX, 10**15), Side.BUY, TAO, U64_MAX)


@given(pool=pools, side=sides, part=parts_of_reserve, fee_rate=st.integers(0, 10_000))
def test_trading_there_and_back_never_gains(pool: Pool, side: Side, part: int, fee_rate: int) -> None:
    reserve = pool.tao if side == Side.BUY else pool.alpha
    first = attempt(pool, side, reserve * part // 1_000_000, fee_rate=fee_rate)
    back_side = Side.SELL if side == Side.BUY else Side.BUY
    # The power is floored in favour of the trader, by less than a rao of output each way.
    back = attempt(pool_after(pool, side, first), back_side, first.paid_out - 1, fee_rate=fee_rate)
    assert back.paid_out <= first.paid_in + 1


@given(pool=pools, side=sides, part=parts_of_reserve)
def test_a_split_trade_never_gives_more(pool: Pool, side: Side, part: int) -> None:
    amount = (pool.tao if side == Side.BUY else pool.alpha) * part // 1_000_000
    whole = attempt(pool, side, amount, drop_fees=True)
    first = attempt(pool, side, amount // 2, drop_fees=True)
    second = attempt(pool_after(pool, side, first), side, amount - amount // 2, drop_fees=True)
    assume(not (whole.stopped_at_limit or first.stopped_at_limit or second.stopped_at_limit))
    # The power is floored in favour of the trader, by less than a rao of output in each trade.
    assert first.paid_out + second.paid_out <= whole.paid_out + 2


@given(pool=pools, side=sides, part=parts_of_reserve, more=st.integers(1, 10**12))
def test_more_in_gives_no_less_out_and_never_the_whole_reserve(
    pool: Pool, side: Side, part: int, more: int
) -> None:
    amount = (pool.tao if side == Side.BUY else pool.alpha) * part // 1_000_000
    less = attempt(pool, side, amount)
    much = attempt(pool, side, amount + more)
    assume(less.stopped_at_limit == much.stopped_at_limit)
    assert less.paid_out <= much.paid_out <= (pool.alpha if side == Side.BUY else pool.tao)
    assert less.paid_in <= much.paid_in


@given(pool=pools, side=sides, part=parts_of_reserve)
def test_the_price_moves_against_the_trader(pool: Pool, side: Side, part: int) -> None:
    amount = (pool.tao if side == Side.BUY else pool.alpha) * part // 1_000_000
    after = pool_after(pool, side, attempt(pool, side, amount))
    if side == Side.BUY:
        assert spot_price(after) >= spot_price(pool)
    else:
        assert spot_price(after) <= spot_price(pool)


@given(pool=pools, side=sides, part=parts_of_reserve, distance=st.integers(1, 5_000))
def test_the_limit_is_respected_to_a_rao(pool: Pool, side: Side, part: int, distance: int) -> None:
    sign = 1 if side == Side.BUY else -1
    limit_price = (spot_price(pool) * TAO >> 64) * (10_000 + sign * distance) // 10_000
    amount = (pool.tao if side == Side.BUY else pool.alpha) * part // 1_000_000
    result = attempt(pool, side, amount, limit_price=limit_price)
    after = pool_after(pool, side, result)
    if not result.stopped_at_limit:
        assert result.paid_in + result.fee_paid == amount
        price, limit = spot_price(after), limit_bits(limit_price)
        assert price <= limit if side == Side.BUY else price >= limit
        return
    # Input and fee are rounded anew, and the price before is cut to 64 bits: a rao each.
    assert result.paid_in + result.fee_paid <= amount + 2
    # Two rao less of the input and two more of the output must be within the limit again.
    if side == Side.BUY and result.paid_in > 2:
        nearer = Pool(after.tao - 2, after.alpha + 2, after.quote_weight)
        assert spot_price(nearer) <= limit_bits(limit_price)
    if side == Side.SELL and result.paid_in > 2:
        nearer = Pool(after.tao + 2, after.alpha - 2, after.quote_weight)
        assert spot_price(nearer) >= limit_bits(limit_price)


@given(amount=st.integers(0, U64_MAX), fee_rate=st.integers(0, 10_000))
def test_fees_are_floors_of_the_rate(amount: int, fee_rate: int) -> None:
    exact = amount * fee_rate // FEE_DENOMINATOR
    assert exact - 1 <= fee_on(amount, fee_rate) <= exact
    on_top = amount * fee_rate // (FEE_DENOMINATOR - fee_rate)
    assert on_top - 1 <= fee_on_top(amount, fee_rate) <= on_top


@given(pool=pools, side=sides, part=parts_of_reserve)
def test_even_weights_give_the_constant_product_output(pool: Pool, side: Side, part: int) -> None:
    pool = Pool(pool.tao, pool.alpha)
    reserve_in, reserve_out = pool[:2] if side == Side.BUY else (pool.alpha, pool.tao)
    amount = reserve_in * part // 1_000_000
    result = attempt(pool, side, amount, drop_fees=True)
    assume(not result.stopped_at_limit)
    exact = reserve_out * amount // (reserve_in + amount)
    assert exact <= result.paid_out <= exact + 1
