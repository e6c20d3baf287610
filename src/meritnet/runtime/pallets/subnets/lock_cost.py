"""Returns what registering a subnet costs and where that TAO goes.

Amounts are rao, intervals and times are blocks.
Source: vectors/economics/lock_cost.json
"""

from typing import NamedTuple

from meritnet.primitives.fixed import I64F64, sat_mul64, sat_sub64

FULL_EMISSION = 10**9
"""TAO emission of a block before the first halving; also stands in where the emission cannot be computed."""
PPM = 1_000_000


class LockSplit(NamedTuple):
    """Where a registration's TAO goes."""

    pool_tao: int
    """Starting TAO of the new pool."""
    burned: int
    """Destroyed for good."""


def reduction_interval(interval: int, block_emission: int) -> int:
    """Return the blocks in which the cost falls by one last lock: fewer after every halving."""
    share = I64F64.from_ratio(block_emission, FULL_EMISSION)
    return I64F64.to_u64(I64F64.mul(I64F64.from_int(interval), share))


def lock_cost(
    last_lock: int,
    min_lock: int,
    last_block: int,
    now: int,
    interval: int,
    block_emission: int = FULL_EMISSION,
) -> int:
    """Return the cost of registering a subnet at `now`: twice the last lock, falling to the floor.

    `last_block` is the block of the last registration; 0 if there was none, then the start is the last lock.
    Quirk: with no emission left the cost never falls.
    """
    period = reduction_interval(interval, block_emission)
    per_block = last_lock // period if period else 0
    start = sat_mul64(last_lock, 2 if last_block else 1)
    return max(min_lock, sat_sub64(start, sat_mul64(per_block, sat_sub64(now, last_block))))


def split_lock(lock: int, min_pool: int, burn_ppm: int = 0) -> LockSplit:
    """Return the parts of a paid lock that become pool liquidity and that are burned.

    `burn_ppm` millionths of the lock are burned, but never so much that the pool starts with less than
    `min_pool`. At 0 all of it becomes liquidity, as in the reference.
    Quirk: a lock below `min_pool` still counts as `min_pool` of liquidity.
    """
    burned = min(lock * burn_ppm // PPM, sat_sub64(lock, min_pool))
    return LockSplit(max(lock - burned, min_pool), burned)
