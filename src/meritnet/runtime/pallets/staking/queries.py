"""Reads of stake for displays: positions, nominators, worth in TAO. Units: rao."""

from typing import NamedTuple

from meritnet.primitives.fixed import U64F64, sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.swap import pool

from . import stake, storage


class Position(NamedTuple):
    """What a coldkey has with one hotkey on one subnet."""

    hotkey: bytes
    netuid: int
    alpha: int


def netuids_of(ctx: Context, hotkey: bytes, coldkey: bytes) -> list[int]:
    """Return the subnets on which a coldkey has shares of a hotkey, ascending."""
    maps = (storage.alpha, storage.alpha_v2)
    return sorted({netuid for item in maps for (netuid,), _ in item.iter_prefix(ctx, hotkey, coldkey)})


def positions(ctx: Context, coldkey: bytes) -> list[Position]:
    """Return everything a coldkey has staked, hotkeys in order of first use, subnets ascending."""
    return [
        Position(hotkey, netuid, stake.stake_of(ctx, hotkey, coldkey, netuid))
        for hotkey in storage.staking_hotkeys.get(ctx, coldkey)
        for netuid in netuids_of(ctx, hotkey, coldkey)
    ]


def nominators(ctx: Context, hotkey: bytes, netuid: int) -> list[tuple[bytes, int]]:
    """Return who has staked with a hotkey on a subnet and how much, in account order; the owner may be among them."""
    maps = (storage.alpha, storage.alpha_v2)
    coldkeys = {key[0] for item in maps for key, _ in item.iter_prefix(ctx, hotkey) if key[1] == netuid}
    return [(coldkey, stake.stake_of(ctx, hotkey, coldkey, netuid)) for coldkey in sorted(coldkeys)]


def sale_value(ctx: Context, netuid: int, alpha: int) -> int:
    """Return the TAO a sale would give now, plus its fee at the spot price; 0 where no sale is possible."""
    try:
        result = pool.simulate_sell(ctx, netuid, alpha)
    except DispatchError:
        return 0
    fee = U64F64.mul(U64F64.from_int(result.fee_paid), pool.spot_price(ctx, netuid))
    return sat_add64(result.paid_out, U64F64.to_u64(fee))


def coldkey_value(ctx: Context, coldkey: bytes) -> int:
    """Return what all stake of a coldkey would give if each position were sold by itself."""
    total = 0
    for position in positions(ctx, coldkey):
        total = sat_add64(total, sale_value(ctx, position.netuid, position.alpha))
    return total
