"""Trims a subnet to fewer uids: the lowest emission goes, the others move up."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.evm_keys import associations
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.subtensor.errors import TrimmingWouldExceedMaxImmunePercentage

from . import pruning, storage, uids
from .prune_order import immortal_hotkeys, neurons


def trim_to(ctx: Context, netuid: int, max_n: int) -> None:
    """Bring a subnet down to `max_n` uids if it has more; who may do it and the bounds are the caller's part.

    Owner hotkeys that pruning spares and neurons in immunity stay.
    Raises: TrimmingWouldExceedMaxImmunePercentage if too many of them would.
    Quirk: the count becomes `max_n` even where more than that are protected and stay.
    """
    n = uids.count(ctx, netuid)
    if n <= max_n:
        return
    slots = neurons(ctx, netuid)
    immortal = immortal_hotkeys(ctx, netuid, slots)
    period = hyper.immunity_period.get(ctx, netuid)
    protected = {
        slot.uid
        for slot in slots
        if slot.hotkey in immortal or pruning.is_immune(slot, ctx.block_number, period)
    }
    ensure(
        pruning.may_trim(len(protected), max_n),
        TrimmingWouldExceedMaxImmunePercentage,
        netuid=netuid,
        protected=len(protected),
        max_n=max_n,
    )
    emissions = [0] * n
    for slot in slots:
        emissions[slot.uid] = slot.emission
    new_uids = pruning.trimmed_uids(emissions, protected, max_n)
    for uid in range(n):
        if uid not in new_uids:
            _remove(ctx, netuid, uid)
    _move(ctx, netuid, n, new_uids)
    associations.move(ctx, netuid, new_uids)
    columns.trim(ctx, netuid, n, new_uids)
    storage.subnetwork_n.set(ctx, netuid, max_n)


def _remove(ctx: Context, netuid: int, uid: int) -> None:
    associations.forget(ctx, netuid, uid)
    hotkey = uids.hotkey_of(ctx, netuid, uid)
    if hotkey is None:
        return
    storage.uids.remove(ctx, netuid, hotkey)
    storage.is_network_member.remove(ctx, hotkey, netuid)
    emission.last_hotkey_emission_on_netuid.remove(ctx, hotkey, netuid)
    emission.alpha_dividends_per_subnet.remove(ctx, netuid, hotkey)
    uids.forget_endpoints(ctx, netuid, hotkey)


def _move(ctx: Context, netuid: int, n: int, new_uids: dict[int, int]) -> None:
    kept = [
        (new, storage.keys.get(ctx, netuid, old), storage.block_at_registration.get(ctx, netuid, old))
        for old, new in new_uids.items()
    ]
    for uid in range(n):
        storage.keys.remove(ctx, netuid, uid)
        storage.block_at_registration.remove(ctx, netuid, uid)
    for uid, hotkey, registered_at in kept:
        storage.keys.set(ctx, netuid, uid, hotkey)
        storage.uids.set(ctx, netuid, hotkey, uid)
        storage.block_at_registration.set(ctx, netuid, uid, registered_at)
