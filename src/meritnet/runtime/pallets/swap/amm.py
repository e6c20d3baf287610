"""Prices and trades of a subnet's pool of TAO and alpha: a two-asset pool with weights.

Pure arithmetic: reserves, weight and amounts in, amounts out; nothing is stored. Amounts are rao (u64),
prices are U64F64 bits of TAO per alpha unless the name says `limit_price`, which is rao of TAO per whole
alpha. The weight of TAO ("quote") is a fraction of 10^18; alpha has the rest.
"""

from enum import IntEnum
from typing import NamedTuple

from meritnet.primitives.errors import Invalid
from meritnet.primitives.fixed import U64_MAX, U64F64
from meritnet.runtime.pallets.swap.power import SCALE, pow_scaled

WEIGHT_ONE = SCALE
EVEN_WEIGHT = WEIGHT_ONE // 2
"""Weight of TAO in a new pool, and where none is stored."""

FEE_DENOMINATOR = 65_535
DEFAULT_FEE_RATE = 33
MAX_FEE_RATE = 10_000
MIN_OUTPUT_RESERVE = 1_000_000
"""Fewer rao than this on the output side and the pool does not trade."""
MAX_INPUT_RATIO = 1_000
"""An input may be at most this many times its reserve."""
BUY_DEFAULT_LIMIT = 10**15
SELL_DEFAULT_LIMIT = 1_000
"""Limit prices that callers without a wish of their own use. Unit: rao of TAO per whole alpha."""

_ONE = U64F64.ONE
_MAX_BITS = U64F64.MAX
_RAO_PER_UNIT = 10**9


class Side(IntEnum):
    """What a trade does from the trader's point of view."""

    BUY = 0
    """TAO in, alpha out."""
    SELL = 1
    """Alpha in, TAO out."""


class SwapError(Invalid):
    """A trade that the pool refuses; `name` is the chain's name of the error."""

    def __init__(self, name: str, text: str) -> None:
        """Keep the chain's name beside the text."""
        super().__init__(f"{name}: {text}")
        self.name = name


class Pool(NamedTuple):
    """Reserves in rao and the weight of TAO in 10^-18."""

    tao: int
    alpha: int
    quote_weight: int = EVEN_WEIGHT


class SwapResult(NamedTuple):
    """What a trade moves, in rao of the input asset (in, fees) and of the output asset (out)."""

    paid_in: int
    """Added to the input reserve; the fee is not part of it."""
    paid_out: int
    fee_paid: int
    fee_to_block_author: int
    stopped_at_limit: bool
    """Whether the limit price cut the amount."""


def spot_price(pool: Pool) -> int:
    """Return the price of an infinitely small trade as U64F64 bits; 0 if the pool holds no alpha."""
    tao, alpha, quote_weight = pool
    if alpha == 0:
        return 0
    ratio = (tao << 64) // alpha
    if quote_weight == EVEN_WEIGHT:
        return ratio
    weights = ((WEIGHT_ONE - quote_weight) << 64) // quote_weight
    price = weights * ratio >> 64
    return price if price <= _MAX_BITS else _MAX_BITS


def limit_bits(limit_price: int) -> int:
    """Return a limit price (rao per whole alpha) as U64F64 bits."""
    return (limit_price << 64) // _RAO_PER_UNIT


def fee_on(amount: int, fee_rate: int) -> int:
    """Return the pool fee contained in `amount`."""
    return amount * ((fee_rate << 64) // FEE_DENOMINATOR) >> 64


def fee_on_top(paid_in: int, fee_rate: int) -> int:
    """Return the fee that goes with an input of which the fee is not part."""
    return paid_in * ((fee_rate << 64) // (FEE_DENOMINATOR - fee_rate)) >> 64


def swap(
    pool: Pool,
    side: Side,
    amount: int,
    limit_price: int,
    fee_rate: int = DEFAULT_FEE_RATE,
    drop_fees: bool = False,
    simulate: bool = False,
) -> SwapResult:
    """Return what a trade of `amount` (fee included) moves, not going beyond `limit_price`.

    Raises: SwapError: SwapInputTooLarge, ReservesTooLow, PriceLimitExceeded, InsufficientLiquidity.
    Rounding: fee, output and amount to the limit are floored. The power inside is floored too, which favours the
    trader by at most 10^-18 of the output reserve: less than a rao.
    Source: vectors/economics/swap.json
    """
    tao, alpha, _ = pool
    buy = side == Side.BUY
    reserve_in, reserve_out = (tao, alpha) if buy else (alpha, tao)
    fee = 0 if drop_fees else fee_on(amount, fee_rate)
    paid_in = amount - fee
    if paid_in > reserve_in * MAX_INPUT_RATIO:
        raise SwapError(
            "SwapInputTooLarge",
            f"input {paid_in} rao is more than {MAX_INPUT_RATIO} times the reserve {reserve_in}; trade less",
        )
    if reserve_out < MIN_OUTPUT_RESERVE:
        raise SwapError(
            "ReservesTooLow",
            f"output reserve {reserve_out} rao is below {MIN_OUTPUT_RESERVE}; wait until the pool has grown",
        )
    limit = limit_bits(limit_price)
    price = spot_price(pool)
    if not (price < limit if buy else price > limit):
        raise SwapError(
            "PriceLimitExceeded",
            f"price {price * _RAO_PER_UNIT >> 64} rao is not within the limit {limit_price}; move it",
        )
    paid_out = _amount_out(pool, buy, paid_in)
    price_after = spot_price(_moved(pool, buy, paid_in, paid_out))
    stopped = price_after > limit if buy else price_after < limit
    if stopped:
        paid_in = _amount_to_price(pool, buy, price, limit)
        paid_out = _amount_out(pool, buy, paid_in)
        fee = 0 if drop_fees else fee_on_top(paid_in, fee_rate)
    if paid_in and not paid_out:
        raise SwapError(
            "ReservesTooLow", f"input {paid_in} rao buys nothing from {reserve_out} rao; trade more"
        )
    # The formula never gives more than the reserve; the reference checks it all the same when it executes.
    if paid_out > reserve_out and not simulate:
        raise SwapError(
            "InsufficientLiquidity", f"output {paid_out} rao exceeds the reserve {reserve_out}; trade less"
        )
    return SwapResult(paid_in, paid_out, fee, fee if paid_in else 0, stopped)


def swap_stable(amount: int) -> SwapResult:
    """Return the trade of a subnet without a price (mechanism 0 and root): one to one, no fee, no limit."""
    return SwapResult(amount, amount, 0, 0, stopped_at_limit=False)


def pool_after(pool: Pool, side: Side, result: SwapResult) -> Pool:
    """Return the pool once a trade is booked; fees never enter it, weights stay."""
    return _moved(pool, side == Side.BUY, result.paid_in, result.paid_out)


def _moved(pool: Pool, buy: bool, paid_in: int, paid_out: int) -> Pool:
    tao, alpha, quote_weight = pool
    if buy:
        return Pool(min(tao + paid_in, U64_MAX), max(alpha - paid_out, 0), quote_weight)
    return Pool(max(tao - paid_out, 0), min(alpha + paid_in, U64_MAX), quote_weight)


def _amount_out(pool: Pool, buy: bool, paid_in: int) -> int:
    """Return ⌊reserve_out · (1 − (r / (r + d))^k)⌋.

    r is the input reserve, d the input, k the weight of the input asset divided by that of the output asset.
    """
    tao, alpha, quote_weight = pool
    reserve_in, reserve_out = (tao, alpha) if buy else (alpha, tao)
    enlarged = reserve_in + paid_in
    if enlarged > U64_MAX:
        enlarged = U64_MAX
    if reserve_in == enlarged:
        return 0
    if quote_weight == EVEN_WEIGHT:
        kept = SCALE * reserve_in // enlarged
    else:
        base_weight = WEIGHT_ONE - quote_weight
        if buy:
            kept = pow_scaled(reserve_in, enlarged, quote_weight, base_weight)
        else:
            kept = pow_scaled(reserve_in, enlarged, base_weight, quote_weight)
    return (_ONE - (kept << 64) // SCALE) * reserve_out >> 64


def _amount_to_price(pool: Pool, buy: bool, price: int, limit: int) -> int:
    """Return the input that brings the price to `limit`: ⌊r · ((ratio of prices)^weight − 1)⌋."""
    tao, alpha, quote_weight = pool
    # Quirk: the power is cut to 2^64 − 1, so the input stays below 17.45 times the reserve however far the
    # limit is; vector buy_limit_far_away_power_cut_at_u64_max.
    if buy:
        reserve = tao
        base_weight = WEIGHT_ONE - quote_weight
        # A price that rounds to 0 has no ratio; the cut takes its place.
        power = pow_scaled(limit, price, base_weight, WEIGHT_ONE, U64_MAX) if price else U64_MAX
    else:
        reserve = alpha
        power = pow_scaled(price, limit, quote_weight, WEIGHT_ONE, U64_MAX)
    growth = (power << 64) // SCALE
    return (growth - _ONE) * reserve >> 64 if growth > _ONE else 0
