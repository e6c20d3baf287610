"""The slots of a subnet: which hotkey has which uid, and how a hotkey gets one.

Uids run from 0 to n - 1 without gaps. A newcomer is appended while there is room and replaces another one afterwards.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import fail
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.evm_keys import associations
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subtensor.errors import NoNeuronIdAvailable

from . import storage
from .prune_order import uid_to_prune


def count(ctx: Context, netuid: int) -> int:
    """Return how many uids are taken."""
    return int(storage.subnetwork_n.get(ctx, netuid))


def uid_of(ctx: Context, netuid: int, hotkey: bytes) -> int | None:
    """Return a hotkey's uid, None if it has none here."""
    uid: int | None = storage.uids.get(ctx, netuid, hotkey)
    return uid


def hotkey_of(ctx: Context, netuid: int, uid: int) -> bytes | None:
    """Return the hotkey in a slot, None if the slot does not exist."""
    return bytes(storage.keys.get(ctx, netuid, uid)) if storage.keys.exists(ctx, netuid, uid) else None


def hotkeys(ctx: Context, netuid: int) -> list[bytes]:
    """Return the hotkeys of all uids, indexed by uid; the zero account where a slot names none."""
    keys = storage.keys
    return [keys.get(ctx, netuid, uid) for uid in range(count(ctx, netuid))]


def is_registered(ctx: Context, netuid: int, hotkey: bytes) -> bool:
    """Return whether a hotkey has a uid on this subnet."""
    return storage.uids.exists(ctx, netuid, hotkey)


def is_registered_anywhere(ctx: Context, hotkey: bytes) -> bool:
    """Return whether a hotkey has a uid on some subnet or on root."""
    return any(member for _, member in storage.is_network_member.iter_prefix(ctx, hotkey))


def networks_of(ctx: Context, hotkey: bytes) -> list[int]:
    """Return the netuids on which a hotkey has a uid, in storage order."""
    return [netuid for netuid, member in storage.is_network_member.iter_prefix(ctx, hotkey) if member]


def has_room(ctx: Context, netuid: int) -> bool:
    """Return whether a newcomer can be appended without replacing anybody."""
    return count(ctx, netuid) < int(hyper.max_allowed_uids.get(ctx, netuid))


def register(ctx: Context, netuid: int, hotkey: bytes) -> int:
    """Give a hotkey a uid: the next free one, else that of the neuron to prune; return it.

    Raises: NoNeuronIdAvailable if the subnet is full and nobody may be pruned.
    """
    if has_room(ctx, netuid):
        return append(ctx, netuid, hotkey)
    uid = uid_to_prune(ctx, netuid)
    if uid is None:
        fail(NoNeuronIdAvailable, netuid=netuid, max_uids=hyper.max_allowed_uids.get(ctx, netuid))
    replace(ctx, netuid, uid, hotkey)
    return uid


def append(ctx: Context, netuid: int, hotkey: bytes) -> int:
    """Give a hotkey the next free uid and return it; the caller made sure that there is room."""
    uid = count(ctx, netuid)
    storage.subnetwork_n.set(ctx, netuid, min(uid + 1, 2**16 - 1))
    columns.append(ctx, netuid, uid)
    _take_slot(ctx, netuid, uid, hotkey)
    return uid


def replace(ctx: Context, netuid: int, uid: int, hotkey: bytes) -> None:
    """Put a hotkey in the place of another: the old one loses everything tied to the slot and its endpoints.

    Quirk: if the old one is the subnet's owner hotkey, nothing happens and the caller is not told.
    """
    old: bytes = storage.keys.get(ctx, netuid, uid)
    if (
        subnets.subnet_owner_hotkey.exists(ctx, netuid)
        and subnets.subnet_owner_hotkey.get(ctx, netuid) == old
    ):
        return
    storage.uids.remove(ctx, netuid, old)
    storage.is_network_member.remove(ctx, old, netuid)
    associations.forget(ctx, netuid, uid)
    _take_slot(ctx, netuid, uid, hotkey)
    forget_endpoints(ctx, netuid, old)
    columns.reset(ctx, netuid, uid, count(ctx, netuid))


def forget_endpoints(ctx: Context, netuid: int, hotkey: bytes) -> None:
    """Delete what a hotkey served on this subnet: axon, certificate, prometheus."""
    storage.axons.remove(ctx, netuid, hotkey)
    storage.neuron_certificates.remove(ctx, netuid, hotkey)
    storage.prometheus.remove(ctx, netuid, hotkey)


def _take_slot(ctx: Context, netuid: int, uid: int, hotkey: bytes) -> None:
    storage.keys.set(ctx, netuid, uid, hotkey)
    storage.uids.set(ctx, netuid, hotkey, uid)
    storage.block_at_registration.set(ctx, netuid, uid, ctx.block_number)
    storage.is_network_member.set(ctx, hotkey, netuid, True)
