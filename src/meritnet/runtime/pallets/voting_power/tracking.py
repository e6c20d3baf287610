"""Tracks voting power over state: switched on, updated by every epoch, switched off after a period of grace.

Units: rao of stake weight (what a validator weighs in consensus: alpha, inherited alpha, TAO by its weight).
"""

from collections.abc import Iterable
from typing import NamedTuple

from meritnet.primitives.fixed import sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.hyperparameters.storage import stake_threshold
from meritnet.runtime.pallets.registration.storage import is_network_member
from meritnet.runtime.pallets.subtensor.errors import (
    InvalidVotingPowerEmaAlpha,
    VotingPowerTrackingNotEnabled,
)

from . import events, storage
from .average import ONE, is_dropped, next_power

GRACE_BLOCKS = 100_800
"""Blocks for which tracking goes on after it was switched off: fourteen days of twelve-second blocks."""


class Standing(NamedTuple):
    """How a neuron came out of an epoch."""

    hotkey: bytes
    has_permit: bool
    stake: int


def enable(ctx: Context, netuid: int) -> None:
    """Track a subnet's voting power; a scheduled end is called off."""
    storage.voting_power_tracking_enabled.set(ctx, netuid, True)
    storage.voting_power_disable_at_block.remove(ctx, netuid)
    ctx.emit(events.VotingPowerTrackingEnabled, netuid)


def schedule_disable(ctx: Context, netuid: int) -> None:
    """End the tracking after the period of grace. Raises: VotingPowerTrackingNotEnabled."""
    ensure(is_tracked(ctx, netuid), VotingPowerTrackingNotEnabled, netuid=netuid)
    block = sat_add64(ctx.block_number, GRACE_BLOCKS)
    storage.voting_power_disable_at_block.set(ctx, netuid, block)
    ctx.emit(events.VotingPowerTrackingDisableScheduled, netuid, block)


def set_alpha(ctx: Context, netuid: int, alpha: int) -> None:
    """Set the weight of new stake. Raises: InvalidVotingPowerEmaAlpha."""
    ensure(alpha <= ONE, InvalidVotingPowerEmaAlpha, alpha=alpha, most=ONE)
    storage.voting_power_ema_alpha.set(ctx, netuid, alpha)
    ctx.emit(events.VotingPowerEmaAlphaSet, netuid, alpha)


def is_tracked(ctx: Context, netuid: int) -> bool:
    """Return whether a subnet's voting power is tracked."""
    return bool(storage.voting_power_tracking_enabled.get(ctx, netuid))


def update(ctx: Context, netuid: int, standings: Iterable[Standing]) -> None:
    """Bring a tracked subnet's voting power up to its epoch, or end the tracking when its time has come.

    Neurons without a permit and hotkeys without a uid have none.
    """
    ends_at = storage.voting_power_disable_at_block.get(ctx, netuid)
    if 0 < ends_at <= ctx.block_number:
        _finish(ctx, netuid)
        return
    alpha, threshold = storage.voting_power_ema_alpha.get(ctx, netuid), stake_threshold.get(ctx)
    for hotkey, has_permit, stake in standings:
        before = storage.voting_power.get(ctx, netuid, hotkey)
        if not has_permit:
            _put(ctx, netuid, hotkey, 0)
            continue
        after = next_power(before, stake, alpha)
        if is_dropped(before, after, threshold):
            _put(ctx, netuid, hotkey, 0)
        elif after:
            # Quirk: a power that falls to 0 without a threshold to fall below stays at what it was.
            _put(ctx, netuid, hotkey, after)
    for hotkey, _ in list(storage.voting_power.iter_prefix(ctx, netuid)):
        if not is_network_member.get(ctx, hotkey, netuid):
            _put(ctx, netuid, hotkey, 0)


def rename_hotkey(ctx: Context, netuid: int, old: bytes, new: bytes) -> None:
    """Add a hotkey's voting power on a subnet to another's."""
    moved = storage.voting_power.get(ctx, netuid, old)
    _put(ctx, netuid, old, 0)
    if moved:
        _put(ctx, netuid, new, sat_add64(storage.voting_power.get(ctx, netuid, new), moved))


def _finish(ctx: Context, netuid: int) -> None:
    storage.voting_power.clear(ctx, netuid)
    storage.total_voting_power.remove(ctx, netuid)
    storage.voting_power_tracking_enabled.set(ctx, netuid, False)
    storage.voting_power_disable_at_block.remove(ctx, netuid)
    ctx.emit(events.VotingPowerTrackingDisabled, netuid)


def _put(ctx: Context, netuid: int, hotkey: bytes, power: int) -> None:
    """Store a hotkey's power, 0 by deleting it, and keep the subnet's sum in step."""
    before = storage.voting_power.get(ctx, netuid, hotkey)
    if power:
        storage.voting_power.set(ctx, netuid, hotkey, power)
    elif storage.voting_power.exists(ctx, netuid, hotkey):
        storage.voting_power.remove(ctx, netuid, hotkey)
    if power != before:
        total = sat_sub64(sat_add64(storage.total_voting_power.get(ctx, netuid), power), before)
        if total:
            storage.total_voting_power.set(ctx, netuid, total)
        else:
            storage.total_voting_power.remove(ctx, netuid)
