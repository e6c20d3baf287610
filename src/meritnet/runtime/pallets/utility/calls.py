"""Batches: stop at the first failure, all or nothing, or go on regardless.

A batch may not directly contain another batch (the reference filters it with `System.CallFiltered`).
Absent: as_derivative, dispatch_as and its kin, with_weight, if_else.
"""

from collections.abc import Callable
from typing import Any

from meritnet.codec import Case, Type, Vec
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.dispatch import dispatch_info, dispatch_outcome
from meritnet.runtime.framework.errors import BadOrigin, DispatchError, ensure
from meritnet.runtime.framework.origin import NONE, Origin
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.system.errors import CallFiltered

from .declarations import (
    BATCHED_CALLS_LIMIT,
    BatchCompleted,
    BatchCompletedWithErrors,
    BatchInterrupted,
    ItemCompleted,
    ItemFailed,
    TooManyCalls,
)

PALLET = "Utility"
CALLS: dict[str, Type] = {"calls": Vec(RUNTIME_CALL)}
BATCHES = ("batch", "batch_all", "force_batch")
PER_CALL_PS = 3_600_000


def batch_weight(base: int) -> Callable[..., Weight]:
    """Return the weight function of a batch call: base, plus each call's own weight."""

    def weight(ctx: Context, calls: tuple[Case, ...]) -> Weight:
        total = Weight(base + PER_CALL_PS * len(calls), 3997)
        for item in calls:
            total = total.plus(dispatch_info(ctx, item).weight)
        return total

    return weight


def pays_any(ctx: Context, calls: tuple[Case, ...]) -> bool:
    """A batch is free only if every call in it is."""
    return not calls or any(dispatch_info(ctx, item).pays for item in calls)


def _run_one(ctx: Context, origin: Origin, item: Case) -> Any:
    if not origin.is_root and item.name == PALLET and item.args[0].name in BATCHES:
        raise CallFiltered()
    return dispatch_outcome(ctx, origin, item)


def _outcomes(ctx: Context, origin: Origin, item: Case) -> tuple[DispatchError | None, Weight]:
    try:
        outcome = _run_one(ctx, origin, item)
    except DispatchError as error:
        return error, dispatch_info(ctx, item).weight
    return outcome.error, outcome.weight


def _check(origin: Origin, calls: tuple[Case, ...]) -> None:
    if origin == NONE:
        raise BadOrigin
    ensure(len(calls) <= BATCHED_CALLS_LIMIT, TooManyCalls, calls=len(calls), limit=BATCHED_CALLS_LIMIT)


@call(PALLET, 0, CALLS, weight=batch_weight(5_312_000), pays=pays_any)
def batch(ctx: Context, origin: Origin, calls: tuple[Case, ...]) -> PostDispatch:
    """Run the calls in order until one fails; what ran before it stands."""
    _check(origin, calls)
    used = Weight(5_312_000, 3997)
    for index, item in enumerate(calls):
        error, weight = _outcomes(ctx, origin, item)
        used = used.plus(weight).plus(Weight(PER_CALL_PS))
        if error is not None:
            ctx.emit(BatchInterrupted, index, ctx.chain.error_case(error))
            return PostDispatch(actual_weight=used)
        ctx.emit(ItemCompleted)
    ctx.emit(BatchCompleted)
    return PostDispatch(actual_weight=used)


@call(PALLET, 2, CALLS, weight=batch_weight(6_000_000), pays=pays_any)
def batch_all(ctx: Context, origin: Origin, calls: tuple[Case, ...]) -> PostDispatch:
    """Run the calls in order; if one fails, nothing happened."""
    _check(origin, calls)
    used = Weight(6_000_000, 3997)
    for item in calls:
        error, weight = _outcomes(ctx, origin, item)
        used = used.plus(weight).plus(Weight(PER_CALL_PS))
        if error is not None:
            raise error
        ctx.emit(ItemCompleted)
    ctx.emit(BatchCompleted)
    return PostDispatch(actual_weight=used)


@call(PALLET, 4, CALLS, weight=batch_weight(5_312_000), pays=pays_any)
def force_batch(ctx: Context, origin: Origin, calls: tuple[Case, ...]) -> PostDispatch:
    """Run every call, whether or not others fail."""
    _check(origin, calls)
    used = Weight(5_312_000, 3997)
    failed = False
    for item in calls:
        error, weight = _outcomes(ctx, origin, item)
        used = used.plus(weight).plus(Weight(PER_CALL_PS))
        if error is None:
            ctx.emit(ItemCompleted)
        else:
            failed = True
            ctx.emit(ItemFailed, ctx.chain.error_case(error))
    ctx.emit(BatchCompletedWithErrors if failed else BatchCompleted)
    return PostDispatch(actual_weight=used)
