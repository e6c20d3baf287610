"""What the next subnet costs, over state, and when it may be registered."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.curve import block_emission
from meritnet.runtime.pallets.hyperparameters import rate_limits
from meritnet.runtime.pallets.subtensor.errors import NetworkTxRateLimitExceeded

from . import storage
from .lock_cost import LockSplit, lock_cost, split_lock


def last_registration_block(ctx: Context) -> int:
    """Return the block in which a subnet was last registered, 0 if none ever was."""
    return rate_limits.last(ctx, rate_limits.NETWORK_LAST_REGISTERED)


def current_cost(ctx: Context) -> int:
    """Return what registering a subnet costs in this block. Unit: rao."""
    return lock_cost(
        last_lock=storage.network_last_lock_cost.get(ctx),
        min_lock=storage.network_min_lock_cost.get(ctx),
        last_block=last_registration_block(ctx),
        now=ctx.block_number,
        interval=storage.network_lock_reduction_interval.get(ctx),
        block_emission=block_emission(emission.total_issuance.get(ctx)),
    )


def ensure_not_too_soon(ctx: Context) -> None:
    """Raises: NetworkTxRateLimitExceeded until `NetworkRateLimit` blocks after the last registration of any subnet."""
    limit = storage.network_rate_limit.get(ctx)
    ensure(
        rate_limits.passed(ctx, rate_limits.NETWORK_LAST_REGISTERED, limit),
        NetworkTxRateLimitExceeded,
        last=last_registration_block(ctx),
        block=ctx.block_number,
        limit=limit,
    )


def record_lock(ctx: Context, paid: int) -> None:
    """Remember what was paid and when: the next cost starts from there."""
    storage.network_last_lock_cost.set(ctx, paid)
    rate_limits.record(ctx, rate_limits.NETWORK_LAST_REGISTERED)


def split_of(ctx: Context, paid: int) -> LockSplit:
    """Return how much of a paid lock becomes the pool's TAO and how much is burned for good.

    Without the burn rule the pool starts with at least the minimum lock, as in the reference; with it the pool
    never starts with more than was paid.
    """
    burn_ppm = ctx.params.lock_burn_ppm
    if burn_ppm == 0:
        return split_lock(paid, storage.network_min_lock_cost.get(ctx))
    return split_lock(paid, min(ctx.params.min_pool_tao, paid), burn_ppm)
