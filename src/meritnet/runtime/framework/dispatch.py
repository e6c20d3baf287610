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
    """How a dispatched call ended. `error` is None on success; weight and pays are the actual ones."""

    error: DispatchError | None
    weight: Weight
    pays: bool


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


def dispatch(ctx: "Context", origin: Origin, call: Case) -> PostDispatch:
    """Run guards and call in one storage layer. Raises: DispatchError, with every effect undone."""
    definition, args = ctx.chain.find_call(call)
    with ctx.layer():
        check_guards(ctx, origin, definition, args)
        result = definition.function(ctx, origin, *args)
    return result if isinstance(result, PostDispatch) else PostDispatch()


def dispatch_outcome(ctx: "Context", origin: Origin, call: Case) -> Outcome:
    """Dispatch and report instead of raising."""
    info = dispatch_info(ctx, call)
    try:
        post = dispatch(ctx, origin, call)
    except DispatchError as error:
        return Outcome(error, info.weight, info.pays)
    weight = info.weight if post.actual_weight is None else min(post.actual_weight, info.weight)
    return Outcome(None, weight, info.pays if post.pays is None else post.pays)
