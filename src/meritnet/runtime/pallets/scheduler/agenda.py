"""Plans calls: puts them on a block's agenda, takes them off, and sets what happens when they fail."""

from typing import Any

from meritnet.codec import Case
from meritnet.primitives.fixed import U32_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import Exhausted, ensure
from meritnet.runtime.pallets.preimage import bounded, store

from . import storage
from .errors import FailedToSchedule, NotFound, TargetBlockNumberInPast
from .events import Canceled, RetryCancelled, RetrySet, Scheduled
from .types import MAX_PER_BLOCK, RETRY_CONFIG, SCHEDULED

Address = tuple[int, int]
"""Block and position in its agenda."""
Period = tuple[int, int]
"""Blocks between runs, and how often."""
Task = Any
"""A value of SCHEDULED."""

ROOT_CALLER = Case("system", (Case("Root", ()),))
"""The origin of every task: only root plans."""


def after(ctx: Context, blocks: int) -> int:
    """Return the block `blocks` after the next one; this block's agenda is done already."""
    return min(ctx.block_number + blocks + 1, U32_MAX)


def schedule(
    ctx: Context, when: int, period: Period | None, priority: int, call: Case, name: bytes | None = None
) -> Address:
    """Plan a decoded call of root for block `when`; a lower priority number runs earlier.

    Raises: FailedToSchedule for a name in use, TargetBlockNumberInPast, Exhausted where the agenda is full.
    """
    stored = bounded.bound(ctx, call)
    if name is not None:
        ensure(not storage.lookup.exists(ctx, name), FailedToSchedule, name=name)
    ensure(when > ctx.block_number, TargetBlockNumberInPast, when=when, now=ctx.block_number)
    again = None
    if period is not None and period[1] > 1 and period[0] > 0:
        again = (period[0], period[1] - 1)
    address = place(ctx, when, SCHEDULED.cls(name, priority, stored, again, ROOT_CALLER))
    key = bounded.lookup_hash(stored)
    if key is not None:
        # Quirk: storing the long call has requested it once already, so its bytes outlive their last run by a request.
        store.request(ctx, key)
    return address


def place(ctx: Context, when: int, task: Task) -> Address:
    """Put a task on an agenda, in a gap where it is full. Raises: Exhausted."""
    tasks = storage.agenda.get(ctx, when)
    if len(tasks) < MAX_PER_BLOCK:
        index = len(tasks)
        tasks = (*tasks, task)
    elif None in tasks:
        index = tasks.index(None)
        tasks = (*tasks[:index], task, *tasks[index + 1 :])
    else:
        raise Exhausted(f"block {when} has {MAX_PER_BLOCK} calls planned already; plan for another block")
    storage.agenda.set(ctx, when, tasks)
    if task.maybe_id is not None:
        storage.lookup.set(ctx, task.maybe_id, (when, index))
    ctx.emit(Scheduled, when, index)
    return when, index


def find(ctx: Context, address: Address) -> Task:
    """Return a planned task. Raises: NotFound."""
    when, index = address
    tasks = storage.agenda.get(ctx, when)
    task = tasks[index] if index < len(tasks) else None
    ensure(task is not None, NotFound, when=when, index=index)
    return task


def named(ctx: Context, name: bytes) -> Address:
    """Return where a named task is planned. Raises: NotFound."""
    address = storage.lookup.get(ctx, name)
    ensure(address is not None, NotFound, name=name)
    return address  # type: ignore[no-any-return]


def cancel(ctx: Context, address: Address) -> None:
    """Take a task off its agenda. Raises: NotFound."""
    task = find(ctx, address)
    bounded.drop(ctx, task.call)
    if task.maybe_id is not None:
        storage.lookup.remove(ctx, task.maybe_id)
    _clear_slot(ctx, address)


def cancel_named(ctx: Context, name: bytes) -> None:
    """Take a named task off its agenda. Raises: NotFound."""
    address = named(ctx, name)
    storage.lookup.remove(ctx, name)
    when, index = address
    tasks = storage.agenda.get(ctx, when)
    if index < len(tasks) and tasks[index] is not None:
        bounded.drop(ctx, tasks[index].call)
    _clear_slot(ctx, address)


def _clear_slot(ctx: Context, address: Address) -> None:
    when, index = address
    storage.retries.remove(ctx, address)
    tasks = list(storage.agenda.get(ctx, when))
    if index < len(tasks):
        tasks[index] = None
    while tasks and tasks[-1] is None:
        tasks.pop()
    if tasks:
        storage.agenda.set(ctx, when, tuple(tasks))
    else:
        storage.agenda.remove(ctx, when)
    ctx.emit(Canceled, when, index)


def set_retry(ctx: Context, address: Address, retries: int, period: int, name: bytes | None) -> None:
    """Let a task be tried again up to `retries` times, `period` blocks after each failure. Raises: NotFound."""
    find(ctx, address)
    storage.retries.set(ctx, address, RETRY_CONFIG.cls(retries, retries, period))
    ctx.emit(RetrySet, address, name, period, retries)


def cancel_retry(ctx: Context, address: Address, name: bytes | None) -> None:
    """Let a task not be tried again. Raises: NotFound."""
    find(ctx, address)
    storage.retries.remove(ctx, address)
    ctx.emit(RetryCancelled, address, name)
