"""The epoch schedule over state: which subnets are due, whose turn it is in a block, what clients are told.

Units: blocks. Root has no epoch.
Source: vectors/economics/epoch_schedule.json, epoch_stagger_on_register.json
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.subnets.queries import non_root

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


def blocks_to_automatic_epoch(ctx: Context, netuid: int) -> int:
    """Return the blocks until the tempo alone brings an epoch, 0 if it is overdue."""
    return schedule.blocks_to_automatic_epoch(schedule_of(ctx, netuid), ctx.block_number)


def is_frozen(ctx: Context, netuid: int) -> bool:
    """Return whether changes by the owner are refused because an epoch is near."""
    return schedule.is_frozen(schedule_of(ctx, netuid), ctx.block_number, hyper.admin_freeze_window.get(ctx))


def begin(ctx: Context, netuid: int) -> None:
    """Start the schedule of a new subnet, staggered by netuid; its tempo must be stored."""
    first = schedule.first_epoch_block(netuid, hyper.tempo.get(ctx, netuid), ctx.block_number)
    storage.last_epoch_block.set(ctx, netuid, first)


def restart(ctx: Context, netuid: int) -> None:
    """Count the tempo from this block on, as after a change of tempo."""
    storage.last_epoch_block.set(ctx, netuid, ctx.block_number)


def trigger(ctx: Context, netuid: int) -> int:
    """Ask for an epoch ahead of time; return the block in which it fires."""
    window = hyper.admin_freeze_window.get(ctx)
    record = schedule.after_trigger(schedule_of(ctx, netuid), ctx.block_number, window)
    storage.pending_epoch_at.set(ctx, netuid, record.pending_epoch_at)
    return record.pending_epoch_at


def deferred(ctx: Context) -> list[int]:
    """Return the subnets whose epoch this block will defer, before their turns are taken."""
    records = [(netuid, schedule_of(ctx, netuid)) for netuid in non_root(ctx)]
    return schedule.deferred_netuids(records, ctx.block_number, hyper.max_epochs_per_block.get(ctx))


def has_unique_hotkeys(ctx: Context, netuid: int) -> bool:
    """Return whether no two slots of the subnet name the same hotkey; an epoch runs only then."""
    hotkeys = [hotkey for _, hotkey in registration.keys.iter_prefix(ctx, netuid)]
    return len(set(hotkeys)) == len(hotkeys)


def take_turns(ctx: Context, netuids: list[int]) -> list[int]:
    """Move every subnet's schedule on by this block and return those whose epoch runs, in the order given."""
    now = ctx.block_number
    before = {netuid: schedule_of(ctx, netuid) for netuid in netuids}
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
            running.append(netuid)
    return running
