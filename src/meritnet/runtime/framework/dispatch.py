"""Dispatch of a decoded call: guards, storage layer, outcome."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meritnet.codec import Case

from .declarations import CallDef, PostDispatch
from .errors import DispatchError
from .origin import Origin
from .weights import ZERO, Weight

if TYPE_CHECKING:
    from .context import Context


@dataclass(frozen=True, slots=True)
class DispatchInfo:
    """What is known before a call runs: weight, class, whether it pays."""

    weight: Weight
    dispatch_class: str
    pays: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a dispatched call ended. `error` is None on success; weight and pays are the actual ones.

    `reported` is the weight that the call itself reported, if it did.
    """

    error: DispatchError | None
    weight: Weight
    pays: bool
    reported: Weight | None = None


def dispatch_info(ctx: "Context", call: Case) -> DispatchInfo:
    """Return declared weight, class and payment of a decoded call."""
    definition, args = ctx.chain.find_call(call)
    weight = definition.weight(ctx, *args) if callable(definition.weight) else definition.weight
    pays = definition.pays(ctx, *args) if callable(definition.pays) else definition.pays
    return DispatchInfo(weight.plus(guard_weight(ctx, definition)), definition.dispatch_class, pays)


def guard_weight(ctx: "Context", definition: CallDef) -> Weight:
    """Return what the guards that look at this call add to its weight."""
    total = ZERO
    for guard in ctx.chain.guards:
        declared = getattr(guard, "weight_of", None)
        if declared is not None:
            total = total.plus(declared(definition))
    return total


def check_guards(ctx: "Context", origin: Origin, definition: CallDef, args: tuple[object, ...]) -> None:
    """Run the guards of a signed dispatch. Raises: the first guard's ModuleError."""
    if origin.account is not None:
        for guard in ctx.chain.guards:
            guard(ctx, origin.account, definition, args)


def check_filters(ctx: "Context", origin: Origin, call: Case) -> None:
    """Run the chain's filters and the origin's; root passes. Raises: CallFiltered."""
    if origin.is_root:
        return
    for check in ctx.chain.filters:
        check(ctx, call)
    for check in origin.filters:
        check(ctx, call)


def dispatch(ctx: "Context", origin: Origin, call: Case, *, unfiltered: bool = False) -> PostDispatch:
    """Run filters, guards and call, the latter two in one storage layer.

    `unfiltered` lets this call, but none that it makes, pass the filters. Raises: DispatchError, with every effect
    undone.
    """
    definition, args = ctx.chain.find_call(call)
    if not unfiltered:
        check_filters(ctx, origin, call)
    with ctx.layer():
        check_guards(ctx, origin, definition, args)
        result = definition.function(ctx, origin, *args)
    return result if isinstance(result, PostDispatch) else PostDispatch()


def dispatch_outcome(ctx: "Context", origin: Origin, call: Case, *, unfiltered: bool = False) -> Outcome:
    """Dispatch and report instead of raising."""
    info = dispatch_info(ctx, call)
    try:
        post = dispatch(ctx, origin, call, unfiltered=unfiltered)
    except DispatchError as error:
        return Outcome(error, info.weight.limited(error.actual_weight), info.pays, error.actual_weight)
    pays = info.pays if post.pays is None else post.pays
    return Outcome(None, info.weight.limited(post.actual_weight), pays, post.actual_weight)


def result_case(ctx: "Context", outcome: Outcome) -> Case:
    """Return an outcome as a value of the `DispatchResult` type, for events."""
    return Case("Ok", ((),)) if outcome.error is None else Case("Err", (ctx.chain.error_case(outcome.error),))
