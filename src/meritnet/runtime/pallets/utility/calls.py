"""Batches: stop at the first failure, all or nothing, or go on regardless. A batch may not directly hold a batch.

What is called through them passes the filters of their origin too: what a proxy may not call, it may not batch.
"""

from meritnet.codec import Case, Type, Vec
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.dispatch import dispatch_info, dispatch_outcome
from meritnet.runtime.framework.errors import BadOrigin, ensure
from meritnet.runtime.framework.origin import NONE, Origin
from meritnet.runtime.framework.weights import ZERO

from . import weights
from .declarations import (
    BATCHED_CALLS_LIMIT,
    BatchCompleted,
    BatchCompletedWithErrors,
    BatchInterrupted,
    ItemCompleted,
    ItemFailed,
    TooManyCalls,
)
from .filters import no_batch_all

PALLET = "Utility"
CALLS: dict[str, Type] = {"calls": Vec(RUNTIME_CALL)}


def pays_any(ctx: Context, calls: tuple[Case, ...]) -> bool:
    """A batch is free if every call in it is, as is an empty one."""
    return any(dispatch_info(ctx, item).pays for item in calls)


def _check(origin: Origin, calls: tuple[Case, ...]) -> None:
    if origin == NONE:
        raise BadOrigin
    ensure(len(calls) <= BATCHED_CALLS_LIMIT, TooManyCalls, calls=len(calls), limit=BATCHED_CALLS_LIMIT)


@call(PALLET, 0, CALLS, weight=weights.with_calls(weights.batch), pays=pays_any)
def batch(ctx: Context, origin: Origin, calls: tuple[Case, ...]) -> PostDispatch:
    """Run the calls in order until one fails; what ran before it stands."""
    _check(origin, calls)
    used = ZERO
    for index, item in enumerate(calls):
        outcome = dispatch_outcome(ctx, origin, item)
        used = used.plus(outcome.weight)
        if outcome.error is not None:
            ctx.emit(BatchInterrupted, index, ctx.chain.error_case(outcome.error))
            return PostDispatch(weights.batch(index + 1).plus(used))
        ctx.emit(ItemCompleted)
    ctx.emit(BatchCompleted)
    return PostDispatch(weights.batch(len(calls)).plus(used))


@call(PALLET, 2, CALLS, weight=weights.with_calls(weights.batch_all), pays=pays_any)
def batch_all(ctx: Context, origin: Origin, calls: tuple[Case, ...]) -> PostDispatch:
    """Run the calls in order; if one fails, nothing happened."""
    _check(origin, calls)
    inner = origin.limited(no_batch_all)
    used = ZERO
    for index, item in enumerate(calls):
        outcome = dispatch_outcome(ctx, inner, item)
        used = used.plus(outcome.weight)
        if outcome.error is not None:
            outcome.error.actual_weight = weights.batch_all(index + 1).plus(used)
            raise outcome.error
        ctx.emit(ItemCompleted)
    ctx.emit(BatchCompleted)
    return PostDispatch(weights.batch_all(len(calls)).plus(used))


@call(PALLET, 4, CALLS, weight=weights.with_calls(weights.force_batch), pays=pays_any)
def force_batch(ctx: Context, origin: Origin, calls: tuple[Case, ...]) -> PostDispatch:
    """Run every call, whether or not others fail."""
    _check(origin, calls)
    used = ZERO
    failed = False
    for item in calls:
        outcome = dispatch_outcome(ctx, origin, item)
        used = used.plus(outcome.weight)
        if outcome.error is None:
            ctx.emit(ItemCompleted)
        else:
            failed = True
            ctx.emit(ItemFailed, ctx.chain.error_case(outcome.error))
    ctx.emit(BatchCompletedWithErrors if failed else BatchCompleted)
    return PostDispatch(weights.force_batch(len(calls)).plus(used))
