"""Takes a transaction fee in alpha from the stake that the call is about to remove."""

from typing import Any

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.collateral.covering import free
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.subnets.storage import subtoken_enabled
from meritnet.runtime.pallets.swap.pool import spot_price
from meritnet.runtime.pallets.transaction_payment.fees import Receipt

from . import events, stake
from .unstake_from import unstake_from

PALLET = "SubtensorModule"

_ONE_POSITION = {
    "remove_stake": ("hotkey", "netuid"),
    "remove_stake_limit": ("hotkey", "netuid"),
    "remove_stake_full_limit": ("hotkey", "netuid"),
    "move_stake": ("origin_hotkey", "origin_netuid"),
    "move_stake_limit": ("origin_hotkey", "origin_netuid"),
    "transfer_stake": ("hotkey", "origin_netuid"),
    "transfer_stake_and_hotkey": ("origin_hotkey", "origin_netuid"),
    "swap_stake": ("hotkey", "origin_netuid"),
    "swap_stake_limit": ("hotkey", "origin_netuid"),
    "recycle_alpha": ("hotkey", "netuid"),
    "burn_alpha": ("hotkey", "netuid"),
}
"""Calls whose fee the stake they name may pay, and their arguments that name it."""

_WHOLE_HOTKEY = ("unstake_all", "unstake_all_alpha")
"""Calls whose fee may be paid from the hotkey's only position, if it is the only one."""


def pay_fee_in_alpha(
    ctx: Context, who: bytes, definition: CallDef, args: tuple[Any, ...], fee: int
) -> Receipt | None:  # args: of any call
    """Sell stake worth `fee` without a pool fee and pay the author; return the event that tells of it.

    None, with nothing changed, where this call or its stake cannot pay.

    Nothing is given back afterwards, whatever the call turns out to use.
    Quirk: a lock does not hold this alpha back; collateral does.
    Quirk: the amount follows the spot price, so the author gets a little less than the fee.
    Quirk: without an author the call is free. Unit: rao of TAO.
    """
    position = position_of(ctx, who, definition, args)
    if position is None:
        return None
    hotkey, netuid = position
    staked = free(ctx, who, hotkey, netuid)
    alpha = U64F64.to_u64(U64F64.div(U64F64.from_int(fee), spot_price(ctx, netuid)))
    if staked < alpha:
        return None
    if ctx.author is None:
        return events.TransactionFeePaidWithAlpha, (who, stake.ROOT, 0, 0)
    # Quirk: a fee worth less than a rao of alpha takes the whole position.
    alpha = alpha or staked
    try:
        with ctx.layer():
            tao = unstake_from(ctx, hotkey, who, ctx.author, netuid, alpha, limit=0, drop_fees=True)
    except DispatchError:
        return None
    return events.TransactionFeePaidWithAlpha, (who, netuid, alpha, tao)


def position_of(
    ctx: Context, who: bytes, definition: CallDef, args: tuple[Any, ...]
) -> tuple[bytes, int] | None:  # args: of any call
    """Return the (hotkey, netuid) whose stake may pay for a call, None where there is no such stake."""
    if definition.pallet != PALLET:
        return None
    named = dict(zip((name for name, _ in definition.args), args, strict=True))
    if definition.name in _ONE_POSITION:
        hotkey, netuid = _ONE_POSITION[definition.name]
        return named[hotkey], named[netuid]
    if definition.name not in _WHOLE_HOTKEY:
        return None
    hotkey = named["hotkey"]
    found = [
        netuid
        for netuid in networks(ctx)
        if subtoken_enabled.get(ctx, netuid) and stake.stake_of(ctx, hotkey, who, netuid)
    ]
    return (hotkey, found[0]) if len(found) == 1 else None
