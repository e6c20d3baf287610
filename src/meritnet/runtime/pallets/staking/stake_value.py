"""Returns what a hotkey's stake is worth in TAO at spot prices, over all subnets."""

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.swap.pool import spot_price

from .stake import total_of


def total_value(ctx: Context, hotkey: bytes) -> int:
    """Return the sum of alpha · spot price of a hotkey over all subnets incl. root, without slippage. Unit: rao."""
    total = 0
    for netuid in networks(ctx):
        alpha = total_of(ctx, hotkey, netuid)
        if alpha:
            total += U64F64.mul(U64F64.from_int(alpha), spot_price(ctx, netuid))
    return U64F64.to_u64(U64F64.saturate(total))
