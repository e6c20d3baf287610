"""What an owner may do to the epochs of its subnet: tempo, activity cutoff, an epoch ahead of time."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.schedule import after_trigger, blocks_to_automatic_epoch
from meritnet.runtime.pallets.subtensor.errors import (
    ActivityCutoffFactorMilliOutOfBounds,
    AutoEpochAlreadyImminent,
    DynamicTempoBlockedByCommitReveal,
    EpochTriggerAlreadyPending,
    TempoOutOfBounds,
)

from . import events, storage
from .authority import ensure_not_frozen, ensure_owner, ensure_owner_or_root, schedule_of
from .owner_limits import MAX_TEMPO, MIN_TEMPO, TEMPO, per_parameter

MIN_CUTOFF_FACTOR = 1_000
MAX_CUTOFF_FACTOR = 50_000
CUTOFF_LIMIT = per_parameter("ActivityCutoffFactorMilli")
TRIGGER_LIMIT = per_parameter("TriggerEpoch")


def set_tempo(ctx: Context, origin: Origin, netuid: int, tempo: int) -> None:
    """Change the tempo and start a new cycle with the present block, as owner.

    Raises: BadOrigin, TempoOutOfBounds, AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded.
    """
    owner = ensure_owner(ctx, origin, netuid)
    ensure(MIN_TEMPO <= tempo <= MAX_TEMPO, TempoOutOfBounds, tempo=tempo, bounds=f"{MIN_TEMPO}..{MAX_TEMPO}")
    ensure_not_frozen(ctx, netuid)
    TEMPO.ensure_passed(ctx, owner, netuid)
    storage.tempo.set(ctx, netuid, tempo)
    ctx.emit(events.TempoSet, netuid, tempo)
    emission.last_epoch_block.set(ctx, netuid, ctx.block_number)
    TEMPO.record(ctx, owner, netuid)


def set_activity_cutoff_factor(ctx: Context, origin: Origin, netuid: int, factor_milli: int) -> None:
    """Change the activity cutoff, counted in tempos. Root is bound by neither freeze window nor wait.

    Raises: BadOrigin, ActivityCutoffFactorMilliOutOfBounds, AdminActionProhibitedDuringWeightsWindow,
    TxRateLimitExceeded.
    """
    owner = ensure_owner_or_root(ctx, origin, netuid)
    ensure(
        MIN_CUTOFF_FACTOR <= factor_milli <= MAX_CUTOFF_FACTOR,
        ActivityCutoffFactorMilliOutOfBounds,
        factor_milli=factor_milli,
        bounds=f"{MIN_CUTOFF_FACTOR}..{MAX_CUTOFF_FACTOR}",
    )
    if owner is not None:
        ensure_not_frozen(ctx, netuid)
        CUTOFF_LIMIT.ensure_passed(ctx, owner, netuid)
    storage.activity_cutoff_factor_milli.set(ctx, netuid, factor_milli)
    ctx.emit(events.ActivityCutoffFactorMilliSet, netuid, factor_milli)
    CUTOFF_LIMIT.record(ctx, owner, netuid)


def trigger(ctx: Context, origin: Origin, netuid: int) -> None:
    """Ask for an epoch once the freeze window has passed, as owner.

    Raises: BadOrigin, DynamicTempoBlockedByCommitReveal, EpochTriggerAlreadyPending,
    AutoEpochAlreadyImminent, TxRateLimitExceeded.
    """
    owner = ensure_owner(ctx, origin, netuid)
    ensure(
        not storage.commit_reveal_weights_enabled.get(ctx, netuid),
        DynamicTempoBlockedByCommitReveal,
        netuid=netuid,
    )
    schedule = schedule_of(ctx, netuid)
    ensure(schedule.pending_epoch_at == 0, EpochTriggerAlreadyPending, fires_at=schedule.pending_epoch_at)
    window = storage.admin_freeze_window.get(ctx)
    remaining = blocks_to_automatic_epoch(schedule, ctx.block_number)
    ensure(remaining >= window, AutoEpochAlreadyImminent, remaining=remaining, window=window)
    TRIGGER_LIMIT.ensure_passed(ctx, owner, netuid)
    fires_at = after_trigger(schedule, ctx.block_number, window).pending_epoch_at
    emission.pending_epoch_at.set(ctx, netuid, fires_at)
    TRIGGER_LIMIT.record(ctx, owner, netuid)
    ctx.emit(events.EpochTriggered, netuid, owner, fires_at)
