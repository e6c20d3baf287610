"""The most that calls with a price limit may move, from the pools as they stand.

Raises everywhere: ModuleError of the Swap pallet, as a trade at that limit would.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import Pool

from . import limits


def max_add(ctx: Context, netuid: int, limit_price: int) -> int:
    """Return the most TAO, fee included, that a buy takes until the price reaches the limit."""
    with pool.pool_errors():
        return limits.max_add(pool.trading_pool(ctx, netuid), limit_price, pool.fee_rate(ctx, netuid))


def max_remove(ctx: Context, netuid: int, limit_price: int) -> int:
    """Return the most alpha, fee included, that a sale takes until the price falls to the limit."""
    with pool.pool_errors():
        return limits.max_remove(pool.trading_pool(ctx, netuid), limit_price, pool.fee_rate(ctx, netuid))


def max_move(ctx: Context, origin: int, destination: int, limit_price: int) -> int:
    """Return the most origin alpha that moves between subnets until their price ratio is the limit."""
    both = pool.is_dynamic(ctx, origin) and pool.is_dynamic(ctx, destination)
    with pool.pool_errors():
        return limits.max_swap(
            _pool(ctx, origin, present_price=both),
            _pool(ctx, destination, present_price=both),
            limit_price,
            pool.fee_rate(ctx, origin),
            pool.fee_rate(ctx, destination),
        )


def _pool(ctx: Context, netuid: int, *, present_price: bool) -> Pool | None:
    """Return the pool with the weights of its present price, or with those of the next trade."""
    return pool.stored_pool(ctx, netuid) if present_price else pool.trading_pool(ctx, netuid)
