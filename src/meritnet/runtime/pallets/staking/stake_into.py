"""Turns a coldkey's TAO into stake: the one path that every call which adds stake takes."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.locks import positions as locks
from meritnet.runtime.pallets.root_claims.book import on_root_stake_added
from meritnet.runtime.pallets.root_claims.index import ensure_indexed
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.subtensor import errors
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT

from . import events, flows, stake, storage


def stake_into(
    ctx: Context,
    hotkey: bytes,
    coldkey: bytes,
    netuid: int,
    tao: int,
    limit: int = BUY_DEFAULT_LIMIT,
    drop_fees: bool = False,
) -> int:
    """Buy a subnet's alpha for the coldkey and stake it with the hotkey; return the alpha.

    Quirk: TAO that the limit leaves unused stays on the subnet's account, so callers size the amount first.
    Units: rao; `limit` is rao of TAO per whole alpha.
    Raises: ModuleError, TokenError; the caller's layer undoes what was done.
    """
    moved = money.to_subnet(ctx, coldkey, netuid, tao)
    if moved is None:
        raise errors.InsufficientTaoBalance(coldkey=coldkey, wanted=tao)
    result = pool.buy(ctx, netuid, moved, limit, drop_fees)
    alpha = result.paid_out
    ensure(alpha, errors.AmountTooLow, tao=moved)
    ensure(stake.is_precise_enough(ctx, hotkey, netuid, alpha), errors.InsufficientLiquidity, alpha=alpha)
    stake.increase(ctx, hotkey, coldkey, netuid, alpha)
    pay_author(ctx, netuid, result.fee_to_block_author)
    flows.stakers_in(ctx, netuid, result.paid_in)
    locks.settle(ctx, coldkey, netuid)
    storage.last_coldkey_hotkey_stake_block.set(ctx, coldkey, hotkey, ctx.block_number)
    if netuid == stake.ROOT:
        on_root_stake_added(ctx, hotkey, coldkey, alpha)
        ensure_indexed(ctx, coldkey)
    ctx.emit(events.StakeAdded, coldkey, hotkey, moved, alpha, netuid, result.fee_paid)
    return alpha


def pay_author(ctx: Context, netuid: int, fee: int) -> None:
    """Pay the pool fee to the block's author, or burn it where the author is unknown."""
    if ctx.author is not None:
        money.from_subnet(ctx, netuid, ctx.author, fee)
        return
    try:
        with ctx.layer():
            money.burn(ctx, subnet_account(netuid), fee)
    except DispatchError:
        # The reference goes on with the fee left on the subnet's account.
        return
