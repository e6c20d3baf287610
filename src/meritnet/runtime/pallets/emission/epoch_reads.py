"""Reads at once what an epoch and its payout will read one by one of every neuron.

It changes nothing that is read later: a value that is missing here is read when it is asked for.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.root_claims.storage import root_claimable
from meritnet.runtime.pallets.staking import storage as staking

ROOT = 0

OF_HOTKEY_AND_SUBNET = (
    staking.child_keys,
    staking.parent_keys,
    staking.total_hotkey_shares,
    staking.total_hotkey_shares_v2,
    staking.total_hotkey_alpha_last_epoch,
)
OF_STAKE = (staking.alpha, staking.alpha_v2)


def fetch(ctx: Context, netuid: int) -> None:
    """Read what every neuron of the subnet brings into its epoch."""
    if yuma.bonds.is_read(ctx, storage_index(netuid, 0), 0):
        # The subnet's last epoch left all of it in memory.
        return
    slots = [(netuid, uid) for uid in range(uids.count(ctx, netuid))]
    for of_slot in (registration.keys, registration.block_at_registration):
        of_slot.fetch(ctx, slots)
    for mechanism in range(mechanisms_state.count(ctx, netuid)):
        index = storage_index(netuid, mechanism)
        for rows in (yuma.weights, yuma.bonds):
            rows.fetch(ctx, [(index, uid) for _, uid in slots])
    hotkeys = uids.hotkeys(ctx, netuid)
    here = [(hotkey, netuid) for hotkey in hotkeys]
    staking.total_hotkey_alpha.fetch(ctx, [*here, *((hotkey, ROOT) for hotkey in hotkeys)])
    for of_both in OF_HOTKEY_AND_SUBNET:
        of_both.fetch(ctx, here)
    for of_hotkey in (registration.owner, staking.delegates, root_claimable):
        of_hotkey.fetch_keys(ctx, hotkeys)
    owners = [registration.owner.get(ctx, hotkey) for hotkey in hotkeys]
    staking.staking_hotkeys.fetch_keys(ctx, owners)
    staking.auto_stake_destination.fetch(ctx, [(owner, netuid) for owner in owners])
    for stakes in OF_STAKE:
        stakes.fetch(ctx, [(hotkey, owner, netuid) for hotkey, owner in zip(hotkeys, owners, strict=True)])
