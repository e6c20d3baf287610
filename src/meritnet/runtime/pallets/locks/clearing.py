"""Deletes every lock of a subnet when it is dissolved."""

from meritnet.runtime.framework.context import Context

from . import storage


def clear_subnet(ctx: Context, netuid: int) -> None:
    """Delete all locks, sums and perpetual marks of a subnet; what was locked is free or gone with its alpha."""
    for (hotkey, coldkey), _ in list(storage.locking_coldkeys.iter_prefix(ctx, netuid)):
        storage.lock.remove(ctx, coldkey, netuid, hotkey)
    for by_hotkey in (storage.locking_coldkeys, storage.hotkey_lock, storage.decaying_hotkey_lock):
        by_hotkey.clear(ctx, netuid)
    for of_owner in (storage.owner_lock, storage.decaying_owner_lock):
        of_owner.remove(ctx, netuid)
    for coldkey, marked, _ in list(storage.decaying_lock.iter(ctx)):
        if marked == netuid:
            storage.decaying_lock.remove(ctx, coldkey, netuid)
