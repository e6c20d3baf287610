"""Calls that lock stake for a hotkey, move a lock, and choose how locks behave. Amounts: rao of alpha."""

from meritnet.codec import BOOL
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured

from . import events, flags, locking

PALLET = "SubtensorModule"


@call(
    PALLET,
    136,
    {"hotkey": ACCOUNT_ID, "netuid": NET_UID, "amount": ALPHA},
    weight=measured(115_995_000, 7_655, reads=17, writes=3),
)
def lock_stake(ctx: Context, origin: Origin, hotkey: bytes, netuid: int, amount: int) -> None:
    """Lock alpha that the caller has on a subnet, with whichever hotkey, for one hotkey; it cannot be taken back.

    The mass decays by itself unless the caller makes it perpetual; conviction for the hotkey grows meanwhile.
    """
    locking.lock_stake(ctx, ensure_signed(origin), netuid, hotkey, amount)


@call(
    PALLET,
    137,
    {"destination_hotkey": ACCOUNT_ID, "netuid": NET_UID},
    weight=measured(149_819_000, 7_339, reads=14, writes=6),
)
def move_lock(ctx: Context, origin: Origin, destination_hotkey: bytes, netuid: int) -> None:
    """Make the caller's lock on a subnet one for another hotkey; one of another owner starts without conviction."""
    locking.move_lock(ctx, ensure_signed(origin), netuid, destination_hotkey)


@call(PALLET, 138, {"netuid": NET_UID, "enabled": BOOL}, weight=measured(0, reads=4, writes=3))
def set_perpetual_lock(ctx: Context, origin: Origin, netuid: int, enabled: bool) -> None:
    """Keep the mass of the caller's lock on a subnet as it is, or let it decay again."""
    locking.set_perpetual(ctx, ensure_signed(origin), netuid, enabled)


@call(PALLET, 142, {"enabled": BOOL}, weight=measured(0, reads=1, writes=1))
def set_reject_locked_alpha(ctx: Context, origin: Origin, enabled: bool) -> None:
    """Turn away locked alpha that others send, as every account does at first, or take it."""
    coldkey = ensure_signed(origin)
    flags.set_accepts_locked_alpha(ctx, coldkey, not enabled)
    ctx.emit(events.RejectLockedAlphaUpdated, coldkey, enabled)
