"""Calls of the Proxy pallet: give and take proxies, call for others, pure accounts, announcements, deposits."""

from typing import Any

from meritnet.codec import BOOL, U16, U32, Case, Compact, Option, Type
from meritnet.codec.common import H256, MULTI_ADDRESS
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.assembly import RUNTIME_CALL
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.dispatch import dispatch_info, dispatch_outcome, result_case
from meritnet.runtime.framework.errors import ModuleError, ensure
from meritnet.runtime.framework.origin import Origin, ensure_signed, signed
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.balances.calls import lookup

from . import announcing, delegates, deposits, pure, storage, weights
from .deposits import ANNOUNCEMENTS, PROXIES
from .errors import NotFound, Unannounced
from .events import DepositPoked, ProxyExecuted, RealPaysFeeSet
from .filters import filter_for
from .types import PROXY_TYPE

PALLET = "Proxy"
DELEGATE: dict[str, Type] = {"delegate": MULTI_ADDRESS, "proxy_type": PROXY_TYPE, "delay": U32}


def _inner_weight(own: Weight) -> Any:  # Any: a weight function of any arguments
    return lambda ctx, *args: own.plus(dispatch_info(ctx, args[-1]).weight)


def _forced(proxy_type: Case | None) -> str | None:
    return None if proxy_type is None else proxy_type.name


@call(
    PALLET,
    0,
    {"real": MULTI_ADDRESS, "force_proxy_type": Option(PROXY_TYPE), "call": RUNTIME_CALL},
    weight=_inner_weight(weights.PROXY),
    pays=lambda ctx, _real, _type, call: dispatch_info(ctx, call).pays,
)
def proxy(ctx: Context, origin: Origin, real: Case, force_proxy_type: Case | None, call: Case) -> None:
    """Make a call for an account whose proxy the sender is. How the call ended is in the event."""
    who, account = ensure_signed(origin), lookup(real)
    found = delegates.find(ctx, account, who, _forced(force_proxy_type))
    ensure(found.delay == 0, Unannounced, delay=found.delay)
    _call_for(ctx, account, found.proxy_type.name, call)


@call(PALLET, 1, DELEGATE, weight=weights.ADD_PROXY)
def add_proxy(ctx: Context, origin: Origin, delegate: Case, proxy_type: Case, delay: int) -> None:
    """Let another account call for the sender, within a type, `delay` blocks after announcing it."""
    delegates.add(ctx, ensure_signed(origin), lookup(delegate), proxy_type.name, delay)


@call(PALLET, 2, DELEGATE, weight=weights.REMOVE_PROXY)
def remove_proxy(ctx: Context, origin: Origin, delegate: Case, proxy_type: Case, delay: int) -> None:
    """Take a proxy away; its deposit is freed."""
    delegates.remove(ctx, ensure_signed(origin), lookup(delegate), proxy_type.name, delay)


@call(PALLET, 3, {}, weight=weights.REMOVE_PROXIES)
def remove_proxies(ctx: Context, origin: Origin) -> None:
    """Take all proxies away. A pure account that does so can never be used again."""
    delegates.remove_all(ctx, ensure_signed(origin))


@call(PALLET, 4, {"proxy_type": PROXY_TYPE, "delay": U32, "index": U16}, weight=weights.CREATE_PURE)
def create_pure(ctx: Context, origin: Origin, proxy_type: Case, delay: int, index: int) -> None:
    """Make an account without a key whose proxy is the sender; the index tells several in one extrinsic apart."""
    pure.create(ctx, ensure_signed(origin), proxy_type.name, delay, index)


@call(
    PALLET,
    5,
    {
        "spawner": MULTI_ADDRESS,
        "proxy_type": PROXY_TYPE,
        "index": U16,
        "height": Compact(U32),
        "ext_index": Compact(U32),
    },
    weight=weights.KILL_PURE,
)
def kill_pure(
    ctx: Context,
    origin: Origin,
    spawner: Case,
    proxy_type: Case,
    index: int,
    height: int,
    ext_index: int,
) -> None:
    """End the pure account that sends this; what it still owns cannot be reached any more."""
    pure.kill(ctx, ensure_signed(origin), lookup(spawner), proxy_type.name, index, height, ext_index)


@call(PALLET, 6, {"real": MULTI_ADDRESS, "call_hash": H256}, weight=weights.ANNOUNCE)
def announce(ctx: Context, origin: Origin, real: Case, call_hash: bytes) -> None:
    """Announce by its hash a call that the sender, a proxy, will make for the real account."""
    announcing.announce(ctx, ensure_signed(origin), lookup(real), call_hash)


@call(PALLET, 7, {"real": MULTI_ADDRESS, "call_hash": H256}, weight=weights.REMOVE_ANNOUNCEMENT)
def remove_announcement(ctx: Context, origin: Origin, real: Case, call_hash: bytes) -> None:
    """Take an own announcement back."""
    who, account = ensure_signed(origin), lookup(real)
    announcing.withdraw(ctx, who, lambda one: one.real == account and one.call_hash == call_hash)


@call(PALLET, 8, {"delegate": MULTI_ADDRESS, "call_hash": H256}, weight=weights.REJECT_ANNOUNCEMENT)
def reject_announcement(ctx: Context, origin: Origin, delegate: Case, call_hash: bytes) -> None:
    """Strike what a proxy announced to call for the sender."""
    who = ensure_signed(origin)
    announcing.withdraw(ctx, lookup(delegate), lambda one: one.real == who and one.call_hash == call_hash)


@call(
    PALLET,
    9,
    {
        "delegate": MULTI_ADDRESS,
        "real": MULTI_ADDRESS,
        "force_proxy_type": Option(PROXY_TYPE),
        "call": RUNTIME_CALL,
    },
    weight=_inner_weight(weights.PROXY_ANNOUNCED),
)
def proxy_announced(
    ctx: Context, origin: Origin, delegate: Case, real: Case, force_proxy_type: Case | None, call: Case
) -> None:
    """Make a call that a proxy announced long enough ago. Anybody may send this."""
    ensure_signed(origin)
    by, account = lookup(delegate), lookup(real)
    found = delegates.find(ctx, account, by, _forced(force_proxy_type))
    call_hash = blake2_256(ctx.chain.call_type.encode(call))
    now = ctx.block_number
    try:
        announcing.withdraw(
            ctx,
            by,
            lambda one: (
                one.real == account and one.call_hash == call_hash and max(now - one.height, 0) >= found.delay
            ),
        )
    except ModuleError as error:
        if error.definition is not NotFound:
            raise
        raise Unannounced(delegate=by, call_hash=call_hash, delay=found.delay) from error
    _call_for(ctx, account, found.proxy_type.name, call)


@call(PALLET, 10, {}, weight=weights.POKE_DEPOSIT)
def poke_deposit(ctx: Context, origin: Origin) -> PostDispatch:
    """Bring the sender's deposits for proxies and announcements to what they cost now; free if that changes any."""
    who = ensure_signed(origin)
    changed = False
    for kind, priced in (("Proxies", PROXIES), ("Announcements", ANNOUNCEMENTS)):
        old, new = deposits.replace(ctx, priced, who, deposits.entries_of(ctx, priced, who))
        if new != old:
            changed = True
            ctx.emit(DepositPoked, who, Case(kind), old, new)
    return PostDispatch(pays=not changed)


@call(PALLET, 11, {"delegate": MULTI_ADDRESS, "pays_fee": BOOL}, weight=weights.SET_REAL_PAYS_FEE)
def set_real_pays_fee(ctx: Context, origin: Origin, delegate: Case, pays_fee: bool) -> None:
    """Choose whether the sender pays the fees of what a proxy of it sends for it."""
    real, by = ensure_signed(origin), lookup(delegate)
    delegates.find(ctx, real, by, None)
    if pays_fee:
        storage.real_pays_fee.set(ctx, real, by, ())
    else:
        storage.real_pays_fee.remove(ctx, real, by)
    ctx.emit(RealPaysFeeSet, real, by, pays_fee)


def _call_for(ctx: Context, real: bytes, proxy_type: str, inner: Case) -> None:
    """Make a call as the real account within the type's filter; note how it ended."""
    outcome = dispatch_outcome(ctx, signed(real).limited(filter_for(proxy_type)), inner)
    result = result_case(ctx, outcome)
    storage.last_call_result.set(ctx, real, result)
    ctx.emit(ProxyExecuted, result)
