"""Calls about delegates, children and where payouts go. Takes are fractions of 65535."""

from meritnet.codec import BOOL, U64, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, NET_UID, PER_U16
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.registration.hotkeys import owns
from meritnet.runtime.pallets.registration.uids import is_registered
from meritnet.runtime.pallets.subtensor import errors

from . import auto_stake, child_keys, events, storage, takes
from .stake import ROOT

PALLET = "SubtensorModule"


@call(
    PALLET,
    65,
    {"hotkey": ACCOUNT_ID, "take": PER_U16},
    weight=measured(29_895_000, 4_295, reads=3, writes=2),
    pays=False,
)
def decrease_take(ctx: Context, origin: Origin, hotkey: bytes, take: int) -> None:
    """Lower what a hotkey's owner keeps of its stakers' dividends."""
    takes.decrease_delegate_take(ctx, ensure_signed(origin), hotkey, take)


@call(
    PALLET,
    66,
    {"hotkey": ACCOUNT_ID, "take": PER_U16},
    weight=measured(37_710_000, 4_388, reads=5, writes=2),
    pays=False,
)
def increase_take(ctx: Context, origin: Origin, hotkey: bytes, take: int) -> None:
    """Raise what a hotkey's owner keeps of its stakers' dividends; once a month at most by default."""
    takes.increase_delegate_take(ctx, ensure_signed(origin), hotkey, take)


@call(
    PALLET,
    67,
    {"hotkey": ACCOUNT_ID, "netuid": NET_UID, "children": Vec(Tuple(U64, ACCOUNT_ID))},
    weight=measured(119_000_000, reads=6, writes=31),
)
def set_children(
    ctx: Context, origin: Origin, hotkey: bytes, netuid: int, children: child_keys.Links
) -> None:
    """Lend parts of a hotkey's stake on a subnet to up to five other hotkeys; an empty list takes all back."""
    child_keys.set_children(ctx, ensure_signed(origin), hotkey, netuid, children)


@call(
    PALLET,
    75,
    {"hotkey": ACCOUNT_ID, "netuid": NET_UID, "take": PER_U16},
    weight=measured(53_870_000, 4_498, reads=7, writes=2),
)
def set_childkey_take(ctx: Context, origin: Origin, hotkey: bytes, netuid: int, take: int) -> None:
    """Set what a child keeps of the dividends that its parents' stake earns on a subnet."""
    takes.set_childkey_take(ctx, ensure_signed(origin), hotkey, netuid, take)


@call(
    PALLET,
    114,
    {"netuid": NET_UID, "hotkey": ACCOUNT_ID},
    weight=measured(33_853_000, 4_274, reads=4, writes=2),
)
def set_coldkey_auto_stake_hotkey(ctx: Context, origin: Origin, netuid: int, hotkey: bytes) -> None:
    """Have the mining rewards of the caller's hotkeys on a subnet staked with one hotkey."""
    auto_stake.set_destination(ctx, ensure_signed(origin), netuid, hotkey)


@call(
    PALLET,
    135,
    {"hotkey": ACCOUNT_ID, "enabled": BOOL},
    weight=measured(28_023_000, 4_364, reads=2, writes=1),
)
def set_auto_parent_delegation_enabled(ctx: Context, origin: Origin, hotkey: bytes, enabled: bool) -> None:
    """Choose whether a root validator becomes a parent of every new subnet's owner hotkey."""
    coldkey = ensure_signed(origin)
    ensure(owns(ctx, coldkey, hotkey), errors.NonAssociatedColdKey, hotkey=hotkey, coldkey=coldkey)
    ensure(is_registered(ctx, ROOT, hotkey), errors.HotKeyNotRegisteredInSubNet, hotkey=hotkey, netuid=ROOT)
    storage.auto_parent_delegation_enabled.set(ctx, hotkey, enabled)
    ctx.emit(events.AutoParentDelegationEnabledSet, hotkey, enabled)
