"""Turns stake into TAO: the one path that every call which removes stake takes."""

from meritnet.primitives.fixed import sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets.accounting import burn_alpha
from meritnet.runtime.pallets.collateral.covering import ensure_free
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.locks import positions as locks
from meritnet.runtime.pallets.root_claims.book import on_root_stake_removed
from meritnet.runtime.pallets.root_claims.index import drop_if_no_root_stake
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import SELL_DEFAULT_LIMIT

from . import events, flows, stake, storage


def unstake_from(
    ctx: Context,
    hotkey: bytes,
    coldkey: bytes,
    beneficiary: bytes,
    netuid: int,
    alpha: int,
    limit: int = SELL_DEFAULT_LIMIT,
    drop_fees: bool = False,
) -> int:
    """Sell a coldkey's alpha and pay the beneficiary; return the TAO.

    Alpha that the limit leaves unsold goes back to the stake.
    Quirk: more alpha than is staked is sold without any stake being removed; callers check first.
    Quirk: the fee is alpha and is sold for the author at once; a fee too small to give a rao fails the whole.
    Units: rao; `limit` is rao of TAO per whole alpha.
    Raises: ModuleError, TokenError; the caller's layer undoes what was done.
    """
    ensure_free(ctx, coldkey, hotkey, netuid, alpha)
    stake.decrease(ctx, hotkey, coldkey, netuid, alpha)
    result = pool.sell(ctx, netuid, alpha, limit, drop_fees)
    unsold = sat_sub64(alpha, sat_add64(result.paid_in, result.fee_paid))
    if unsold:
        stake.increase(ctx, hotkey, coldkey, netuid, unsold)
    money.from_subnet(ctx, netuid, beneficiary, result.paid_out)
    author_tao = _pay_author(ctx, netuid, result.fee_to_block_author)
    if netuid == stake.ROOT:
        on_root_stake_removed(ctx, hotkey, coldkey, alpha)
        drop_if_no_root_stake(ctx, coldkey)
    flows.stakers_out(ctx, netuid, sat_add64(result.paid_out, author_tao))
    locks.settle(ctx, coldkey, netuid)
    storage.last_coldkey_hotkey_stake_block.set(ctx, coldkey, hotkey, ctx.block_number)
    ctx.emit(events.StakeRemoved, coldkey, hotkey, result.paid_out, result.paid_in, netuid, result.fee_paid)
    return result.paid_out


def _pay_author(ctx: Context, netuid: int, fee: int) -> int:
    """Sell the alpha fee for the block's author and return the TAO; without an author the alpha is burned."""
    if ctx.author is None:
        burn_alpha(ctx, netuid, fee)
        return 0
    tao = pool.sell(ctx, netuid, fee, SELL_DEFAULT_LIMIT, drop_fees=True).paid_out
    money.from_subnet(ctx, netuid, ctx.author, tao)
    return tao
