"""Calls that swap keys."""

from meritnet.codec import BOOL, Option
from meritnet.codec.common import ACCOUNT_ID, H256, NET_UID, TAO
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.errors import fail
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.subtensor.errors import Deprecated

from . import announcements, coldkey, events, hotkey

PALLET = "SubtensorModule"


@call(
    PALLET,
    70,
    {"hotkey": ACCOUNT_ID, "new_hotkey": ACCOUNT_ID, "netuid": Option(NET_UID)},
    weight=measured(1_242_038_000, 28_912, reads=182, writes=99),
)
def swap_hotkey(
    ctx: Context, origin: Origin, old: bytes, new_hotkey: bytes, netuid: int | None
) -> PostDispatch:
    """Replace one of the caller's hotkeys by another, stake and all, on one subnet or (None) on all."""
    touched = hotkey.swap(ctx, ensure_signed(origin), old, new_hotkey, netuid, keep_stake=False)
    return PostDispatch(actual_weight=touched.weight())


@call(
    PALLET,
    72,
    {"hotkey": ACCOUNT_ID, "new_hotkey": ACCOUNT_ID, "netuid": Option(NET_UID), "keep_stake": BOOL},
    weight=measured(275_300_000, 0, reads=52, writes=35),
)
def swap_hotkey_v2(
    ctx: Context, origin: Origin, old: bytes, new_hotkey: bytes, netuid: int | None, keep_stake: bool
) -> PostDispatch:
    """Replace one of the caller's hotkeys by another on one subnet or (None) on all; its stake may stay behind."""
    touched = hotkey.swap(ctx, ensure_signed(origin), old, new_hotkey, netuid, keep_stake=keep_stake)
    return PostDispatch(actual_weight=touched.weight())


@call(
    PALLET,
    71,
    {"old_coldkey": ACCOUNT_ID, "new_coldkey": ACCOUNT_ID, "swap_cost": TAO},
    weight=measured(312_301_000, 13_056, reads=37, writes=19),
)
def swap_coldkey(
    ctx: Context, origin: Origin, old_coldkey: bytes, new_coldkey: bytes, swap_cost: int
) -> None:
    """Give all that a coldkey owns to a new one, as root, for any price; an announcement ends with it."""
    ensure_root(origin)
    if swap_cost:
        announcements.charge(ctx, old_coldkey, swap_cost)
    coldkey.swap(ctx, old_coldkey, new_coldkey)
    announcements.forget(ctx, old_coldkey)


@call(PALLET, 73, {"new_coldkey": ACCOUNT_ID}, weight=measured(0, 0, reads=5))
def schedule_swap_coldkey(ctx: Context, origin: Origin, new_coldkey: bytes) -> None:
    """Do nothing: always fails with `Deprecated`. Announce the swap instead."""
    fail(Deprecated, use="announce_coldkey_swap")


@call(PALLET, 125, {"new_coldkey_hash": H256}, weight=measured(47_248_000, 4_159, reads=4, writes=3))
def announce_coldkey_swap(ctx: Context, origin: Origin, new_coldkey_hash: bytes) -> None:
    """Announce the caller's swap to the coldkey with this blake2-256 hash, or replace an announcement."""
    announcements.announce(ctx, ensure_signed(origin), new_coldkey_hash)


@call(PALLET, 126, {"new_coldkey": ACCOUNT_ID}, weight=measured(288_156_000, 13_000, reads=37, writes=15))
def swap_coldkey_announced(ctx: Context, origin: Origin, new_coldkey: bytes) -> None:
    """Make the caller's announced swap: all that it owns goes to the new coldkey."""
    who = ensure_signed(origin)
    announcements.take_due(ctx, who, new_coldkey)
    coldkey.swap(ctx, who, new_coldkey)


@call(PALLET, 127, weight=measured(23_293_000, 4_130, reads=2, writes=1))
def dispute_coldkey_swap(ctx: Context, origin: Origin) -> None:
    """Dispute the caller's announced swap: the account can do nothing more until root resets it."""
    announcements.dispute(ctx, ensure_signed(origin))


@call(PALLET, 128, {"coldkey": ACCOUNT_ID}, weight=measured(8_857_000, 0, writes=2))
def reset_coldkey_swap(ctx: Context, origin: Origin, who: bytes) -> None:
    """Remove a coldkey's announcement and dispute, as root."""
    ensure_root(origin)
    announcements.forget(ctx, who)
    ctx.emit(events.ColdkeySwapReset, who)


@call(PALLET, 133, weight=measured(19_496_000, 4_078, reads=2, writes=1))
def clear_coldkey_swap_announcement(ctx: Context, origin: Origin) -> None:
    """Take back the caller's announced swap, some time after it was due."""
    announcements.clear(ctx, ensure_signed(origin))
