"""Weights of the Utility calls, as measured on the reference; what a batch's own work weighs by its calls."""

from collections.abc import Callable

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.dispatch import dispatch_info
from meritnet.runtime.framework.weights import INNER_ACCOUNT, Weight, measured

PROOF = 3_983


def batch(count: int) -> Weight:
    """Return the own weight of `batch` with `count` calls."""
    return measured(19_446_696 + 5_450_264 * count, PROOF, reads=2)


def batch_all(count: int) -> Weight:
    """Return the own weight of `batch_all` with `count` calls."""
    return measured(13_428_230 + 5_663_250 * count, PROOF, reads=2)


def force_batch(count: int) -> Weight:
    """Return the own weight of `force_batch` with `count` calls."""
    return measured(12_134_867 + 5_477_293 * count, PROOF, reads=2)


AS_DERIVATIVE = measured(15_378_000, PROOF, reads=2).plus(INNER_ACCOUNT)
DISPATCH_AS = Weight(6_893_000)
DISPATCH_AS_FALLIBLE = Weight(7_113_000)
IF_ELSE = measured(21_831_000, PROOF, reads=2)


def with_calls(own: Callable[[int], Weight]) -> Callable[..., Weight]:
    """Return the weight function of a batch: its own weight and each call's."""

    def weight(ctx: Context, calls: tuple[Case, ...]) -> Weight:
        total = own(len(calls))
        for item in calls:
            total = total.plus(dispatch_info(ctx, item).weight)
        return total

    return weight


def with_call(own: Weight, position: int = -1) -> Callable[..., Weight]:
    """Return the weight function of a call that makes the call at `position` of its arguments."""

    def weight(ctx: Context, *args: Case) -> Weight:
        return own.plus(dispatch_info(ctx, args[position]).weight)

    return weight
