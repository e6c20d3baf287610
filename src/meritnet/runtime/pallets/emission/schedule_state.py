"""The epoch schedule over state: which subnets are due, whose turn it is in a block, what clients are told.

Units: blocks. Root has no epoch.
Source: vectors/economics/epoch_schedule.json
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.locks.takeover import change_owner_if_due
from meritnet.runtime.pallets.registration import storage as registration

from . import schedule, storage
from .changes import put
from .events import EpochDeferred, EpochSkipped
from .schedule import Schedule, Verdict


def schedule_of(ctx: Context, netuid: int) -> Schedule:
    """Return a subnet's schedule record."""
    return Schedule(
        hyper.tempo.get(ctx, netuid),
        storage.last_epoch_block.get(ctx, netuid),
        storage.pending_epoch_at.get(ctx, netuid),
        storage.blocks_since_last_step.get(ctx, netuid),
        storage.subnet_epoch_index.get(ctx, netuid),
    )


def _schedules_of(ctx: Context, netuids: tuple[int, ...]) -> list[Schedule]:
    """Return the schedule records of many subnets; most of what they hold changes only with an epoch."""
    return list(
        map(
            Schedule,
            hyper.tempo.column(ctx, netuids),
            storage.last_epoch_block.column(ctx, netuids),
            storage.pending_epoch_at.column(ctx, netuids),
            [storage.blocks_since_last_step.get(ctx, netuid) for netuid in netuids],
            storage.subnet_epoch_index.column(ctx, netuids),
        )
    )


def is_due(ctx: Context, netuid: int) -> bool:
    """Return whether the subnet's epoch is due in this block and has not had its turn."""
    return schedule.is_due(schedule_of(ctx, netuid), ctx.block_number)


def next_epoch(ctx: Context, netuid: int) -> int | None:
    """Return the block at which the next epoch is expected, None with tempo 0."""
    return schedule.next_epoch_block(schedule_of(ctx, netuid))


def current_epoch(ctx: Context, netuid: int) -> int:
    """Return the epoch that weights of this block belong to.

    An epoch that is due in this block counts already, because weights are revealed before it runs.
    """
    record = schedule_of(ctx, netuid)
    return record.epoch_index + schedule.is_due(record, ctx.block_number)


def has_unique_hotkeys(ctx: Context, netuid: int) -> bool:
    """Return whether no two slots of the subnet name the same hotkey; an epoch runs only then."""
    hotkeys = registration.keys.values_under(ctx, netuid)
    return len(set(hotkeys)) == len(hotkeys)


def deferred(ctx: Context, netuids: list[int]) -> frozenset[int]:
    """Return the subnets whose epoch is due in this block but will wait for the next one."""
    return frozenset(
        schedule.deferred_netuids(
            ((netuid, schedule_of(ctx, netuid)) for netuid in netuids),
            ctx.block_number,
            hyper.max_epochs_per_block.get(ctx),
            lambda netuid: has_unique_hotkeys(ctx, netuid),
        )
    )


def take_turns(ctx: Context, netuids: list[int]) -> list[int]:
    """Move every subnet's schedule on by this block and return those whose epoch runs, in the order given.

    A subnet whose epoch runs may get a new owner first.
    """
    now = ctx.block_number
    before = dict(zip(netuids, _schedules_of(ctx, tuple(netuids)), strict=True))
    running = []
    turns = schedule.run_block(
        before.items(),
        now,
        hyper.max_epochs_per_block.get(ctx),
        lambda netuid: has_unique_hotkeys(ctx, netuid),
    )
    for turn in turns:
        netuid, record = turn.netuid, turn.schedule
        storage.blocks_since_last_step.set(ctx, netuid, record.blocks_since_last_step)
        if turn.verdict is Verdict.NOT_DUE:
            continue
        put(ctx, storage.pending_epoch_at, netuid, record.pending_epoch_at)
        if turn.verdict is Verdict.DEFER:
            ctx.emit(EpochDeferred, netuid, now, record.pending_epoch_at)
            continue
        storage.last_epoch_block.set(ctx, netuid, record.last_epoch_block)
        storage.subnet_epoch_index.set(ctx, netuid, record.epoch_index)
        if turn.skipped:
            ctx.emit(EpochSkipped, netuid, now)
        else:
            change_owner_if_due(ctx, netuid)
            running.append(netuid)
    return running
