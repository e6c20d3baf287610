"""The hotkey that stands for a subnet's owner: it receives the owner's cut and is never pruned."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.origin import Origin
from meritnet.runtime.pallets.hyperparameters import rate_limits
from meritnet.runtime.pallets.hyperparameters.authority import ensure_owner_or_root, ensure_rate
from meritnet.runtime.pallets.registration.hotkeys import ensure_not_system

from . import events, storage
from .queries import ensure_exists

CHANGE_BLOCKS = 50_400
"""Blocks between two changes of a subnet's owner hotkey."""


def assign(ctx: Context, netuid: int, hotkey: bytes) -> None:
    """Make `hotkey` the owner hotkey. Raises: CannotUseSystemAccount."""
    ensure_not_system(hotkey)
    storage.subnet_owner_hotkey.set(ctx, netuid, hotkey)
    ctx.emit(events.SubnetOwnerHotkeySet, netuid, hotkey)


def change(ctx: Context, origin: Origin, netuid: int, hotkey: bytes) -> None:
    """Replace the owner hotkey, as owner or root.

    Quirk: the wait between two changes binds root as well, and nobody asks whether the hotkey exists or whose
    it is.
    Raises: BadOrigin, SubnetNotExists, TxRateLimitExceeded, CannotUseSystemAccount.
    """
    ensure_owner_or_root(ctx, origin, netuid)
    ensure_exists(ctx, netuid)
    key = rate_limits.owner_hotkey_key(netuid)
    ensure_rate(ctx, key, CHANGE_BLOCKS)
    rate_limits.record(ctx, key)
    assign(ctx, netuid, hotkey)
