"""Swaps a hotkey for another of the same coldkey, on one subnet or on all.

Both hotkeys belong to the coldkey, or nobody knows the new one yet. On one subnet the old hotkey stays the coldkey's;
on all subnets the new one takes its place.
Source: repository opentensor/subtensor, pallets/subtensor/src/swap/swap_hotkey.rs, runtime 425.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.collateral.errors import KeepStakeBlockedByCollateral
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.hyperparameters import rate_limits
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.locks import renaming as locks
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.root_claims.renaming import is_clean
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets.queries import ROOT, networks
from meritnet.runtime.pallets.subtensor import errors

from . import cooldown, events, hotkey_subnet
from .announcements import SWAP_COST
from .tally import Tally

SUBNET_SWAP_COST = 1_000_000
"""What a swap on one subnet recycles. Unit: rao."""
WAITS = (rate_limits.key_swap_key, rate_limits.delegate_take_key, rate_limits.childkey_take_key)
"""Keys of a hotkey's waits, which the new one takes over."""


def swap(
    ctx: Context, coldkey: bytes, old: bytes, new: bytes, netuid: int | None, *, keep_stake: bool
) -> Tally:
    """Swap `old` for `new` on one subnet, or on all of them (None); return the rows touched.

    With `keep_stake` the stake, dividend records, voting power and root dividends stay with the old hotkey.
    Raises: ModuleError, in the order of the checks below.
    """
    tally = Tally(reads=4)
    _ensure_allowed(ctx, coldkey, old, new, netuid, keep_stake=keep_stake)
    for key_of in WAITS:
        rate_limits.hand_over(ctx, key_of(old), key_of(new))
        tally.add(1, 1)
    if netuid is None:
        _swap_everywhere(ctx, coldkey, old, new, tally, keep_stake=keep_stake)
    else:
        _swap_on_subnet(ctx, coldkey, old, new, netuid, tally, keep_stake=keep_stake)
    return tally


def _ensure_allowed(
    ctx: Context, coldkey: bytes, old: bytes, new: bytes, netuid: int | None, *, keep_stake: bool
) -> None:
    ensure(hotkeys.owns(ctx, coldkey, old), errors.NonAssociatedColdKey, hotkey=old, coldkey=coldkey)
    free_or_own = not hotkeys.exists(ctx, new) or hotkeys.owns(ctx, coldkey, new)
    ensure(free_or_own, errors.NonAssociatedColdKey, hotkey=new, coldkey=coldkey)
    ensure(old != new, errors.NewHotKeyIsSameWithOld, hotkey=new)
    if keep_stake:
        # Collateral goes with the uid, so it cannot stay behind with the stake.
        held = any(
            bonds.bond_of(ctx, each, old, coldkey) for each in (networks(ctx) if netuid is None else [netuid])
        )
        ensure(not held, KeepStakeBlockedByCollateral, hotkey=old)
    last, limit = rate_limits.last(ctx, rate_limits.key_swap_key(coldkey)), hyper.tx_rate_limit.get(ctx)
    passed = rate_limits.is_over_strictly(ctx.block_number, last, limit)
    ensure(passed, errors.HotKeySetTxRateLimitExceeded, last=last, limit=limit)
    _ensure_unregistered(ctx, new, netuid)
    if netuid is None or netuid == ROOT:
        # Two books of root dividends cannot be joined without taking from one side's stakers.
        clean = is_clean(ctx, new) and not stake.total_of(ctx, new, ROOT)
        ensure(clean, errors.NewHotKeyNotCleanForRootSwap, hotkey=new)


def _ensure_unregistered(ctx: Context, hotkey: bytes, netuid: int | None) -> None:
    if netuid is None:
        registered = uids.is_registered_anywhere(ctx, hotkey)
    else:
        registered = bool(registration.is_network_member.get(ctx, hotkey, netuid))
    ensure(not registered, errors.HotKeyAlreadyRegisteredInSubNet, hotkey=hotkey, netuid=netuid)


def _pay(ctx: Context, coldkey: bytes, cost: int) -> None:
    """Recycle the price. Quirk: who could pay only with the existential deposit gets another error."""
    movable = balances.reducible(ctx, coldkey, keep_alive=False)
    ensure(cost <= movable, errors.NotEnoughBalanceToPaySwapHotKey, cost=cost, movable=movable)
    ensure(money.recycle(ctx, coldkey, cost), errors.InsufficientTaoBalance, cost=cost, movable=movable)


def _swap_on_subnet(
    ctx: Context, coldkey: bytes, old: bytes, new: bytes, netuid: int, tally: Tally, *, keep_stake: bool
) -> None:
    cooldown.ensure_over(ctx, netuid, coldkey, first_waits=True)
    hotkeys.ensure_not_system(new)
    _ensure_unregistered(ctx, new, netuid)
    _pay(ctx, coldkey, SUBNET_SWAP_COST)
    registration.owner.set(ctx, new, coldkey)
    owned = hotkeys.owned_by(ctx, coldkey)
    if new not in owned:
        registration.owned_hotkeys.set(ctx, coldkey, (*owned, new))
        tally.add(1, 1)
    tally.add(*locks.rename_hotkey(ctx, old, new, netuid))
    hotkey_subnet.move(ctx, netuid, old, new, tally, keep_stake=keep_stake)
    rate_limits.record(ctx, rate_limits.key_swap_key(coldkey))
    cooldown.record(ctx, netuid, coldkey)
    # Read: the wait, membership, price, balance, owner. Written: balance, owner, the two records.
    tally.add(3 + 1 + 1 + 1 + 1, 1 + 1 + 2)
    ctx.emit(events.HotkeySwappedOnSubnet, coldkey, old, new, netuid)


def _swap_everywhere(
    ctx: Context, coldkey: bytes, old: bytes, new: bytes, tally: Tally, *, keep_stake: bool
) -> None:
    netuids = networks(ctx)
    # Being somebody's child does not count: parents choose children without asking them.
    taking_part = [
        netuid
        for netuid in netuids
        if registration.is_network_member.get(ctx, old, netuid) or staking.child_keys.get(ctx, old, netuid)
    ]
    tally.add(2 * len(netuids) + 1, 0)
    for netuid in taking_part:
        cooldown.ensure_over(ctx, netuid, coldkey, first_waits=False)
    _pay(ctx, coldkey, SWAP_COST)
    tally.add(len(taking_part) + 3, 2)
    stakers = _stakers(ctx, old)
    tally.add(len(stakers), 0)
    tally.add(*locks.rename_hotkey(ctx, old, new, None))
    _move_ownership(ctx, coldkey, old, new)
    tally.add(2, 2)
    for netuid in netuids:
        hotkey_subnet.move(ctx, netuid, old, new, tally, keep_stake=keep_stake)
    for key_of in WAITS:
        rate_limits.forget(ctx, key_of(old))
        tally.add(1, 2)
    if staking.delegates.exists(ctx, old):
        staking.delegates.set(ctx, new, staking.delegates.get(ctx, old))
        staking.delegates.remove(ctx, old)
        tally.add(2, 2)
    if not keep_stake:
        _replace_in_lists(ctx, stakers, old, new, tally)
    for netuid in taking_part:
        cooldown.record(ctx, netuid, coldkey)
    rate_limits.record(ctx, rate_limits.key_swap_key(coldkey))
    tally.add(0, len(taking_part) + 1)
    ctx.emit(events.HotkeySwapped, coldkey, old, new)


def _stakers(ctx: Context, hotkey: bytes) -> list[tuple[bytes, bool]]:
    """Return (coldkey, whether it has a share) for each of the hotkey's positions, in the order of accounts."""
    shares = {}
    for item in (staking.alpha, staking.alpha_v2):
        for (coldkey, netuid), _ in item.iter_prefix(ctx, hotkey):
            shares[coldkey, netuid] = True
    return [(coldkey, _has_share(ctx, hotkey, coldkey, netuid)) for coldkey, netuid in sorted(shares)]


def _has_share(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int) -> bool:
    if staking.alpha_v2.exists(ctx, hotkey, coldkey, netuid):
        return bool(staking.alpha_v2.get(ctx, hotkey, coldkey, netuid)[0])
    return bool(staking.alpha.get(ctx, hotkey, coldkey, netuid))


def _move_ownership(ctx: Context, coldkey: bytes, old: bytes, new: bytes) -> None:
    """Make the new hotkey the coldkey's instead of the old one. Raises: CannotUseSystemAccount."""
    registration.owner.remove(ctx, old)
    hotkeys.ensure_not_system(new)
    registration.owner.set(ctx, new, coldkey)
    owned = hotkeys.owned_by(ctx, coldkey)
    joined = owned if new in owned else (*owned, new)
    registration.owned_hotkeys.set(ctx, coldkey, tuple(hotkey for hotkey in joined if hotkey != old))


def _replace_in_lists(
    ctx: Context, stakers: list[tuple[bytes, bool]], old: bytes, new: bytes, tally: Tally
) -> None:
    """Put the new hotkey at the end of its stakers' lists, without the old one."""
    for coldkey, has_share in stakers:
        if not has_share:
            continue
        tally.add(1, 0)
        listed = staking.staking_hotkeys.get(ctx, coldkey)
        if old in listed:
            others = [hotkey for hotkey in listed if hotkey not in (old, new)]
            staking.staking_hotkeys.set(ctx, coldkey, (*others, new))
            tally.add(0, 1)
