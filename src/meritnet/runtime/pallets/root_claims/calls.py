"""Calls that claim root dividends and choose what claims do."""

from meritnet.codec import U64, BTreeSet, Case
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch, call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.subtensor import errors

from . import storage
from .claims import claim
from .events import RootClaimTypeSet
from .index import ensure_indexed
from .types import ROOT_CLAIM_TYPE

PALLET = "SubtensorModule"

MAX_SUBNETS = 5
"""Subnets that one call may name."""
MAX_DRAWS = 50
"""Most automatic claims of a block."""


@call(PALLET, 121, {"subnets": BTreeSet(NET_UID)}, weight=measured(138_999_000, 7_875, reads=16, writes=4))
def claim_root(ctx: Context, origin: Origin, subnets: tuple[int, ...]) -> PostDispatch:
    """Claim the alpha that the caller's root stake earned on the named subnets.

    It is sold and the TAO added to the root stake, unless the caller chose to keep it (set_root_claim_type).
    """
    coldkey = ensure_signed(origin)
    ensure(
        1 <= len(subnets) <= MAX_SUBNETS, errors.InvalidSubnetNumber, subnets=len(subnets), most=MAX_SUBNETS
    )
    ensure_indexed(ctx, coldkey)
    return PostDispatch(actual_weight=claim(ctx, coldkey, subnets).weight)


@call(
    PALLET,
    122,
    {"new_root_claim_type": ROOT_CLAIM_TYPE},
    weight=measured(18_283_000, 3_941, reads=2, writes=4),
)
def set_root_claim_type(ctx: Context, origin: Origin, new_root_claim_type: Case) -> None:
    """Choose what the caller's claims, its own and automatic ones, do with the alpha of root dividends.

    Swap sells it for root stake, Keep stakes it on its subnet, KeepSubnets keeps it on the named subnets only.
    """
    coldkey = ensure_signed(origin)
    if new_root_claim_type.name == "KeepSubnets":
        ensure(new_root_claim_type.args[0], errors.InvalidSubnetNumber, subnets=0)
    ensure_indexed(ctx, coldkey)
    storage.root_claim_type.set(ctx, coldkey, new_root_claim_type)
    ctx.emit(RootClaimTypeSet, coldkey, new_root_claim_type)


@call(PALLET, 123, {"new_value": U64}, weight=measured(2_735_000, writes=1))
def sudo_set_num_root_claims(ctx: Context, origin: Origin, new_value: int) -> None:
    """Set how many root stakers each block draws for automatic claims; 0 stops them. Root only."""
    ensure_root(origin)
    ensure(new_value <= MAX_DRAWS, errors.InvalidNumRootClaim, value=new_value, most=MAX_DRAWS)
    storage.num_root_claim.set(ctx, new_value)


@call(PALLET, 148, {"hotkey": ACCOUNT_ID}, weight=measured(138_999_000, 7_875, reads=16, writes=4))
def claim_root_with_hotkey(ctx: Context, origin: Origin, hotkey: bytes) -> PostDispatch:
    """Claim the alpha that the caller's root stake with one hotkey earned, on all subnets."""
    coldkey = ensure_signed(origin)
    ensure_indexed(ctx, coldkey)
    return PostDispatch(actual_weight=claim(ctx, coldkey, None, hotkey).weight)
