"""Deletes what a subnet keeps in state, item by item as `dissolve_table` says."""

from struct import Struct

from meritnet.codec import Type
from meritnet.codec.common import NET_UID, NET_UID_STORAGE_INDEX
from meritnet.primitives.errors import Bug
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.consensus_yuma.storage import weights
from meritnet.runtime.pallets.locks.clearing import clear_subnet as clear_locks
from meritnet.runtime.pallets.registration.storage import is_network_member, keys
from meritnet.state.items import StorageItem, StorageMap, StorageValue

from . import dissolve_table, events, storage
from .queries import ROOT

KEY_TYPES: tuple[Type, ...] = (NET_UID, NET_UID_STORAGE_INDEX)
"""Key types that name a subnet; the second one of its mechanisms."""
WEIGHT = Struct("<HH")
"""A stored weight: uid (on root: netuid) and value."""
LEASE_ITEMS = ("SubnetLeases", "SubnetLeaseShares", "AccumulatedLeaseDividends")
"""Items kept by lease, each with the lease's number as first key."""


def clear(ctx: Context, netuid: int) -> None:
    """Delete everything that a dissolved subnet kept, but for what its successor inherits."""
    indices = [storage_index(netuid, mechanism) for mechanism in range(mechanisms_state.count(ctx, netuid))]
    described = storage.subnet_identities_v3.exists(ctx, netuid)
    for hotkey in keys.values_under(ctx, netuid):
        is_network_member.remove(ctx, hotkey, netuid)
    clear_locks(ctx, netuid)
    _forget_lease(ctx, items_of(ctx, "SubtensorModule"), netuid)
    _forget_timelocks(ctx, items_of(ctx, "Commitments"), netuid)
    _forget_root_weights(ctx, netuid)
    for pallet in dissolve_table.DELETED:
        items = items_of(ctx, pallet)
        for name in dissolve_table.names(dissolve_table.DELETED, pallet):
            if name in items:
                clear_item(ctx, items[name], netuid, indices)
    storage.total_networks.set(ctx, max(storage.total_networks.get(ctx) - 1, 0))
    if described:
        ctx.emit(events.SubnetIdentityRemoved, netuid)


def items_of(ctx: Context, pallet: str) -> dict[str, StorageItem]:
    """Return a pallet's storage items by name."""
    return {item.name: item for item in ctx.chain.pallets[pallet].storage}


def subnet_key_of(item: StorageItem) -> int | None:
    """Return the position of the key that names a subnet, None for an item that has none."""
    for position, (type_, _) in enumerate(item.key_parts):
        if type_ in KEY_TYPES:
            return position
    return None


def clear_item(ctx: Context, item: StorageItem, netuid: int, indices: list[int]) -> None:
    """Delete a subnet's entries of one item; `indices` are those of its mechanisms."""
    position = subnet_key_of(item)
    if position is None:
        raise Bug(f"{item} is listed as kept per subnet but has no key that names one")
    if position:
        item.clear_where(ctx, position, netuid)
        return
    by_mechanism = item.key_parts[0][0] is NET_UID_STORAGE_INDEX
    for index in indices if by_mechanism else [netuid]:
        item.clear(ctx, index)


def _forget_lease(ctx: Context, items: dict[str, StorageItem], netuid: int) -> None:
    """Delete the subnet's lease, if it has one."""
    leased = items.get("SubnetUidToLeaseId")
    if isinstance(leased, StorageMap) and (lease := leased.get(ctx, netuid)) is not None:
        for name in LEASE_ITEMS:
            items[name].clear(ctx, lease)


def _forget_timelocks(ctx: Context, items: dict[str, StorageItem], netuid: int) -> None:
    """Take the subnet's commitments out of the index of those that wait for the beacon."""
    index = items.get("TimelockedIndex")
    if isinstance(index, StorageValue) and index.exists(ctx):
        index.set(ctx, tuple(row for row in index.get(ctx) if row[0] != netuid))


def _forget_root_weights(ctx: Context, netuid: int) -> None:
    """Set weights of root's validators to the subnet to 0. Such weights are older than this runtime's rules."""
    for uid, row in list(weights.iter_prefix(ctx, ROOT)):
        pairs = [(target, 0 if target == netuid else value) for target, value in WEIGHT.iter_unpack(row)]
        changed = b"".join(WEIGHT.pack(*pair) for pair in pairs)
        if changed != row:
            weights.set(ctx, ROOT, uid, changed)
