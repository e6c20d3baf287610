"""Calls of the Sudo pallet. A failing inner call does not fail the sudo call; its result is in the event."""

from meritnet.codec import Case
from meritnet.codec.common import MULTI_ADDRESS
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.dispatch import dispatch_info, dispatch_outcome, result_case
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import ROOT, Origin, ensure_signed, signed
from meritnet.runtime.framework.types import WEIGHT
from meritnet.runtime.framework.weights import Weight, measured
from meritnet.runtime.pallets.balances.calls import lookup

from .declarations import KeyChanged, KeyRemoved, RequireSudo, Sudid, SudoAsDone, key

PALLET = "Sudo"
BASE = measured(10_000_000, 1517, reads=1)


def ensure_sudo(ctx: Context, origin: Origin) -> None:
    """Raises: RequireSudo unless the origin is root or signed by the sudo key."""
    if not origin.is_root:
        ensure(ensure_signed(origin) == key.get(ctx), RequireSudo)


def _result(ctx: Context, origin: Origin, inner: Case) -> Case:
    return result_case(ctx, dispatch_outcome(ctx, origin, inner, unfiltered=True))


def _with_inner(ctx: Context, call: Case) -> Weight:
    return BASE.plus(dispatch_info(ctx, call).weight)


@call(PALLET, 0, {"call": RUNTIME_CALL}, weight=_with_inner)
def sudo(ctx: Context, origin: Origin, call: Case) -> PostDispatch:
    """Make a call as root. The sudo key pays no fee."""
    ensure_sudo(ctx, origin)
    ctx.emit(Sudid, _result(ctx, ROOT, call))
    return PostDispatch(pays=False)


@call(PALLET, 1, {"call": RUNTIME_CALL, "weight": WEIGHT}, weight=lambda _ctx, _call, weight: Weight(*weight))
def sudo_unchecked_weight(ctx: Context, origin: Origin, call: Case, weight: Weight) -> PostDispatch:
    """Make a call as root with a weight of the caller's choice."""
    ensure_sudo(ctx, origin)
    ctx.emit(Sudid, _result(ctx, ROOT, call))
    return PostDispatch(pays=False)


@call(PALLET, 2, {"new": MULTI_ADDRESS}, weight=measured(11_000_000, 1517, reads=1, writes=1))
def set_key(ctx: Context, origin: Origin, new: Case) -> PostDispatch:
    """Hand the sudo key to another account."""
    ensure_sudo(ctx, origin)
    account, old = lookup(new), key.get(ctx)
    key.set(ctx, account)
    ctx.emit(KeyChanged, old, account)
    return PostDispatch(pays=False)


@call(
    PALLET,
    3,
    {"who": MULTI_ADDRESS, "call": RUNTIME_CALL},
    weight=lambda ctx, _who, call: _with_inner(ctx, call),
)
def sudo_as(ctx: Context, origin: Origin, who: Case, call: Case) -> PostDispatch:
    """Make a call as if `who` had signed it."""
    ensure_sudo(ctx, origin)
    ctx.emit(SudoAsDone, _result(ctx, signed(lookup(who)), call))
    return PostDispatch(pays=False)


@call(PALLET, 4, {}, weight=measured(10_000_000, 1517, reads=1, writes=1))
def remove_key(ctx: Context, origin: Origin) -> PostDispatch:
    """Give up the sudo key for good."""
    ensure_sudo(ctx, origin)
    ctx.emit(KeyRemoved)
    key.remove(ctx)
    return PostDispatch(pays=False)
