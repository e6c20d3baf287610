"""Locking stake for a hotkey, moving a lock to another hotkey, letting it decay or not. Units: rao of alpha."""

from meritnet.primitives.fixed import U64F64, sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.pallets.registration.hotkeys import exists, owner_of
from meritnet.runtime.pallets.subnets.storage import subnet_owner, subnet_owner_hotkey
from meritnet.runtime.pallets.subtensor import errors

from . import events, positions, storage, sums
from .arithmetic import ZERO, Lock, conviction_left, less
from .available import total_alpha
from .positions import Position


def lock_stake(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes, amount: int) -> None:
    """Lock `amount` of a coldkey's alpha on a subnet for a hotkey, beside what it has locked. Raises: ModuleError.

    Quirk: the subnet need not exist; without stake there nothing can be locked anyway.
    """
    ensure(amount, errors.AmountTooLow, amount=amount)
    ensure(exists(ctx, hotkey), errors.HotKeyAccountNotExists, hotkey=hotkey)
    position = positions.find(ctx, coldkey, netuid)
    if position is None:
        position = positions.at(ctx, coldkey, netuid, hotkey)
    ensure(position.hotkey == hotkey, errors.LockHotkeyMismatch, hotkey=hotkey, locked_for=position.hotkey)
    position = positions.rolled(ctx, position)
    mass = sat_add64(position.lock.locked_mass, amount)
    staked = total_alpha(ctx, coldkey, netuid)
    ensure(staked >= mass, errors.InsufficientStakeForLock, staked=staked, locked=mass)
    lock = sums.rolled(ctx, position.lock._replace(locked_mass=mass), position.kind)
    total = sums.added(ctx, position.kind, position.total, Lock(amount, ZERO, ctx.block_number))
    positions.save(ctx, position._replace(lock=lock, total=total))
    ctx.emit(events.StakeLocked, coldkey, hotkey, netuid, amount)


def lock_owner_cut(ctx: Context, netuid: int, amount: int) -> None:
    """Lock the owner's cut where the subnet wants that: for the hotkey of the owner's lock, or the owner hotkey.

    Quirk: a cut that cannot be locked stays free, for whatever reason.
    """
    if not storage.owner_cut_auto_lock_enabled.get(ctx, netuid):
        return
    coldkey = subnet_owner.get(ctx, netuid)
    position = positions.find(ctx, coldkey, netuid)
    hotkey = subnet_owner_hotkey.get(ctx, netuid) if position is None else position.hotkey
    try:
        lock_stake(ctx, coldkey, netuid, hotkey, amount)
    except DispatchError:
        # All checks come before the first write, so there is nothing to undo.
        return


def move_lock(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes) -> None:
    """Make a coldkey's lock on a subnet one for another hotkey. Raises: ModuleError.

    Conviction is lost where the hotkeys have different owners.
    """
    ensure(exists(ctx, hotkey), errors.HotKeyAccountNotExists, hotkey=hotkey)
    position = positions.current(ctx, coldkey, netuid)
    if position is None:
        raise errors.NoExistingLock(coldkey=coldkey, netuid=netuid)
    removed, origin = position.lock, position.hotkey
    lock = removed
    if owner_of(ctx, origin) != owner_of(ctx, hotkey):
        lock = lock._replace(conviction=ZERO)
    kind = sums.kind_of(ctx, coldkey, netuid, hotkey)
    lock = sums.rolled(ctx, lock, kind)
    positions.remove_lock(ctx, coldkey, netuid, origin)
    positions.write_lock(ctx, coldkey, netuid, hotkey, lock)
    sums.reduce(ctx, position.kind, netuid, origin, removed.locked_mass, removed.conviction)
    sums.add(ctx, kind, netuid, hotkey, lock)
    ctx.emit(events.LockMoved, coldkey, origin, hotkey, netuid)


def set_perpetual(ctx: Context, coldkey: bytes, netuid: int, enabled: bool) -> None:
    """Let a coldkey's lock on a subnet, present or future, keep its mass or decay; a lock changes its sum."""
    changes = sums.is_perpetual(ctx, coldkey, netuid) != enabled
    position = positions.current(ctx, coldkey, netuid)
    if position is not None:
        positions.save(ctx, position)
        if changes:
            mass, conviction, _ = position.lock
            sums.reduce(ctx, position.kind, netuid, position.hotkey, mass, conviction)
    if enabled:
        storage.decaying_lock.set(ctx, coldkey, netuid, False)
    else:
        storage.decaying_lock.remove(ctx, coldkey, netuid)
    if changes and (position := positions.find(ctx, coldkey, netuid)) is not None:
        sums.add(ctx, position.kind, netuid, position.hotkey, position.lock)
    ctx.emit(events.PerpetualLockUpdated, coldkey, netuid, enabled)


def force_reduce(ctx: Context, coldkey: bytes, netuid: int, amount: int) -> None:
    """Take `amount` out of a coldkey's lock on a subnet, with its part of the conviction; all if it is more."""
    position = positions.current(ctx, coldkey, netuid)
    if position is not None:
        positions.save(ctx, _reduced(ctx, position, amount))


def _reduced(ctx: Context, position: Position, amount: int) -> Position:
    before = position.lock
    mass = max(before.locked_mass - amount, 0)
    conviction = conviction_left(before, amount)
    total = sums.rolled(ctx, position.total, position.kind)
    total = less(total, before.locked_mass - mass, U64F64.sub(before.conviction, conviction))
    return position._replace(lock=Lock(mass, conviction, ctx.block_number), total=total)
