"""Calls of the Scheduler pallet; root only. Blocks are numbers, periods counts of blocks."""

from meritnet.codec import U8, U32, Case, Type
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.origin import Origin, ensure_root

from . import agenda, weights
from .agenda import Address, Period
from .types import ADDRESS, PERIOD, TASK_NAME

PALLET = "Scheduler"
WHAT: dict[str, Type] = {"maybe_periodic": PERIOD, "priority": U8, "call": RUNTIME_CALL}
RETRY: dict[str, Type] = {"retries": U8, "period": U32}


@call(PALLET, 0, {"when": U32, **WHAT}, weight=weights.SCHEDULE)
def schedule(
    ctx: Context, origin: Origin, when: int, maybe_periodic: Period | None, priority: int, call: Case
) -> None:
    """Plan a call for a block; with a period it is repeated. A lower priority number runs earlier."""
    ensure_root(origin)
    agenda.schedule(ctx, when, maybe_periodic, priority, call)


@call(PALLET, 1, {"when": U32, "index": U32}, weight=weights.CANCEL)
def cancel(ctx: Context, origin: Origin, when: int, index: int) -> None:
    """Cancel a planned call by its block and position."""
    ensure_root(origin)
    agenda.cancel(ctx, (when, index))


@call(PALLET, 2, {"id": TASK_NAME, "when": U32, **WHAT}, weight=weights.SCHEDULE_NAMED)
def schedule_named(
    ctx: Context,
    origin: Origin,
    name: bytes,
    when: int,
    maybe_periodic: Period | None,
    priority: int,
    call: Case,
) -> None:
    """Plan a call for a block under a name of 32 bytes."""
    ensure_root(origin)
    agenda.schedule(ctx, when, maybe_periodic, priority, call, name)


@call(PALLET, 3, {"id": TASK_NAME}, weight=weights.CANCEL_NAMED)
def cancel_named(ctx: Context, origin: Origin, name: bytes) -> None:
    """Cancel a planned call by its name."""
    ensure_root(origin)
    agenda.cancel_named(ctx, name)


@call(PALLET, 4, {"after": U32, **WHAT}, weight=weights.SCHEDULE)
def schedule_after(
    ctx: Context, origin: Origin, after: int, maybe_periodic: Period | None, priority: int, call: Case
) -> None:
    """Plan a call for the block `after` blocks behind the next one."""
    ensure_root(origin)
    agenda.schedule(ctx, agenda.after(ctx, after), maybe_periodic, priority, call)


@call(PALLET, 5, {"id": TASK_NAME, "after": U32, **WHAT}, weight=weights.SCHEDULE_NAMED)
def schedule_named_after(
    ctx: Context,
    origin: Origin,
    name: bytes,
    after: int,
    maybe_periodic: Period | None,
    priority: int,
    call: Case,
) -> None:
    """Plan a call for the block `after` blocks behind the next one, under a name of 32 bytes."""
    ensure_root(origin)
    agenda.schedule(ctx, agenda.after(ctx, after), maybe_periodic, priority, call, name)


@call(PALLET, 6, {"task": ADDRESS, **RETRY}, weight=weights.SET_RETRY)
def set_retry(ctx: Context, origin: Origin, task: Address, retries: int, period: int) -> None:
    """Let a planned call be tried again when it fails."""
    ensure_root(origin)
    agenda.set_retry(ctx, task, retries, period, None)


@call(PALLET, 7, {"id": TASK_NAME, **RETRY}, weight=weights.SET_RETRY_NAMED)
def set_retry_named(ctx: Context, origin: Origin, name: bytes, retries: int, period: int) -> None:
    """Let a planned call be tried again when it fails, by its name."""
    ensure_root(origin)
    agenda.set_retry(ctx, agenda.named(ctx, name), retries, period, name)


@call(PALLET, 8, {"task": ADDRESS}, weight=weights.CANCEL_RETRY)
def cancel_retry(ctx: Context, origin: Origin, task: Address) -> None:
    """Let a planned call not be tried again."""
    ensure_root(origin)
    agenda.cancel_retry(ctx, task, None)


@call(PALLET, 9, {"id": TASK_NAME}, weight=weights.CANCEL_RETRY_NAMED)
def cancel_retry_named(ctx: Context, origin: Origin, name: bytes) -> None:
    """Let a planned call not be tried again, by its name."""
    ensure_root(origin)
    agenda.cancel_retry(ctx, agenda.named(ctx, name), name)
