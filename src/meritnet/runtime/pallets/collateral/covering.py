"""Collateral holds stake back: what may leave a position, and the checks before it does. Units: rao of alpha.

Where nothing is held every check passes without a look at the stake, so that the rules of runtime 425 stand.
"""

from meritnet.primitives.fixed import sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.staking.stake import stake_of
from meritnet.runtime.pallets.subtensor.errors import StakeUnavailable

from . import bonds


def free(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int) -> int:
    """Return the part of a position that is not collateral."""
    staked = stake_of(ctx, hotkey, coldkey, netuid)
    return sat_sub64(staked, bonds.locked(ctx, netuid, hotkey, coldkey))


def ensure_free(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, amount: int) -> None:
    """Raises: StakeUnavailable unless a position keeps its collateral without `amount`.

    Free stake with another hotkey of the coldkey does not stand in for it.
    """
    held = bonds.locked(ctx, netuid, hotkey, coldkey)
    if held:
        left = sat_sub64(stake_of(ctx, hotkey, coldkey, netuid), held)
        ensure(amount <= left, StakeUnavailable, amount=amount, available=left, collateral=held)
