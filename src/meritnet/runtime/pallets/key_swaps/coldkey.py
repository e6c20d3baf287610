"""Gives all that a coldkey owns to a new coldkey: subnets, hotkeys, stake, collateral, claims, locks, identity, TAO.

Source: repository opentensor/subtensor, pallets/subtensor/src/swap/swap_coldkey.rs, runtime 425.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.hyperparameters import rate_limits
from meritnet.runtime.pallets.locks import renaming as locks
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.root_claims import index
from meritnet.runtime.pallets.root_claims import renaming as root_claims
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.queries import ROOT, networks
from meritnet.runtime.pallets.subtensor import errors
from meritnet.state.items import StorageMap

from . import events


def swap(ctx: Context, old: bytes, new: bytes) -> None:
    """Rename a coldkey; the caller has seen to announcement and cost.

    Quirk: what is not in the list here stays with the old name: the kind of its root claims, when it last staked with
    a hotkey, its rate limits by subnet, proxies and deposits. So does an identity if the new coldkey has one already.
    Raises: ColdKeyAlreadyAssociated, NewColdKeyIsHotkey, ActiveLockExists, ColdkeyCollateralIncomplete.
    """
    ensure(not staking.staking_hotkeys.get(ctx, new), errors.ColdKeyAlreadyAssociated, coldkey=new)
    ensure(not hotkeys.exists(ctx, new), errors.NewColdKeyIsHotkey, account=new)
    _move_identity(ctx, old, new)
    for netuid in networks(ctx):
        if subnets.subnet_owner.get(ctx, netuid) == old:
            subnets.subnet_owner.set(ctx, netuid, new)
        _move_auto_stake(ctx, netuid, old, new)
        _move_stake(ctx, netuid, old, new)
        bonds.rename_coldkey(ctx, netuid, old, new)
    _join_lists(ctx, staking.staking_hotkeys, old, new)
    _move_hotkeys(ctx, old, new)
    locks.rename_coldkey(ctx, old, new)
    _move_balance(ctx, old, new)
    rate_limits.record(ctx, rate_limits.key_swap_key(new))
    ctx.emit(events.ColdkeySwapped, old, new)


def _move_identity(ctx: Context, old: bytes, new: bytes) -> None:
    identity = registration.identities_v2.get(ctx, old)
    if identity is not None and not registration.identities_v2.exists(ctx, new):
        registration.identities_v2.remove(ctx, old)
        registration.identities_v2.set(ctx, new, identity)


def _move_auto_stake(ctx: Context, netuid: int, old: bytes, new: bytes) -> None:
    """Move where mining rewards go; the coldkey gets the last place on the hotkey's list.

    Quirk: what the new coldkey had chosen before is overwritten, but that hotkey goes on to list it.
    """
    hotkey = staking.auto_stake_destination.get(ctx, old, netuid)
    if hotkey is None:
        return
    staking.auto_stake_destination.remove(ctx, old, netuid)
    staking.auto_stake_destination.set(ctx, new, netuid, hotkey)
    listed = staking.auto_stake_destination_coldkeys.get(ctx, hotkey, netuid)
    others = [coldkey for coldkey in listed if coldkey not in (old, new)]
    staking.auto_stake_destination_coldkeys.set(ctx, hotkey, netuid, (*others, new))


def _move_stake(ctx: Context, netuid: int, old: bytes, new: bytes) -> None:
    """Move the coldkey's stake on a subnet with all its hotkeys, by value: shares are given out anew."""
    for hotkey in staking.staking_hotkeys.get(ctx, old):
        alpha = stake.stake_of(ctx, hotkey, old, netuid)
        stake.decrease(ctx, hotkey, old, netuid, alpha)
        stake.increase(ctx, hotkey, new, netuid, alpha)
        arrived = stake.stake_of(ctx, hotkey, new, netuid) > 0
        # Quirk: without stake on the subnet, what was claimed of its root dividends is not carried along.
        if arrived or (
            ctx.params.coldkey_swap_keeps_claims and root_claims.has_claimed(ctx, netuid, hotkey, old)
        ):
            root_claims.move_claimed(ctx, netuid, (hotkey, old), (hotkey, new))
        if arrived and netuid == ROOT:
            index.ensure_indexed(ctx, new)
    if netuid == ROOT:
        index.drop(ctx, old)


def _join_lists(ctx: Context, item: StorageMap, old: bytes, new: bytes) -> None:
    """Append the old coldkey's hotkeys to the new one's list. Quirk: an empty list is stored too."""
    joined = dict.fromkeys((*item.get(ctx, new), *item.get(ctx, old)))
    item.remove(ctx, old)
    item.set(ctx, new, tuple(joined))


def _move_hotkeys(ctx: Context, old: bytes, new: bytes) -> None:
    for hotkey in hotkeys.owned_by(ctx, old):
        hotkeys.ensure_not_system(hotkey)
        registration.owner.set(ctx, hotkey, new)
    _join_lists(ctx, registration.owned_hotkeys, old, new)


def _move_balance(ctx: Context, old: bytes, new: bytes) -> None:
    """Move all TAO that can move; an account that still has deposits or reserves keeps what they hold."""
    amount = balances.reducible(ctx, old, keep_alive=False)
    if amount:
        money.transfer(ctx, old, new, amount)
