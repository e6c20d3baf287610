"""Where a coldkey's mining rewards on a subnet are staked; without a choice, with the hotkey that earned them."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.registration.uids import is_registered
from meritnet.runtime.pallets.subnets.queries import ensure_exists
from meritnet.runtime.pallets.subtensor import errors

from . import events, storage


def destination_of(ctx: Context, coldkey: bytes, netuid: int) -> bytes | None:
    """Return the hotkey that a coldkey chose on a subnet, None without a choice."""
    chosen: bytes | None = storage.auto_stake_destination.get(ctx, coldkey, netuid)
    return chosen


def set_destination(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes) -> None:
    """Choose a registered hotkey; a choice can be changed, never undone. Raises: ModuleError."""
    ensure_exists(ctx, netuid)
    ensure(
        is_registered(ctx, netuid, hotkey), errors.HotKeyNotRegisteredInSubNet, hotkey=hotkey, netuid=netuid
    )
    present = destination_of(ctx, coldkey, netuid)
    coldkeys = storage.auto_stake_destination_coldkeys
    if present is not None:
        ensure(present != hotkey, errors.SameAutoStakeHotkeyAlreadySet, hotkey=hotkey, netuid=netuid)
        left = tuple(known for known in coldkeys.get(ctx, present, netuid) if known != coldkey)
        coldkeys.set(ctx, present, netuid, left)
    storage.auto_stake_destination.set(ctx, coldkey, netuid, hotkey)
    listed = coldkeys.get(ctx, hotkey, netuid)
    if coldkey not in listed:
        coldkeys.set(ctx, hotkey, netuid, (*listed, coldkey))
    ctx.emit(events.AutoStakeDestinationSet, coldkey, netuid, hotkey)
