"""Adding stake: at any price, with a price limit."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT

from . import stake
from .max_amounts import max_add
from .stake_into import stake_into
from .validation import ensure_buy_size, validate_add


def add(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, tao: int) -> int:
    """Stake `tao` at any price below the ceiling and return the alpha. Raises: ModuleError, TokenError."""
    ensure_buy_size(ctx, netuid, tao)
    validate_add(ctx, coldkey, hotkey, netuid, tao, tao, partial=False)
    return stake_into(ctx, hotkey, coldkey, netuid, tao, BUY_DEFAULT_LIMIT)


def add_within(
    ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, tao: int, limit: int, *, partial: bool
) -> int:
    """Stake `tao`, or with `partial` what the price limit allows; return the alpha. Raises: ModuleError, TokenError.

    Somebody else's hotkey becomes a delegate.
    """
    ensure_buy_size(ctx, netuid, tao)
    most = max_add(ctx, netuid, limit)
    validate_add(ctx, coldkey, hotkey, netuid, tao, most, partial=partial)
    if owner_of(ctx, hotkey) != coldkey:
        stake.become_delegate(ctx, hotkey)
    return stake_into(ctx, hotkey, coldkey, netuid, min(tao, most), limit)
