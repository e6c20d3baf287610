"""Calls made as somebody else, with a weight of the caller's choice, or with another call to fall back on."""

from meritnet.codec import U16, Case
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.dispatch import Outcome, dispatch_info, dispatch_outcome, result_case
from meritnet.runtime.framework.errors import BadOrigin
from meritnet.runtime.framework.origin import NONE, ROOT, Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.types import WEIGHT
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.system.origins import ORIGIN_CALLER, origin_of

from . import weights
from .declarations import DispatchedAs, IfElseFallbackCalled, IfElseMainSuccess

PALLET = "Utility"
DERIVATION = b"modlpy/utilisuba"


def derivative_account(who: bytes, index: int) -> bytes:
    """Return the account that `who` controls under an index, without a key of its own."""
    return blake2_256(DERIVATION + who + index.to_bytes(2, "little"))


@call(
    PALLET,
    1,
    {"index": U16, "call": RUNTIME_CALL},
    weight=weights.with_call(weights.AS_DERIVATIVE),
)
def as_derivative(ctx: Context, origin: Origin, index: int, call: Case) -> PostDispatch:
    """Make a call as the sender's account number `index`; its failure is the failure of this call."""
    inner = origin.become(derivative_account(ensure_signed(origin), index))
    outcome = dispatch_outcome(ctx, inner, call)
    used = weights.AS_DERIVATIVE.plus(outcome.weight)
    if outcome.error is not None:
        outcome.error.actual_weight = used
        raise outcome.error
    return PostDispatch(used)


@call(
    PALLET,
    3,
    {"as_origin": ORIGIN_CALLER, "call": RUNTIME_CALL},
    weight=weights.with_call(weights.DISPATCH_AS),
)
def dispatch_as(ctx: Context, origin: Origin, as_origin: Case, call: Case) -> None:
    """Make a call as any origin, past the filters; root only. How it ended is in the event."""
    ensure_root(origin)
    outcome = dispatch_outcome(ctx, origin_of(as_origin), call, unfiltered=True)
    ctx.emit(DispatchedAs, result_case(ctx, outcome))


@call(
    PALLET,
    5,
    {"call": RUNTIME_CALL, "weight": WEIGHT},
    weight=lambda _ctx, _call, weight: Weight(*weight),
)
def with_weight(ctx: Context, origin: Origin, call: Case, weight: Weight) -> None:
    """Make a call as root with a weight of the caller's choice; root only."""
    ensure_root(origin)
    _raise_plain(dispatch_outcome(ctx, ROOT, call))


@call(
    PALLET,
    6,
    {"main": RUNTIME_CALL, "fallback": RUNTIME_CALL},
    weight=lambda ctx, main, fallback: weights.with_call(weights.IF_ELSE)(ctx, main).plus(
        dispatch_info(ctx, fallback).weight
    ),
)
def if_else(ctx: Context, origin: Origin, main: Case, fallback: Case) -> PostDispatch:
    """Make the main call; if it fails, make the other one, whose failure is the failure of this call."""
    if origin == NONE:
        raise BadOrigin
    first = dispatch_outcome(ctx, origin, main)
    used = weights.IF_ELSE.plus(first.weight)
    if first.error is None:
        ctx.emit(IfElseMainSuccess)
        return PostDispatch(used)
    second = dispatch_outcome(ctx, origin, fallback)
    used = used.plus(second.weight)
    if second.error is not None:
        second.error.actual_weight = used
        raise second.error
    ctx.emit(IfElseFallbackCalled, ctx.chain.error_case(first.error))
    return PostDispatch(used)


@call(
    PALLET,
    7,
    {"as_origin": ORIGIN_CALLER, "call": RUNTIME_CALL},
    weight=weights.with_call(weights.DISPATCH_AS_FALLIBLE),
)
def dispatch_as_fallible(ctx: Context, origin: Origin, as_origin: Case, call: Case) -> None:
    """Make a call as any origin, past the filters; root only. Its failure is the failure of this call."""
    ensure_root(origin)
    outcome = dispatch_outcome(ctx, origin_of(as_origin), call, unfiltered=True)
    _raise_plain(outcome)
    ctx.emit(DispatchedAs, result_case(ctx, outcome))


def _raise_plain(outcome: Outcome) -> None:
    """Raises: the call's error, as one that tells nothing of the weight used."""
    if outcome.error is not None:
        outcome.error.actual_weight = None
        raise outcome.error
