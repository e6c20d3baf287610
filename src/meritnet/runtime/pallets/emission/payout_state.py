"""Runs a subnet's epoch and pays its alpha: owner, miners, validators with their stakers, root stakers.

Units: rao of alpha unless said otherwise.
Source: vectors/economics/dividend_distribution.json
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from meritnet.codec import Case
from meritnet.primitives.fixed import U96F32
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets import accounting
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.collateral.settling import settle
from meritnet.runtime.pallets.consensus_yuma.run import run_subnet_epoch
from meritnet.runtime.pallets.hyperparameters.storage import recycle_or_burn
from meritnet.runtime.pallets.leases.payout import on_owner_cut
from meritnet.runtime.pallets.locks.locking import lock_owner_cut
from meritnet.runtime.pallets.registration.hotkeys import owned_by, owner_of
from meritnet.runtime.pallets.registration.uids import is_registered
from meritnet.runtime.pallets.root_claims.book import credit
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.inheritance import distribute, tao_weight
from meritnet.runtime.pallets.staking.stake import (
    ROOT,
    delegate_take,
    increase,
    increase_pool,
    total_of,
)
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.state.items import StorageDoubleMap

from . import payout, storage
from .changes import put
from .events import AutoStakeAdded

if TYPE_CHECKING:
    from .drain import Drained

RECYCLE = Case("Recycle")
Bonded = Collection[tuple[bytes, bytes]]
"""(hotkey, coldkey) of the positions that hold collateral."""


class Plan(NamedTuple):
    """Who gets what of an epoch's alpha."""

    owner: int
    miners: payout.IncentivePayouts
    stakers: dict[bytes, payout.TakeSplit]
    """By hotkey: its owner's take of the dividends, and what all who stake with it share."""
    root: dict[bytes, payout.TakeSplit]
    """The same for dividends on root stake."""
    dividends: payout.DividendPayouts = payout.NO_DIVIDENDS
    """What the two before were split from."""


def run_epoch(ctx: Context, netuid: int, drained: "Drained") -> None:
    """Run consensus on what was set aside and pay it out."""
    pay(ctx, netuid, plan(ctx, netuid, drained, consensus(ctx, netuid, drained)))


def consensus(ctx: Context, netuid: int, drained: "Drained") -> list[tuple[bytes, int, int]]:
    """Run consensus on what was set aside; return (hotkey, incentive, dividend) in account order."""
    if ctx.params.split_ppm is None:
        # Quirk: miners are paid half of the whole budget, which is their own part only if none of root's was recycled.
        return run_subnet_epoch(ctx, netuid, drained.consensus_budget)
    # With their part doubled for a budget, miners get exactly that part.
    return payout.cut_to(run_subnet_epoch(ctx, netuid, 2 * drained.server), drained.consensus_budget)


def plan(ctx: Context, netuid: int, drained: "Drained", result: list[tuple[bytes, int, int]]) -> Plan:
    """Return who gets what by consensus' result; a burn on child keys' dividends is recycled here."""
    incentives = {hotkey: incentive for hotkey, incentive, _ in result}
    dividends = spread_over_parents(ctx, netuid, result)
    payouts = payout.dividend_payouts(
        dividends,
        {hotkey: total_of(ctx, hotkey, netuid) for hotkey in dividends},
        {hotkey: total_of(ctx, hotkey, ROOT) for hotkey in dividends},
        tao_weight(ctx),
        payout.validator_budget(drained.server, drained.validator, sum(incentives.values())),
        drained.root,
    )
    takes = {hotkey: payout.take_of(delegate_take(ctx, hotkey)) for hotkey in dividends}
    return Plan(
        drained.owner,
        payout.incentive_payouts(incentives, owner_hotkeys(ctx, netuid)),
        {hotkey: payout.split_take(amount, takes[hotkey]) for hotkey, amount in payouts.alpha.items()},
        {hotkey: payout.split_take(amount, takes[hotkey]) for hotkey, amount in payouts.root.items()},
        payouts,
    )


def pay(ctx: Context, netuid: int, planned: Plan) -> None:
    """Pay an epoch's alpha: owner, miners, validators with their stakers, root stakers.

    Miners' pay and takes settle collateral first, in that order; what it holds is staked with the hotkey itself.
    """
    _pay_owner(ctx, netuid, planned.owner)
    bonded = bonds.bonded(ctx, netuid).keys()
    _pay_miners(ctx, netuid, planned.miners, bonded)
    _pay_stakers(ctx, netuid, planned, bonded)
    _pay_root(ctx, netuid, planned, bonded)


def spread_over_parents(
    ctx: Context, netuid: int, result: Iterable[tuple[bytes, int, int]]
) -> dict[bytes, int]:
    """Return dividends (U96F32) by hotkey in account order after each one was shared with the hotkey's parents."""
    spread: dict[bytes, int] = {}
    for hotkey, _, dividend in result:
        for receiver, part in distribute(ctx, netuid, hotkey, dividend):
            spread[receiver] = U96F32.add(spread.get(receiver, 0), U96F32.from_int(part))
    return dict(sorted(spread.items()))


def owner_hotkeys(ctx: Context, netuid: int) -> set[bytes]:
    """Return the hotkeys with a uid that belong to the subnet's owner: these earn no incentive."""
    found = {h for h in owned_by(ctx, subnets.subnet_owner.get(ctx, netuid)) if is_registered(ctx, netuid, h)}
    if subnets.subnet_owner_hotkey.exists(ctx, netuid):
        hotkey = subnets.subnet_owner_hotkey.get(ctx, netuid)
        if is_registered(ctx, netuid, hotkey):
            found.add(hotkey)
    return found


def _pay_owner(ctx: Context, netuid: int, amount: int) -> None:
    """Stake the owner's cut, and lock it where the subnet wants that; without an owner it stays outstanding."""
    if subnets.subnet_owner.exists(ctx, netuid) and subnets.subnet_owner_hotkey.exists(ctx, netuid):
        hotkey = subnets.subnet_owner_hotkey.get(ctx, netuid)
        increase(ctx, hotkey, subnets.subnet_owner.get(ctx, netuid), netuid, amount)
        lock_owner_cut(ctx, netuid, amount)
        on_owner_cut(ctx, netuid, amount)


def _pay_miners(ctx: Context, netuid: int, payouts: payout.IncentivePayouts, bonded: Bonded) -> None:
    recycles = recycle_or_burn.get(ctx, netuid) == RECYCLE
    withhold = accounting.recycle_alpha if recycles else accounting.burn_alpha
    for amount in payouts.withheld.values():
        withhold(ctx, netuid, amount)
    for hotkey, incentive in payouts.paid.items():
        owner = owner_of(ctx, hotkey)
        if bonded and (hotkey, owner) in bonded:
            captured = settle(ctx, netuid, hotkey, owner, incentive, incentive)
            if captured and captured == incentive:
                continue
            incentive -= captured
        destination = staking.auto_stake_destination.get(ctx, owner, netuid)
        if destination is not None:
            ctx.emit(AutoStakeAdded, netuid, destination, hotkey, owner, incentive)
        increase(ctx, destination or hotkey, owner, netuid, incentive)
    put(ctx, storage.miner_burned, netuid, payouts.miner_burned)


def _pay_stakers(ctx: Context, netuid: int, planned: Plan, bonded: Bonded) -> None:
    last = staking.total_hotkey_alpha_last_epoch
    for hotkey, parts in planned.stakers.items():
        _pay_take(ctx, netuid, hotkey, parts.take, planned.dividends.alpha, bonded)
        increase_pool(ctx, hotkey, netuid, parts.rest)
        value = total_of(ctx, hotkey, netuid)
        if last.get(ctx, hotkey, netuid) != value or not last.exists(ctx, hotkey, netuid):
            last.set(ctx, hotkey, netuid, value)
    _record(ctx, storage.alpha_dividends_per_subnet, netuid, planned.stakers)


def _pay_root(ctx: Context, netuid: int, planned: Plan, bonded: Bonded) -> None:
    for hotkey, parts in planned.root.items():
        _pay_take(ctx, netuid, hotkey, parts.take, planned.dividends.root, bonded)
        credit(ctx, hotkey, netuid, parts.rest)
    _record(ctx, storage.root_alpha_dividends_per_subnet, netuid, planned.root)


def _pay_take(
    ctx: Context, netuid: int, hotkey: bytes, take: int, dividends: dict[bytes, int], bonded: Bonded
) -> None:
    """Stake an owner's take; all of the dividend counts as earned, but only the take may become collateral."""
    if bonded and (hotkey, owner := owner_of(ctx, hotkey)) in bonded:
        take -= settle(ctx, netuid, hotkey, owner, U96F32.to_u64(dividends[hotkey]), take)
    if take:
        increase(ctx, hotkey, owner_of(ctx, hotkey), netuid, take)


def _record(ctx: Context, item: StorageDoubleMap, netuid: int, shared: dict[bytes, payout.TakeSplit]) -> None:
    """Make the map hold exactly what stakers shared, for the subnet.

    Quirk: hotkeys that got nothing have an entry too.
    """
    before = dict(item.iter_prefix(ctx, netuid))
    for hotkey in before:
        if hotkey not in shared:
            item.remove(ctx, netuid, hotkey)
    for hotkey, parts in shared.items():
        if before.get(hotkey) != parts.rest:
            item.set(ctx, netuid, hotkey, parts.rest)
