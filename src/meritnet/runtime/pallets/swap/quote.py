"""Answers what a trade would give: trades that are computed and never booked."""

from meritnet.primitives.fixed import sat_add64, sat_mul64
from meritnet.runtime.pallets.swap.amm import (
    BUY_DEFAULT_LIMIT,
    DEFAULT_FEE_RATE,
    MAX_INPUT_RATIO,
    SELL_DEFAULT_LIMIT,
    Pool,
    Side,
    SwapResult,
    swap,
    swap_stable,
)


def default_limit(side: Side) -> int:
    """Return the limit price of callers without a wish. Unit: rao of TAO per whole alpha."""
    return BUY_DEFAULT_LIMIT if side == Side.BUY else SELL_DEFAULT_LIMIT


def sim_swap(
    pool: Pool | None, side: Side, amount: int, fee_rate: int = DEFAULT_FEE_RATE, drop_fees: bool = False
) -> SwapResult:
    """Return what a trade at the default limit would move; pool None means the one-to-one mechanism.

    Raises: SwapError as `swap` does. A subnet at or below a price of 10^-6 cannot be sold through it.
    """
    if pool is None:
        return swap_stable(amount)
    return swap(pool, side, amount, default_limit(side), fee_rate, drop_fees, simulate=True)


def amount_to_limit(pool: Pool, side: Side, limit_price: int, fee_rate: int = DEFAULT_FEE_RATE) -> int:
    """Return the largest input, fee included, that a trade to `limit_price` would take.

    The reference probes with the largest input that a pool takes, so the answer is bounded by it.
    Raises: SwapError as `swap` does.
    """
    reserve_in = pool.tao if side == Side.BUY else pool.alpha
    probe = sat_mul64(reserve_in, MAX_INPUT_RATIO)
    result = swap(pool, side, probe, limit_price, fee_rate, simulate=True)
    return sat_add64(result.paid_in, result.fee_paid)
