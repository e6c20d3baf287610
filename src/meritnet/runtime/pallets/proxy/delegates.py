"""Who may act for an account: adds and removes proxies with their deposit, and finds them.

    add(ctx, delegator, delegate, "SubnetLeaseBeneficiary", delay=0)
    remove(ctx, delegator, delegate, "SubnetLeaseBeneficiary", delay=0)

An account's proxies are kept sorted by delegate, type and delay. The deposit is 0.06 TAO for having any and 0.033 TAO
for each, reserved from the delegator.
"""

from bisect import bisect_left
from typing import Any

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import reserves

from . import deposits, storage
from .deposits import PROXIES
from .errors import Duplicate, NoSelfProxy, NotFound, NotProxy, TooMany
from .events import ProxyAdded, ProxyRemoved
from .types import MAX_PROXIES, PROXY_DEFINITION, PROXY_TYPE_NAMES

TYPE_INDEX = {name: index for index, name in enumerate(PROXY_TYPE_NAMES)}


def _order(definition: Any) -> tuple[bytes, int, int]:  # Any: a value of PROXY_DEFINITION
    return definition.delegate, TYPE_INDEX[definition.proxy_type.name], definition.delay


def of(ctx: Context, account: bytes) -> tuple[Any, ...]:  # Any: values of PROXY_DEFINITION
    """Return the proxies of an account, in order."""
    return deposits.entries_of(ctx, PROXIES, account)


def add(ctx: Context, delegator: bytes, delegate: bytes, proxy_type: str, delay: int) -> None:
    """Let `delegate` act for `delegator` as `proxy_type`, after `delay` blocks from an announcement (0: at once).

    Raises: NoSelfProxy, Duplicate, TooMany, InsufficientBalance for the deposit.
    """
    ensure(delegator != delegate, NoSelfProxy, account=delegator)
    known = of(ctx, delegator)
    added = PROXY_DEFINITION.cls(delegate, Case(proxy_type), delay)
    position = bisect_left(known, _order(added), key=_order)
    ensure(known[position : position + 1] != (added,), Duplicate, delegate=delegate, proxy_type=proxy_type)
    ensure(len(known) < MAX_PROXIES, TooMany, proxies=len(known), limit=MAX_PROXIES)
    deposits.replace(ctx, PROXIES, delegator, (*known[:position], added, *known[position:]))
    ctx.emit(ProxyAdded, delegator, delegate, added.proxy_type, delay)


def remove(ctx: Context, delegator: bytes, delegate: bytes, proxy_type: str, delay: int) -> None:
    """Take a proxy away, its deposit back, and its delegate's leave to charge fees to the delegator.

    Raises: NotFound.
    """
    known = of(ctx, delegator)
    gone = PROXY_DEFINITION.cls(delegate, Case(proxy_type), delay)
    ensure(gone in known, NotFound, delegate=delegate, proxy_type=proxy_type, delay=delay)
    deposits.replace(ctx, PROXIES, delegator, tuple(one for one in known if one != gone))
    storage.real_pays_fee.remove(ctx, delegator, delegate)
    ctx.emit(ProxyRemoved, delegator, delegate, gone.proxy_type, delay)


def remove_all(ctx: Context, delegator: bytes) -> None:
    """Take every proxy of an account away, with the deposit back."""
    _, old = storage.proxies.get(ctx, delegator)
    storage.proxies.remove(ctx, delegator)
    reserves.unreserve(ctx, delegator, old)
    storage.real_pays_fee.clear(ctx, delegator)


def find(ctx: Context, real: bytes, delegate: bytes, proxy_type: str | None) -> Any:
    """Return the first proxy by which `delegate` acts for `real`, of `proxy_type` where one is forced.

    Raises: NotProxy.
    """
    for one in of(ctx, real):
        if one.delegate == delegate and proxy_type in (None, one.proxy_type.name):
            return one
    raise NotProxy(real=real, delegate=delegate, forced_type=proxy_type)
