"""Makes the calls that are due at the start of a block, as far as four fifths of a block's weight allow.

Agendas are served in block order from the first incomplete one, tasks by priority, then position. A task that does not
fit waits; the first of all that does not fit never will and is given up.
"""

from enum import Enum, auto
from typing import Any

from meritnet.codec import Case
from meritnet.primitives.fixed import U32_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.dispatch import Outcome, dispatch_info, dispatch_outcome, result_case
from meritnet.runtime.framework.errors import Corruption, Exhausted, Unavailable
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.preimage import bounded
from meritnet.runtime.pallets.system import storage as system
from meritnet.runtime.pallets.system.origins import origin_of

from . import agenda, storage, weights
from .agenda import Address, Task
from .events import (
    AgendaIncomplete,
    CallUnavailable,
    Dispatched,
    PeriodicFailed,
    PermanentlyOverweight,
    RetryFailed,
)
from .types import MAX_PER_BLOCK
from .weights import Meter

Retry = Any
"""A value of RETRY_CONFIG."""


class Served(Enum):
    """How serving a task ended: done, waiting for a later block, or given up."""

    DONE = auto()
    WAITS = auto()
    GIVEN_UP = auto()


def on_initialize(ctx: Context) -> None:
    """Serve what is due; a block without due calls costs two reads and a write."""
    now = ctx.block_number
    since = storage.incomplete_since.get(ctx)
    if since in (None, now) and not storage.agenda.exists(ctx, now):
        storage.incomplete_since.set(ctx, now + 1)
        return
    meter = Meter(storage.MAXIMUM_WEIGHT)
    meter.take(weights.SERVE_AGENDAS)
    next_block = now + 1
    when = now if since is None else since
    is_first = True
    while when <= now and meter.has(weights.serve_agenda(MAX_PER_BLOCK)):
        if not _serve_agenda(ctx, meter, when, is_first=is_first):
            next_block = min(next_block, when)
        is_first = False
        when += 1
    next_block = min(next_block, when)
    storage.incomplete_since.set(ctx, next_block)
    if next_block <= now:
        ctx.emit(AgendaIncomplete, next_block)
    used = system.block_weight.get(ctx)
    mandatory = Weight(*used.mandatory).plus(meter.used)
    system.block_weight.set(ctx, used._replace(mandatory=mandatory))


def _serve_agenda(ctx: Context, meter: Meter, when: int, *, is_first: bool) -> bool:
    """Serve one block's agenda; tell whether nothing of it waits."""
    tasks = list(storage.agenda.get(ctx, when))
    order = sorted((task.priority, index) for index, task in enumerate(tasks) if task is not None)
    meter.take(weights.serve_agenda(len(order)))
    waiting = given_up = False
    for _, index in order:
        task = tasks[index]
        if not meter.has(_weight_of(task, _noted_length(task.call))):
            waiting = True
            break
        match _serve_task(ctx, meter, (when, index), task, is_first=is_first):
            case Served.DONE:
                is_first = False
                tasks[index] = None
            case Served.WAITS:
                waiting = True
            case Served.GIVEN_UP:
                given_up = True
    # Quirk: tasks given up stay on the past agenda for good.
    if waiting or given_up:
        storage.agenda.set(ctx, when, tuple(tasks))
    else:
        storage.agenda.remove(ctx, when)
    return not waiting


def _noted_length(stored: Case) -> int | None:
    """Return the noted length of a bounded call's preimage; None where it has none or none is noted."""
    return stored.args[1] if stored.name == "Lookup" else None


def _weight_of(task: Task, fetched: int | None) -> Weight:
    return weights.serve_task(
        fetched, named=task.maybe_id is not None, periodic=task.maybe_periodic is not None
    )


def _serve_task(ctx: Context, meter: Meter, address: Address, task: Task, *, is_first: bool) -> Served:
    if task.maybe_id is not None:
        # Quirk: the name goes even if the task then waits or is given up.
        storage.lookup.remove(ctx, task.maybe_id)
    try:
        call = bounded.peek(ctx, task.call)
    except (Unavailable, Corruption):
        ctx.emit(CallUnavailable, address, task.maybe_id)
        bounded.drop(ctx, task.call)
        meter.take(_weight_of(task, _noted_length(task.call)))
        return Served.GIVEN_UP
    length = None if task.call.name == "Inline" else len(ctx.chain.call_type.encode(call))
    meter.take(_weight_of(task, length))
    outcome = _dispatch(ctx, meter, task.origin, call)
    if outcome is None:
        if not is_first:
            return Served.WAITS
        bounded.drop(ctx, task.call)
        ctx.emit(PermanentlyOverweight, address, task.maybe_id)
        return Served.GIVEN_UP
    retry = storage.retries.get(ctx, address)
    storage.retries.remove(ctx, address)
    ctx.emit(Dispatched, address, task.maybe_id, result_case(ctx, outcome))
    if retry is not None and outcome.error is not None:
        _retry(ctx, meter, address, task, retry)
    _repeat(ctx, address, task, retry)
    return Served.DONE


def _dispatch(ctx: Context, meter: Meter, caller: Case, call: Case) -> Outcome | None:
    """Make the call and count its weight; None where it does not fit."""
    origin = origin_of(caller)
    base = weights.DISPATCH_UNSIGNED if origin.account is None else weights.DISPATCH_SIGNED
    if not meter.has(base.plus(dispatch_info(ctx, call).weight)):
        return None
    outcome = dispatch_outcome(ctx, origin, call)
    meter.take(base)
    meter.take(outcome.weight)
    return outcome


def _retry(ctx: Context, meter: Meter, address: Address, task: Task, retry: Retry) -> None:
    """Plan a nameless, single run of a failed task, with one try less."""
    if not meter.take(weights.SCHEDULE_RETRY):
        ctx.emit(RetryFailed, address, task.maybe_id)
        return
    if retry.remaining == 0:
        return
    again = task._replace(maybe_id=None, maybe_periodic=None)
    try:
        placed = agenda.place(ctx, min(ctx.block_number + retry.period, U32_MAX), again)
    except Exhausted:
        bounded.drop(ctx, task.call)
        ctx.emit(RetryFailed, address, task.maybe_id)
        return
    storage.retries.set(ctx, placed, retry._replace(remaining=retry.remaining - 1))


def _repeat(ctx: Context, address: Address, task: Task, retry: Retry | None) -> None:
    """Plan the next run of a repeated task; let go of the call of one that is done."""
    if task.maybe_periodic is None:
        bounded.drop(ctx, task.call)
        return
    period, count = task.maybe_periodic
    following = task._replace(maybe_periodic=(period, count - 1) if count > 1 else None)
    try:
        placed = agenda.place(ctx, min(ctx.block_number + period, U32_MAX), following)
    except Exhausted:
        bounded.drop(ctx, task.call)
        ctx.emit(PeriodicFailed, address, task.maybe_id)
        return
    if retry is not None:
        storage.retries.set(ctx, placed, retry)
