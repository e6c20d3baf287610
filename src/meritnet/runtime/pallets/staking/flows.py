"""Records TAO that flows into and out of a subnet's pool, by stakers and by the chain itself.

The signed sums only grow: nothing reads them for emission at present, clients may. Units: rao, i64.
"""

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission.storage import subnet_protocol_flow, subnet_tao_flow
from meritnet.state.items import StorageMap

I64_MAX = (1 << 63) - 1
I64_MIN = -(1 << 63)


def stakers_in(ctx: Context, netuid: int, tao: int) -> None:
    """Record what stakers (and registrations) paid into the pool."""
    _add(ctx, subnet_tao_flow, netuid, _signed(tao))


def stakers_out(ctx: Context, netuid: int, tao: int) -> None:
    """Record what stakers took out of the pool."""
    _add(ctx, subnet_tao_flow, netuid, -_signed(tao))


def protocol_in(ctx: Context, netuid: int, tao: int) -> None:
    """Record what the chain injected into the pool or bought with."""
    _add(ctx, subnet_protocol_flow, netuid, _signed(tao))


def after_in(flow: int, tao: int) -> int:
    """Return the sum `flow` after `tao` came in."""
    return max(I64_MIN, min(I64_MAX, flow + _signed(tao)))


def protocol_out(ctx: Context, netuid: int, tao: int) -> None:
    """Record what root claims took out of the pool."""
    _add(ctx, subnet_protocol_flow, netuid, -_signed(tao))


def _signed(tao: int) -> int:
    """Return a u64 as the i64 with the same bits; no supply reaches the sign."""
    tao &= U64_MAX
    return tao - (1 << 64) if tao > I64_MAX else tao


def _add(ctx: Context, item: StorageMap, netuid: int, by: int) -> None:
    item.set(ctx, netuid, max(I64_MIN, min(I64_MAX, item.get(ctx, netuid) + by)))
