"""Ownership by conviction: an old enough subnet goes to the owner of the hotkey with the most conviction."""

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.emission.storage import subnet_alpha_out
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.registration.uids import is_registered, register
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import DEFAULT_ACCOUNT

from . import conviction, sums
from .arithmetic import Kind, merge
from .events import SubnetOwnerChanged

YOUNGEST = 7_200 * 365 + 1_800
"""Blocks since registration before a subnet can change hands: a year of twelve-second blocks."""
PART_OF_ALPHA = 10
"""All conviction together must come to this part of the subnet's outstanding alpha."""


def change_owner_if_due(ctx: Context, netuid: int) -> None:
    """Give a subnet to the owner of its most convicted hotkey if it is old enough and conviction suffices.

    The hotkey is registered if it has no uid; where that is impossible nothing changes. Called at every epoch.
    """
    king = _king(ctx, netuid)
    if king is None:
        return
    new_owner, old_owner = owner_of(ctx, king), subnets.subnet_owner.get(ctx, netuid)
    if new_owner in (DEFAULT_ACCOUNT, old_owner):
        return
    if not is_registered(ctx, netuid, king):
        try:
            register(ctx, netuid, king)
        except DispatchError:
            return
    old_hotkey = subnets.subnet_owner_hotkey.get(ctx, netuid)
    for perpetual in (True, False):
        _move_sum(ctx, netuid, old_hotkey, Kind(True, perpetual), Kind(False, perpetual))
    for perpetual in (True, False):
        _move_sum(ctx, netuid, king, Kind(False, perpetual), Kind(True, perpetual))
    subnets.subnet_owner.set(ctx, netuid, new_owner)
    # Quirk: no event tells of the new owner hotkey.
    subnets.subnet_owner_hotkey.set(ctx, netuid, king)
    ctx.emit(SubnetOwnerChanged, netuid, old_owner, new_owner)


def _king(ctx: Context, netuid: int) -> bytes | None:
    """Return the most convicted hotkey if the subnet may change hands at all."""
    outstanding = subnet_alpha_out.get(ctx, netuid)
    if not outstanding or ctx.block_number < subnets.network_registered_at.get(ctx, netuid) + YOUNGEST:
        return None
    held = U64F64.mul(conviction.total(ctx, netuid), U64F64.from_int(PART_OF_ALPHA))
    return None if held < U64F64.from_int(outstanding) else conviction.most_convicted(ctx, netuid)


def _move_sum(ctx: Context, netuid: int, hotkey: bytes, origin: Kind, destination: Kind) -> None:
    """Add a hotkey's sum of one kind to its sum of another.

    Quirk: only sums change their kind here; each lock does so when it is next rolled.
    """
    moved = sums.take(ctx, origin, netuid, hotkey)
    if moved is None:
        return
    present = sums.rolled(ctx, sums.read(ctx, destination, netuid, hotkey), destination)
    total = merge(present, moved)._replace(last_update=ctx.block_number)
    if destination.for_owner:
        total = sums.rolled(ctx, total, destination)
    sums.write(ctx, destination, netuid, hotkey, total)
