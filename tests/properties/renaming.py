"""Swaps keys of the living network on the side, and checks that nothing but names changed; then undoes it."""

from typing import Any

from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.framework.origin import ROOT, signed
from meritnet.runtime.pallets.key_swaps.storage import coldkey_swap_disputes
from meritnet.testing import key_swaps
from meritnet.testing.renaming import Difference

from .cast import COLD, shown
from .moves import build
from .view import Nothing, View

CLAIM_LIST = frozenset(
    f"SubtensorModule.{name}" for name in ("NumStakingColdkeys", "StakingColdkeys", "StakingColdkeysByIndex")
)
CLAIMED = "SubtensorModule.RootClaimed"
OUTLIVE_A_SUBNET = frozenset(
    f"SubtensorModule.{name}"
    for name in ("AutoStakeDestination", "AutoStakeDestinationColdkeys", "VotingPower")
)


def check_hotkey_swap(view: View) -> list[str] | None:
    """Return how a hotkey's swap differs from a renaming; None if the chain refuses the swap."""
    ctx, rng = view.ctx, view.rng
    try:
        coldkey, old = view.keeper()
    except Nothing:
        return None
    new, netuid, keep_stake = rng.randbytes(32), rng.choice([None, *view.subnets]), rng.random() < 0.5
    with ctx.scratch():
        before = key_swaps.take_picture(ctx)
        call = build("SubtensorModule.swap_hotkey_v2", (old, new, netuid, keep_stake))
        try:
            ctx.dispatch(signed(coldkey), call, unfiltered=True)
        except DispatchError:
            return None
        found = key_swaps.check_hotkey_swap(ctx, before, old, new, netuid, keep_stake=keep_stake)
        return _told(view, found, f"{shown(old)} to {shown(new)} on {netuid}, stake kept: {keep_stake}")


def check_coldkey_swap(view: View) -> list[str] | None:
    """Return how a coldkey's swap differs from a renaming; None if the chain refuses the swap."""
    ctx = view.ctx
    old, new = view.one(COLD), view.rng.randbytes(32)
    if coldkey_swap_disputes.exists(ctx, old):  # root's swap ends a dispute, too
        return None
    with ctx.scratch():
        before = key_swaps.take_picture(ctx)
        try:
            ctx.dispatch(ROOT, build("SubtensorModule.swap_coldkey", (old, new, 0)))
        except DispatchError:
            return None

        def stays(name: str, key: Any) -> bool:  # Any: the parts of a storage key, of whatever types
            # Quirk: claims stay where the coldkey has no stake on the subnet.
            return name == CLAIMED and not ctx.params.coldkey_swap_keeps_claims and staked(key) == 0

        def staked(key: Any) -> int:  # Any: as above
            netuid, hotkey, _ = key
            return before.stakes.get((hotkey, old, netuid), 0)

        found = key_swaps.check_coldkey_swap(ctx, before, old, new, stays)
        # A rao of stake may round to no share at all, and then the claim stays with it.
        found = [one for one in found if one.item != CLAIMED or not 0 < staked(one.key) <= key_swaps.ROUNDING]
        # Quirk: who is listed for claims but has no root stake any more leaves the list, and no new name comes on it.
        if not any(key[1:] == (old, key_swaps.ROOT) for key in before.stakes):
            found = [difference for difference in found if difference.item not in CLAIM_LIST]
        return _told(view, found, f"{shown(old)} to {shown(new)}")


def _told(view: View, found: list[Difference], swap: str) -> list[str]:
    """Return differences as texts. Quirk: what outlives a subnet stays with the old name once the subnet has ended."""
    return [
        f"{swap}: {_difference(one)}"
        for one in found
        if not (one.item in OUTLIVE_A_SUBNET and _netuid(one) not in view.subnets)
    ]


def _difference(one: Difference) -> str:
    """Return a difference as a text, of lists only what is missing and what is too much."""
    expected, got = one.expected, one.found
    if isinstance(expected, tuple) and isinstance(got, tuple):
        expected, got = (
            tuple(part for part in expected if part not in one.found),
            tuple(part for part in got if part not in one.expected),
        )
    return f"{one.item} {shown(one.key)} should have {shown(expected)}, has {shown(got)}"


def _netuid(one: Difference) -> int:
    """Return the subnet of a row of `OUTLIVE_A_SUBNET`, the part of its key that is a number."""
    return next(part for part in one.key if isinstance(part, int))
