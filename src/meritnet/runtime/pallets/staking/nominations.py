"""Clears nominations (stake of others than the hotkey's owner) that have become too small."""

from meritnet.primitives.fixed import U64_MAX, U64F64, sat_mul64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.hyperparameters.storage import nominator_min_required_stake
from meritnet.runtime.pallets.locks.locking import force_reduce
from meritnet.runtime.pallets.registration.hotkeys import owns
from meritnet.runtime.pallets.swap.pool import spot_price

from . import stake, storage
from .unstake_from import unstake_from
from .validation import DEFAULT_MIN_STAKE

PER_MILLION = 1_000_000


def minimum(ctx: Context) -> int:
    """Return the least a nominator may keep, from the stored factor in millionths of the minimum stake. Unit: rao."""
    return min(sat_mul64(DEFAULT_MIN_STAKE, nominator_min_required_stake.get(ctx)), U64_MAX) // PER_MILLION


def clear_small(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int) -> None:
    """Unstake what a nominator has left if it is below the minimum; its lock gives way by as much.

    Quirk: where the sale fails, what remains of the stake is deleted, and steps of the sale already made stand.
    """
    if owns(ctx, coldkey, hotkey):
        return
    alpha = stake.stake_of(ctx, hotkey, coldkey, netuid)
    least = U64F64.to_u64(U64F64.div(U64F64.from_int(minimum(ctx)), spot_price(ctx, netuid)))
    if not 0 < alpha < least:
        return
    try:
        unstake_from(ctx, hotkey, coldkey, coldkey, netuid, alpha)
    except DispatchError:
        left = stake.stake_of(ctx, hotkey, coldkey, netuid)
        stake.decrease(ctx, hotkey, coldkey, netuid, left)
    force_reduce(ctx, coldkey, netuid, alpha)


def clear_all_small(ctx: Context) -> None:
    """Sweep every stake on every subnet, in ascending order of hotkey, coldkey and netuid."""
    found = {key for item in (storage.alpha, storage.alpha_v2) for key, _ in item.iter_prefix(ctx)}
    for hotkey, coldkey, netuid in sorted(found):
        clear_small(ctx, hotkey, coldkey, netuid)
