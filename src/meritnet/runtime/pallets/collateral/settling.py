"""What an epoch's earnings do to collateral: they release it, or fill it up to its floor. Units: rao of alpha."""

from collections.abc import Iterable

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.staking.stake import increase

from . import bonds
from .arithmetic import Bond
from .arithmetic import settle as settled


def settle(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes, emission: int, capturable: int) -> int:
    """Settle what a hotkey earned with the collateral of its owner's position; return what was held of it.

    `emission` counts as earned and sets what is released; what is held is staked with the hotkey itself, wherever the
    owner sends its rewards, and is at most `capturable`, which is the owner's own.
    """
    before = bonds.bond_of(ctx, netuid, hotkey, coldkey)
    if before is None or not emission:
        return 0
    after, captured = settled(before, emission, capturable)
    if captured:
        increase(ctx, hotkey, coldkey, netuid, captured)
    bonds.save(ctx, netuid, hotkey, coldkey, after)
    return captured


def captured_of(bond: Bond | None, parts: Iterable[tuple[int, int]]) -> int:
    """Return what a bond holds of (emission, capturable) parts that come one after the other."""
    total = 0
    for emission, capturable in parts:
        if bond is not None:
            bond, captured = settled(bond, emission, capturable)
            total += captured
    return total
