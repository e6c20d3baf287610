"""What a coldkey can take out of a subnet: its lock and its collateral hold alpha there back."""

from meritnet.primitives.fixed import sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.staking.stake import stake_of
from meritnet.runtime.pallets.staking.storage import staking_hotkeys
from meritnet.runtime.pallets.subtensor.errors import StakeUnavailable

from .positions import locked


def total_alpha(ctx: Context, coldkey: bytes, netuid: int) -> int:
    """Return what a coldkey has staked on a subnet with all hotkeys. Unit: rao."""
    total = 0
    for hotkey in staking_hotkeys.get(ctx, coldkey):
        total = sat_add64(total, stake_of(ctx, hotkey, coldkey, netuid))
    return total


def available(ctx: Context, coldkey: bytes, netuid: int) -> int:
    """Return what a coldkey can take out of a subnet now. Unit: rao."""
    beside_lock = sat_sub64(total_alpha(ctx, coldkey, netuid), locked(ctx, coldkey, netuid))
    return sat_sub64(beside_lock, bonds.total(ctx, netuid, coldkey))


def ensure_available(ctx: Context, coldkey: bytes, netuid: int, amount: int) -> None:
    """Raises: StakeUnavailable unless `amount` is left beside the coldkey's lock and collateral on the subnet."""
    free = available(ctx, coldkey, netuid)
    ensure(free >= amount, StakeUnavailable, amount=amount, available=free)
