"""Epoch schedule of the subnets.

Which one is due in a block, which one waits, and when the next epoch is expected.

A subnet's epoch runs every `tempo` blocks; at most a set number of epochs run in one block and the others
are deferred to the next. The owner may trigger one ahead of time.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import NamedTuple

LONGEST_WAIT = 50_400
"""An epoch is due after more than this many blocks without one, whatever the rest of the record says."""


class Schedule(NamedTuple):
    """Schedule record of one subnet, in blocks."""

    tempo: int
    last_epoch_block: int = 0
    pending_epoch_at: int = 0
    """Block from which a deferred or triggered epoch is due; 0: none."""
    blocks_since_last_step: int = 0
    epoch_index: int = 0
    """Epochs so far, skipped ones included."""


class Verdict(Enum):
    """What a block does with a subnet's epoch."""

    NOT_DUE = "not due"
    DEFER = "defer"
    DUE = "due"


def is_due(schedule: Schedule, now: int) -> bool:
    """Tell if an epoch is due at block `now`; never with tempo 0."""
    s = schedule
    if s.tempo == 0:
        return False
    return (
        (s.pending_epoch_at > 0 and now >= s.pending_epoch_at)
        or s.blocks_since_last_step > LONGEST_WAIT
        or max(now - s.last_epoch_block, 0) >= s.tempo
    )


def begin_block(schedule: Schedule) -> Schedule:
    """Return the record at the start of its turn in a block: one more block without an epoch."""
    return schedule._replace(blocks_since_last_step=schedule.blocks_since_last_step + 1)


def verdict(schedule: Schedule, now: int, epochs_run: int, max_epochs: int) -> Verdict:
    """Return what block `now` does with a subnet.

    `epochs_run` of at most `max_epochs` epochs having run in it.
    """
    if not is_due(schedule, now):
        return Verdict.NOT_DUE
    return Verdict.DEFER if epochs_run >= max_epochs else Verdict.DUE


def after_deferral(schedule: Schedule, now: int) -> Schedule:
    """Return the record of a subnet whose epoch waits for the next block."""
    return schedule._replace(pending_epoch_at=now + 1)


def after_epoch(schedule: Schedule, now: int) -> Schedule:
    """Return the record of a subnet whose epoch runs in this block."""
    return after_skip(schedule, now)._replace(blocks_since_last_step=0)


def after_skip(schedule: Schedule, now: int) -> Schedule:
    """Return the record of a subnet that was due but could not run (duplicate hotkeys).

    Its pending amounts stay.
    """
    return schedule._replace(last_epoch_block=now, pending_epoch_at=0, epoch_index=schedule.epoch_index + 1)


class Turn(NamedTuple):
    """Outcome of a subnet's turn in a block: its new record and what happened to its epoch."""

    netuid: int
    schedule: Schedule
    verdict: Verdict
    skipped: bool = False
    """The epoch was due but could not run."""


def run_block(
    schedules: Iterable[tuple[int, Schedule]], now: int, max_epochs: int, can_run: Callable[[int], bool]
) -> Iterator[Turn]:
    """Yield every subnet's turn in block `now`, in the order given (without root).

    `can_run` is asked only for subnets that are due; it says no if two neurons share a hotkey.
    """
    epochs = 0
    for netuid, before in schedules:
        record = begin_block(before)
        decision = verdict(record, now, epochs, max_epochs)
        if decision is Verdict.NOT_DUE:
            yield Turn(netuid, record, decision)
        elif decision is Verdict.DEFER:
            yield Turn(netuid, after_deferral(record, now), decision)
        elif can_run(netuid):
            epochs += 1
            yield Turn(netuid, after_epoch(record, now), decision)
        else:
            yield Turn(netuid, after_skip(record, now), decision, skipped=True)


def deferred_netuids(
    schedules: Iterable[tuple[int, Schedule]],
    now: int,
    max_epochs: int,
    can_run: Callable[[int], bool] = lambda _netuid: True,
) -> list[int]:
    """Return the netuids that block `now` will defer, given the records as they are before its coinbase.

    `can_run` is as in `run_block`.
    """
    deferred = []
    epochs = 0
    for netuid, schedule in schedules:
        match verdict(schedule, now, epochs, max_epochs):
            case Verdict.DUE:
                epochs += can_run(netuid)
            case Verdict.DEFER:
                deferred.append(netuid)
    return deferred


def first_epoch_block(netuid: int, tempo: int, now: int) -> int:
    """Return the last-epoch block that a subnet registered at `now` starts with: staggered by netuid."""
    return max(now - netuid % max(tempo, 1), 0)


def next_epoch_block(schedule: Schedule) -> int | None:
    """Return the block at which the next epoch is expected, None if none ever runs."""
    if schedule.tempo == 0:
        return None
    automatic = schedule.last_epoch_block + schedule.tempo
    return min(automatic, schedule.pending_epoch_at) if schedule.pending_epoch_at > 0 else automatic


def blocks_to_automatic_epoch(schedule: Schedule, now: int) -> int:
    """Return the blocks from `now` to the epoch that the tempo alone would bring, 0 if it is overdue."""
    return max(schedule.last_epoch_block + schedule.tempo - now, 0)


def is_frozen(schedule: Schedule, now: int, freeze_window: int) -> bool:
    """Tell if owner changes are refused because an epoch is near."""
    if schedule.tempo == 0:
        return False
    return schedule.pending_epoch_at > now or blocks_to_automatic_epoch(schedule, now) < freeze_window


def after_trigger(schedule: Schedule, now: int, freeze_window: int) -> Schedule:
    """Return the record after the owner asked for an epoch: it fires when the freeze window has passed."""
    return schedule._replace(pending_epoch_at=now + freeze_window)
