"""Removing stake: at any price, with a price limit, everything of a hotkey."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.hyperparameters.storage import stake_threshold
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.subnets.storage import subtoken_enabled
from meritnet.runtime.pallets.swap.amm import SELL_DEFAULT_LIMIT

from . import stake
from .child_keys import drop_pending
from .max_amounts import max_remove
from .nominations import clear_small
from .stake_value import total_value
from .unstake_from import unstake_from
from .validation import ensure_hotkey, ensure_sale_size, ensure_subtoken, validate_remove


def remove(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, alpha: int) -> None:
    """Unstake up to `alpha` at any price above the floor; more than is staked means all. Raises: ModuleError."""
    ensure_subtoken(ctx, netuid)
    alpha = min(alpha, stake.stake_of(ctx, hotkey, coldkey, netuid))
    ensure_sale_size(ctx, netuid, alpha)
    validate_remove(ctx, coldkey, hotkey, netuid, alpha, alpha, partial=False)
    unstake_from(ctx, hotkey, coldkey, coldkey, netuid, alpha, SELL_DEFAULT_LIMIT)
    _afterwards(ctx, coldkey, hotkey, netuid)


def remove_within(
    ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, alpha: int, limit: int, *, partial: bool
) -> None:
    """Unstake `alpha`, or with `partial` what the price limit allows. Raises: ModuleError.

    Quirk: unlike `remove`, it works while the subnet has not started and refuses more than is staked.
    """
    ensure_sale_size(ctx, netuid, alpha)
    most = max_remove(ctx, netuid, limit)
    validate_remove(ctx, coldkey, hotkey, netuid, alpha, most, partial=partial)
    unstake_from(ctx, hotkey, coldkey, coldkey, netuid, min(alpha, most), limit)
    _afterwards(ctx, coldkey, hotkey, netuid)


def remove_all(ctx: Context, coldkey: bytes, hotkey: bytes, *, with_root: bool) -> int:
    """Unstake everything of a coldkey from a hotkey wherever it is possible; return the TAO.

    Subnets that have not started or where the checks fail are passed over. Raises: ModuleError where a sale fails
    after the checks.
    """
    ensure_hotkey(ctx, hotkey)
    total = 0
    for netuid in networks(ctx):
        if not subtoken_enabled.get(ctx, netuid) or (netuid == stake.ROOT and not with_root):
            continue
        alpha = stake.stake_of(ctx, hotkey, coldkey, netuid)
        try:
            validate_remove(ctx, coldkey, hotkey, netuid, alpha, alpha, partial=False)
        except DispatchError:
            continue
        total += unstake_from(ctx, hotkey, coldkey, coldkey, netuid, alpha, SELL_DEFAULT_LIMIT)
        clear_small(ctx, hotkey, coldkey, netuid)
    return total


def _afterwards(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int) -> None:
    """Clear a nomination that became too small; a hotkey below the threshold loses its scheduled children."""
    clear_small(ctx, hotkey, coldkey, netuid)
    if total_value(ctx, hotkey) < stake_threshold.get(ctx):
        drop_pending(ctx, hotkey)
