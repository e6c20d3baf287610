"""Calls of the Multisig pallet. The other signatories are all but the sender, in ascending order."""

from typing import Any

from meritnet.codec import U16, Case, Option, Type, Vec
from meritnet.codec.common import ACCOUNT_ID, TIMEPOINT
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.dispatch import dispatch_info, dispatch_outcome
from meritnet.runtime.framework.origin import Origin, ensure_signed, signed
from meritnet.runtime.framework.types import WEIGHT
from meritnet.runtime.framework.weights import INNER_ACCOUNT, Weight

from . import operations, weights
from .operations import Accounts, Timepoint, Wanted
from .types import CALL_HASH

PALLET = "Multisig"
SIGNATORIES: dict[str, Type] = {"threshold": U16, "other_signatories": Vec(ACCOUNT_ID)}


def _size(ctx: Context, call: Case) -> int:
    return len(ctx.chain.call_type.encode(call))


def _as_multi_weight(
    ctx: Context, _threshold: int, others: Accounts, _timepoint: Timepoint, call: Case, max_weight: Any
) -> Weight:
    count, size = len(others), _size(ctx, call)
    own = weights.create(count, size).most(weights.approve(count, size)).most(weights.complete(count, size))
    return own.plus(max_weight)


@call(
    PALLET,
    0,
    {"other_signatories": Vec(ACCOUNT_ID), "call": RUNTIME_CALL},
    weight=lambda ctx, _others, call: (
        weights.threshold_1(_size(ctx, call)).plus(INNER_ACCOUNT).plus(dispatch_info(ctx, call).weight)
    ),
)
def as_multi_threshold_1(
    ctx: Context, origin: Origin, other_signatories: Accounts, call: Case
) -> PostDispatch:
    """Make a call as an account that any one of its signatories controls."""
    account = operations.account_of(ensure_signed(origin), other_signatories, 1)
    outcome = dispatch_outcome(ctx, signed(account), call)
    used = None
    if outcome.reported is not None:
        used = weights.threshold_1(_size(ctx, call)).plus(outcome.reported)
    if outcome.error is not None:
        outcome.error.actual_weight = used
        raise outcome.error
    return PostDispatch(used)


@call(
    PALLET,
    1,
    {**SIGNATORIES, "maybe_timepoint": Option(TIMEPOINT), "call": RUNTIME_CALL, "max_weight": WEIGHT},
    weight=_as_multi_weight,
)
def as_multi(
    ctx: Context,
    origin: Origin,
    threshold: int,
    other_signatories: Accounts,
    maybe_timepoint: Timepoint,
    call: Case,
    max_weight: Any,
) -> PostDispatch:
    """Approve a call; with the last approval it is made, and its result is in the event."""
    encoded = ctx.chain.call_type.encode(call)
    wanted = Wanted(blake2_256(encoded), call, len(encoded), Weight(*max_weight))
    who = ensure_signed(origin)
    return operations.operate(ctx, who, threshold, other_signatories, maybe_timepoint, wanted)


@call(
    PALLET,
    2,
    {**SIGNATORIES, "maybe_timepoint": Option(TIMEPOINT), "call_hash": CALL_HASH, "max_weight": WEIGHT},
    weight=lambda _ctx, _threshold, others, _timepoint, _hash, max_weight: (
        weights.approve_hash_create(len(others)).most(weights.approve_hash(len(others))).plus(max_weight)
    ),
)
def approve_as_multi(
    ctx: Context,
    origin: Origin,
    threshold: int,
    other_signatories: Accounts,
    maybe_timepoint: Timepoint,
    call_hash: bytes,
    max_weight: Any,
) -> PostDispatch:
    """Approve a call by its hash; the last approval needs `as_multi`."""
    who, wanted = ensure_signed(origin), Wanted(call_hash)
    return operations.operate(ctx, who, threshold, other_signatories, maybe_timepoint, wanted)


@call(
    PALLET,
    3,
    {**SIGNATORIES, "timepoint": TIMEPOINT, "call_hash": CALL_HASH},
    weight=lambda _ctx, _threshold, others, *_rest: weights.cancel(len(others)),
)
def cancel_as_multi(
    ctx: Context,
    origin: Origin,
    threshold: int,
    other_signatories: Accounts,
    timepoint: Timepoint,
    call_hash: bytes,
) -> None:
    """Give up an operation that the sender began; its deposit is freed."""
    operations.cancel(ctx, ensure_signed(origin), threshold, other_signatories, timepoint, call_hash)


@call(
    PALLET,
    4,
    {**SIGNATORIES, "call_hash": CALL_HASH},
    weight=lambda _ctx, _threshold, others, _hash: weights.cancel(len(others)),
)
def poke_deposit(
    ctx: Context, origin: Origin, threshold: int, other_signatories: Accounts, call_hash: bytes
) -> PostDispatch:
    """Bring the deposit of an operation that the sender began to what it costs now; free if that changes it."""
    changed = operations.poke(ctx, ensure_signed(origin), threshold, other_signatories, call_hash)
    return PostDispatch(pays=not changed)
