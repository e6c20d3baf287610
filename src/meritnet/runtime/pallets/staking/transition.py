"""Moves stake between hotkeys, coldkeys and subnets.

On one subnet shares change hands without a trade and without a fee. Between subnets alpha is sold and bought,
and exactly one of the two pools takes its fee. A lock holds alpha back from leaving a subnet; within it the lock
follows alpha that goes to another coldkey. Collateral never leaves its position.
"""

from typing import NamedTuple

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.collateral.covering import ensure_free
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.hyperparameters.storage import transfer_toggle
from meritnet.runtime.pallets.locks.available import ensure_available
from meritnet.runtime.pallets.locks.following import follow_stake
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.root_claims.book import on_root_stake_added, on_root_stake_removed
from meritnet.runtime.pallets.subnets.queries import ensure_exists
from meritnet.runtime.pallets.subtensor import errors
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT, SELL_DEFAULT_LIMIT
from meritnet.runtime.pallets.swap.pool import spot_price

from . import events, stake, storage
from .max_amounts import max_move
from .stake_into import stake_into
from .unstake_from import unstake_from
from .validation import DEFAULT_MIN_STAKE, ensure_hotkey, ensure_subtoken, ensure_worth_moving


class Place(NamedTuple):
    """Where stake is: whose, with which hotkey, on which subnet."""

    coldkey: bytes
    hotkey: bytes
    netuid: int


class PriceLimit(NamedTuple):
    """Least price of origin alpha in destination alpha, times 10^9, and whether less than all may move."""

    price: int
    partial: bool


def move(
    ctx: Context,
    origin: Place,
    destination: Place,
    alpha: int,
    limit: PriceLimit | None = None,
    *,
    is_transfer: bool = False,
) -> int:
    """Move up to `alpha` and return its worth in TAO as it was moved. Raises: ModuleError, TokenError. Units: rao."""
    alpha = min(alpha, stake.stake_of(ctx, origin.hotkey, origin.coldkey, origin.netuid))
    crosses = origin.netuid != destination.netuid
    most = max_move(ctx, origin.netuid, destination.netuid, limit.price) if crosses and limit else alpha
    _validate(ctx, origin, destination, alpha, most, limit, is_transfer=is_transfer)
    if crosses:
        return _across(ctx, origin, destination, min(alpha, most))
    return within(ctx, origin, destination, min(alpha, most))


def _validate(
    ctx: Context,
    origin: Place,
    destination: Place,
    alpha: int,
    most: int,
    limit: PriceLimit | None,
    *,
    is_transfer: bool,
) -> None:
    ensure(origin != destination, errors.SameNetuid, netuid=origin.netuid)
    ensure_exists(ctx, origin.netuid)
    ensure_exists(ctx, destination.netuid)
    ensure_subtoken(ctx, origin.netuid)
    ensure_subtoken(ctx, destination.netuid)
    ensure_hotkey(ctx, origin.hotkey)
    ensure_hotkey(ctx, destination.hotkey)
    staked = stake.stake_of(ctx, origin.hotkey, origin.coldkey, origin.netuid)
    ensure(alpha <= staked, errors.NotEnoughStakeToWithdraw, alpha=alpha, staked=staked)
    if origin.netuid != destination.netuid:
        ensure_worth_moving(ctx, origin.netuid, alpha)
        ensure(
            limit is None or limit.partial or alpha <= most, errors.SlippageTooHigh, alpha=alpha, most=most
        )
    if is_transfer:
        for netuid in (origin.netuid, destination.netuid):
            ensure(transfer_toggle.get(ctx, netuid), errors.TransferDisallowed, netuid=netuid)
    if origin.netuid != destination.netuid:
        ensure_available(ctx, origin.coldkey, origin.netuid, alpha)
    ensure_free(ctx, origin.coldkey, origin.hotkey, origin.netuid, alpha)


def _across(ctx: Context, origin: Place, destination: Place, alpha: int) -> int:
    """Sell on one subnet and buy on the other; the first of the two that is not root takes its fee.

    Quirk: the price limit sized the amount but is not enforced any more: both trades go at any price.
    """
    from_root = origin.netuid == stake.ROOT
    tao = unstake_from(
        ctx,
        origin.hotkey,
        origin.coldkey,
        origin.coldkey,
        origin.netuid,
        alpha,
        SELL_DEFAULT_LIMIT,
        drop_fees=from_root,
    )
    if origin.coldkey != destination.coldkey:
        money.transfer(ctx, origin.coldkey, destination.coldkey, tao)
    # Quirk: less than the minimum stake stays with the coldkey as TAO, and the call succeeds.
    if tao >= DEFAULT_MIN_STAKE:
        if owner_of(ctx, destination.hotkey) != destination.coldkey:
            stake.become_delegate(ctx, destination.hotkey)
        stake_into(
            ctx,
            destination.hotkey,
            destination.coldkey,
            destination.netuid,
            tao,
            BUY_DEFAULT_LIMIT,
            drop_fees=not from_root,
        )
    return tao


def within(ctx: Context, origin: Place, destination: Place, alpha: int) -> int:
    """Hand stake over on one subnet, without a trade; return its worth in TAO. Raises: ModuleError."""
    netuid = origin.netuid
    follow_stake(ctx, origin.coldkey, destination.coldkey, netuid, alpha)
    stake.decrease(ctx, origin.hotkey, origin.coldkey, netuid, alpha)
    if netuid == stake.ROOT:
        on_root_stake_removed(ctx, origin.hotkey, origin.coldkey, alpha)
    stake.increase(ctx, destination.hotkey, destination.coldkey, netuid, alpha)
    if netuid == stake.ROOT:
        # Quirk: neither coldkey's place in the index of root stakers changes; the background scan finds the new one.
        on_root_stake_added(ctx, destination.hotkey, destination.coldkey, alpha)
    worth = U64F64.to_u64(U64F64.mul(spot_price(ctx, netuid), U64F64.from_int(alpha)))
    ensure(worth >= DEFAULT_MIN_STAKE, errors.AmountTooLow, tao=worth, least=DEFAULT_MIN_STAKE)
    storage.last_coldkey_hotkey_stake_block.set(
        ctx, destination.coldkey, destination.hotkey, ctx.block_number
    )
    ctx.emit(events.StakeRemoved, origin.coldkey, origin.hotkey, worth, alpha, netuid, 0)
    ctx.emit(events.StakeAdded, destination.coldkey, destination.hotkey, worth, alpha, netuid, 0)
    return worth
