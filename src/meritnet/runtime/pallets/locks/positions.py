"""A coldkey's lock on a subnet together with the sum that it counts into, read, rolled and stored as one."""

from typing import NamedTuple

from meritnet.primitives.fixed import U64F64, sat_sub64
from meritnet.runtime.framework.context import Context

from . import storage, sums
from .arithmetic import Kind, Lock, empty, less


class Position(NamedTuple):
    """Whose lock it is, for which hotkey, and how it and its sum stand."""

    coldkey: bytes
    netuid: int
    hotkey: bytes
    kind: Kind
    lock: Lock
    total: Lock


def at(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes) -> Position:
    """Return a coldkey's lock for a hotkey as it is stored; a lock of nothing where there is none."""
    kind = sums.kind_of(ctx, coldkey, netuid, hotkey)
    found = storage.lock.get(ctx, coldkey, netuid, hotkey)
    lock = empty(ctx.block_number) if found is None else Lock(*found)
    return Position(coldkey, netuid, hotkey, kind, lock, sums.read(ctx, kind, netuid, hotkey))


def find(ctx: Context, coldkey: bytes, netuid: int) -> Position | None:
    """Return a coldkey's lock on a subnet as it is stored, None if it has none there."""
    found = next(storage.lock.iter_prefix(ctx, coldkey, netuid), None)
    return None if found is None else at(ctx, coldkey, netuid, found[0][0])


def rolled(ctx: Context, position: Position) -> Position:
    """Return the position as of now: the sum loses what the lock lost, or rolls itself where that is nothing.

    Quirk: what the other locks of the sum lost, and what conviction they won since its last update, is passed over
    when the sum moves by this lock's loss.
    """
    before, kind = position.lock, position.kind
    lock = sums.rolled(ctx, before, kind)
    mass = sat_sub64(before.locked_mass, lock.locked_mass)
    conviction = U64F64.sub(before.conviction, lock.conviction)
    if mass or conviction:
        total = less(position.total, mass, conviction)._replace(last_update=ctx.block_number)
    else:
        total = sums.rolled(ctx, position.total, kind)
    return position._replace(lock=lock, total=total)


def current(ctx: Context, coldkey: bytes, netuid: int) -> Position | None:
    """Return a coldkey's lock on a subnet as of now, nothing stored; None if it has none there."""
    position = find(ctx, coldkey, netuid)
    return None if position is None else rolled(ctx, position)


def locked(ctx: Context, coldkey: bytes, netuid: int) -> int:
    """Return the alpha that a coldkey has locked on a subnet now."""
    position = current(ctx, coldkey, netuid)
    return 0 if position is None else position.lock.locked_mass


def save(ctx: Context, position: Position) -> None:
    """Store a position: its lock and its sum."""
    write_lock(ctx, position.coldkey, position.netuid, position.hotkey, position.lock)
    sums.write(ctx, position.kind, position.netuid, position.hotkey, position.total)


def write_lock(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes, lock: Lock) -> None:
    """Store a lock; one of dust is deleted."""
    if lock.is_dust:
        remove_lock(ctx, coldkey, netuid, hotkey)
    else:
        storage.locking_coldkeys.set(ctx, netuid, hotkey, coldkey, ())
        storage.lock.set(ctx, coldkey, netuid, hotkey, lock)


def remove_lock(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes) -> None:
    """Delete a lock from both ends."""
    storage.locking_coldkeys.remove(ctx, netuid, hotkey, coldkey)
    storage.lock.remove(ctx, coldkey, netuid, hotkey)


def settle(ctx: Context, coldkey: bytes, netuid: int) -> None:
    """Roll a coldkey's lock on a subnet to now and store it, as adding and removing stake does."""
    position = current(ctx, coldkey, netuid)
    if position is not None:
        save(ctx, position)
