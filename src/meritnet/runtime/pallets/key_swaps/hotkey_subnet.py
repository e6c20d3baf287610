"""Gives everything that a hotkey has on one subnet to a new hotkey.

Source: repository opentensor/subtensor, pallets/subtensor/src/swap/swap_hotkey.rs, runtime 425.
"""

from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.root_claims import renaming as root_claims
from meritnet.runtime.pallets.staking import child_keys, stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import owner_hotkey
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.queries import ROOT
from meritnet.runtime.pallets.voting_power import tracking as voting_power
from meritnet.runtime.pallets.weights import storage as weights
from meritnet.state.items import StorageDoubleMap

from .tally import Tally


def move(ctx: Context, netuid: int, old: bytes, new: bytes, tally: Tally, *, keep_stake: bool) -> None:
    """Rename a hotkey on a subnet; locks are the caller's part, since they must go before the owner hotkey does.

    Quirk: commits under a timelock and data of the Commitments pallet stay with the old name, as do its rate limits
    by subnet and root dividends of the last epoch.
    Raises: ModuleError where links of children or scheduled children stand in the way.
    """
    if _move_slot(ctx, netuid, old, new, tally):
        _move_served(ctx, netuid, old, new, tally)
        _move_commits(ctx, netuid, old, new, tally)
    if staking.childkey_take.exists(ctx, old, netuid):
        staking.childkey_take.set(ctx, new, netuid, staking.childkey_take.get(ctx, old, netuid))
        staking.childkey_take.remove(ctx, old, netuid)
        tally.add(1, 2)
    if not keep_stake and bonds.rename_hotkey(ctx, netuid, old, new, owner_of(ctx, new)):
        tally.add(5, 4)
    tally.add(*child_keys.rename_hotkey(ctx, netuid, old, new))
    tally.add(*child_keys.rename_scheduled_child(ctx, netuid, old, new))
    _move_auto_stake(ctx, netuid, old, new)
    if subnets.subnet_owner_hotkey.exists(ctx, netuid):
        tally.add(1, 0)
        if subnets.subnet_owner_hotkey.get(ctx, netuid) == old:
            owner_hotkey.assign(ctx, netuid, new)
            tally.add(0, 1)
    if not keep_stake:
        _move_records(ctx, netuid, old, new, tally)
        _move_stake(ctx, netuid, old, new, tally)
        if netuid == ROOT:
            _move_root(ctx, old, new, tally)


def _move_slot(ctx: Context, netuid: int, old: bytes, new: bytes, tally: Tally) -> bool:
    """Move the uid and return whether there was one.

    Quirk: of a hotkey without a uid the new name is written down as no member.
    """
    member = bool(registration.is_network_member.get(ctx, old, netuid))
    registration.is_network_member.remove(ctx, old, netuid)
    registration.is_network_member.set(ctx, new, netuid, member)
    tally.add(1, 2)
    uid = registration.uids.get(ctx, netuid, old)
    if member and uid is not None:
        registration.uids.remove(ctx, netuid, old)
        registration.uids.set(ctx, netuid, new, uid)
        registration.keys.set(ctx, netuid, uid, new)
        tally.add(1, 3)
    return member


def _move_served(ctx: Context, netuid: int, old: bytes, new: bytes, tally: Tally) -> None:
    for item in (registration.prometheus, registration.axons, registration.neuron_certificates):
        _move_row(ctx, item, netuid, old, new, tally)


def _move_commits(ctx: Context, netuid: int, old: bytes, new: bytes, tally: Tally) -> None:
    for mechanism in range(mechanisms_state.count(ctx, netuid)):
        _move_row(ctx, weights.weight_commits, storage_index(netuid, mechanism), old, new, tally)


def _move_row(ctx: Context, item: StorageDoubleMap, first: int, old: bytes, new: bytes, tally: Tally) -> None:
    if item.exists(ctx, first, old):
        item.set(ctx, first, new, item.get(ctx, first, old))
        item.remove(ctx, first, old)
        tally.add(1, 2)


def _move_auto_stake(ctx: Context, netuid: int, old: bytes, new: bytes) -> None:
    """Send the rewards of all whom the old name lists to the new one, also of those who chose another since.

    Quirk: who had chosen the new name before drops out of its list, though the rewards still go there.
    """
    listed = staking.auto_stake_destination_coldkeys
    if listed.exists(ctx, old, netuid):
        coldkeys = listed.get(ctx, old, netuid)
        for coldkey in coldkeys:
            staking.auto_stake_destination.set(ctx, coldkey, netuid, new)
        listed.remove(ctx, old, netuid)
        listed.set(ctx, new, netuid, coldkeys)


def _move_records(ctx: Context, netuid: int, old: bytes, new: bytes, tally: Tally) -> None:
    """Add what the old name was paid with, and its voting power, to the new one. Quirk: rows of 0 are written."""
    for item, is_by_hotkey in (
        (staking.total_hotkey_alpha_last_epoch, True),
        (emission.alpha_dividends_per_subnet, False),
    ):
        old_row, new_row = ((old, netuid), (new, netuid)) if is_by_hotkey else ((netuid, old), (netuid, new))
        moved = item.get(ctx, *old_row)
        item.remove(ctx, *old_row)
        item.set(ctx, new_row[0], new_row[1], sat_add64(moved, item.get(ctx, *new_row)))
        tally.add(2, 2)
    voting_power.rename_hotkey(ctx, netuid, old, new)
    tally.add(2, 2)


def _move_stake(ctx: Context, netuid: int, old: bytes, new: bytes, tally: Tally) -> None:
    """Move the stake of every coldkey by value: shares of the new hotkey's pool are given out for it."""
    stakers: set[bytes] = set()
    for item in (staking.alpha, staking.alpha_v2):
        rows = [parts for parts, _ in item.iter_prefix(ctx, old)]
        tally.add(len(rows), len(rows))
        stakers.update(coldkey for coldkey, where in rows if where == netuid)
    for coldkey in sorted(stakers):
        alpha = stake.stake_of(ctx, old, coldkey, netuid)
        stake.decrease(ctx, old, coldkey, netuid, alpha)
        stake.increase(ctx, new, coldkey, netuid, alpha)
        tally.add(3, 2)
        if old in staking.staking_hotkeys.get(ctx, coldkey):
            # Also where the stake was below one rao, which `increase` passes over.
            stake.remember_hotkey(ctx, coldkey, new)


def _move_root(ctx: Context, old: bytes, new: bytes, tally: Tally) -> None:
    """Move the book of root dividends, what was claimed of it, and the choice to become new subnets' parent."""
    tally.add(2, 2)
    netuids = root_claims.move_book(ctx, old, new)
    tally.add(1, 0)
    for netuid in netuids:
        coldkeys = root_claims.claimants(ctx, netuid, old)
        for coldkey in coldkeys:
            root_claims.move_claimed(ctx, netuid, (old, coldkey), (new, coldkey))
        tally.add(3 * len(coldkeys), 2 * len(coldkeys))
    if staking.auto_parent_delegation_enabled.exists(ctx, old):
        choice = staking.auto_parent_delegation_enabled.get(ctx, old)
        staking.auto_parent_delegation_enabled.remove(ctx, old)
        staking.auto_parent_delegation_enabled.set(ctx, new, choice)
        tally.add(1, 2)
