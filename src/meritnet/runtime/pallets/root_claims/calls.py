"""The call that claims root dividends."""

from meritnet.codec import BTreeSet
from meritnet.codec.common import NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.subtensor import errors

from .claims import claim
from .index import ensure_indexed

PALLET = "SubtensorModule"

MAX_SUBNETS = 5
"""Subnets that one call may name."""


@call(PALLET, 121, {"subnets": BTreeSet(NET_UID)}, weight=measured(138_999_000, 7_875, reads=16, writes=4))
def claim_root(ctx: Context, origin: Origin, subnets: tuple[int, ...]) -> PostDispatch:
    """Sell the alpha that the caller's root stake earned on the named subnets and add the TAO to that stake."""
    coldkey = ensure_signed(origin)
    ensure(
        1 <= len(subnets) <= MAX_SUBNETS, errors.InvalidSubnetNumber, subnets=len(subnets), most=MAX_SUBNETS
    )
    ensure_indexed(ctx, coldkey)
    return PostDispatch(actual_weight=claim(ctx, coldkey, subnets).weight)
