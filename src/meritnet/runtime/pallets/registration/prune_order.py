"""Which neuron goes next, and why: pruning over state."""

from typing import NamedTuple

import numpy as np

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.subnets import storage as subnets

from . import pruning, storage
from .pruning import Neuron

LOWEST = "lowest emission of those out of immunity"
OUTDONE = "newcomers without emission would go before it"
YOUNG = f"immune, and {OUTDONE}"
OWNED = "hotkey of the subnet's owner"


class Rank(NamedTuple):
    """One neuron's place in the order of pruning, with what decided it."""

    uid: int
    hotkey: bytes
    emission: int
    """Alpha in the last epoch. Unit: rao."""
    registered_at: int
    immune_until: int
    """First block without immunity."""
    immortal: bool
    """Protected as one of the owner's hotkeys."""
    place: int | None
    """0 for the one that the next newcomer replaces; None for a neuron that cannot be pruned now."""
    reason: str


def neurons(ctx: Context, netuid: int) -> list[Neuron]:
    """Return what pruning looks at, by uid; slots without a hotkey are left out."""
    emissions = np.frombuffer(consensus.emission.get(ctx, netuid), "<u8").tolist()
    keys, registered = storage.keys, storage.block_at_registration
    return [
        Neuron(
            uid,
            keys.get(ctx, netuid, uid),
            emissions[uid] if uid < len(emissions) else 0,
            registered.get(ctx, netuid, uid),
        )
        for uid in range(storage.subnetwork_n.get(ctx, netuid))
        if keys.exists(ctx, netuid, uid)
    ]


def immortal_hotkeys(ctx: Context, netuid: int, slots: list[Neuron]) -> list[bytes]:
    """Return the owner's hotkeys that cannot be pruned here."""
    # A subnet without an owner hotkey must not protect a slot that holds the zero account.
    owner_hotkey = subnets.subnet_owner_hotkey
    return pruning.immortal_hotkeys(
        slots,
        storage.owned_hotkeys.get(ctx, subnets.subnet_owner.get(ctx, netuid)),
        owner_hotkey.get(ctx, netuid) if owner_hotkey.exists(ctx, netuid) else b"",
        hyper.immune_owner_uids_limit.get(ctx, netuid),
    )


def uid_to_prune(ctx: Context, netuid: int) -> int | None:
    """Return the uid that a newcomer to the full subnet replaces now, None if there is none."""
    slots = neurons(ctx, netuid)
    return pruning.uid_to_prune(
        slots,
        immortal_hotkeys(ctx, netuid, slots),
        ctx.block_number,
        hyper.immunity_period.get(ctx, netuid),
        hyper.min_non_immune_uids.get(ctx, netuid),
    )


def prune_order(ctx: Context, netuid: int, free: int = 0) -> list[Rank]:
    """Return all neurons of a subnet in the order in which newcomers would replace them if nothing else changed now.

    `free` slots are taken by newcomers first. Those that cannot be pruned come last. Explains a read; the rule itself
    is `uid_to_prune`.
    """
    slots = {slot.uid: slot for slot in neurons(ctx, netuid)}
    immortal = frozenset(immortal_hotkeys(ctx, netuid, list(slots.values())))
    now, period = ctx.block_number, int(hyper.immunity_period.get(ctx, netuid))
    reserve = int(hyper.min_non_immune_uids.get(ctx, netuid))
    order = pruning.replacement_order(slots.values(), immortal, now, period, reserve, free)
    ranks = []
    for place, uid in enumerate(order):
        immune = pruning.is_immune(slots[uid], now, period)
        reason = f"no more than {reserve} neurons are out of immunity" if immune else LOWEST
        ranks.append(_rank(slots[uid], period, place, reason))
    left = [slot for slot in slots.values() if slot.uid not in frozenset(order)]
    for slot in sorted(
        left, key=lambda slot: (slot.hotkey in immortal, slot.emission, slot.registered_at, slot.uid)
    ):
        if slot.hotkey in immortal:
            ranks.append(_rank(slot, period, None, OWNED, immortal=True))
        elif pruning.is_immune(slot, now, period):
            ranks.append(_rank(slot, period, None, YOUNG))
        else:
            kept = f"one of the last {reserve} out of immunity, which are not pruned"
            ranks.append(_rank(slot, period, None, kept if period or not order else OUTDONE))
    return ranks


def _rank(slot: Neuron, period: int, place: int | None, reason: str, *, immortal: bool = False) -> Rank:
    until = slot.registered_at + period
    return Rank(slot.uid, slot.hotkey, slot.emission, slot.registered_at, until, immortal, place, reason)
