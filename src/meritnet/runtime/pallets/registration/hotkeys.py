"""Who owns a hotkey: association of hotkeys with coldkeys.

A hotkey belongs to the coldkey that named it first; the zero account stands for "nobody".
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets.accounts import netuid_of_account
from meritnet.runtime.pallets.subtensor.errors import CannotUseSystemAccount

from . import storage


def owner_of(ctx: Context, hotkey: bytes) -> bytes:
    """Return the coldkey that owns a hotkey; the zero account for an unknown one."""
    return bytes(storage.owner.get(ctx, hotkey))


def exists(ctx: Context, hotkey: bytes) -> bool:
    """Return whether some coldkey owns this hotkey."""
    return storage.owner.exists(ctx, hotkey)


def owns(ctx: Context, coldkey: bytes, hotkey: bytes) -> bool:
    """Return whether `hotkey` is known and belongs to `coldkey`."""
    return exists(ctx, hotkey) and owner_of(ctx, hotkey) == coldkey


def owned_by(ctx: Context, coldkey: bytes) -> tuple[bytes, ...]:
    """Return the hotkeys of a coldkey in the order in which they were associated."""
    owned: tuple[bytes, ...] = storage.owned_hotkeys.get(ctx, coldkey)
    return owned


def ensure_not_system(hotkey: bytes) -> None:
    """Raises: CannotUseSystemAccount for an account of the chain itself."""
    ensure(netuid_of_account(hotkey) is None, CannotUseSystemAccount, hotkey=hotkey)


def associate(ctx: Context, coldkey: bytes, hotkey: bytes) -> None:
    """Give an unknown hotkey to `coldkey`; a known one stays with its owner, silently.

    Raises: CannotUseSystemAccount, also for an account that is already a hotkey.
    """
    ensure_not_system(hotkey)
    if exists(ctx, hotkey):
        return
    storage.owner.set(ctx, hotkey, coldkey)
    for item in (storage.owned_hotkeys, staking.staking_hotkeys):
        listed = item.get(ctx, coldkey)
        if hotkey not in listed:
            item.set(ctx, coldkey, (*listed, hotkey))
