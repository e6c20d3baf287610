"""Locks under another name: what swaps of hotkeys and coldkeys do to them."""

from typing import NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.subtensor.errors import ActiveLockExists

from . import positions, storage, sums
from .arithmetic import Kind, Lock


class Touched(NamedTuple):
    """How many storage rows a renaming counts as read and written, for the weight of a swap."""

    reads: int
    writes: int


class _Roles(NamedTuple):
    """Whether the old name is the subnet's owner hotkey, and whether the new one will be."""

    netuid: int
    before: bool
    after: bool


def rename_hotkey(ctx: Context, old: bytes, new: bytes, netuid: int | None) -> Touched:
    """Give the locks for a hotkey, on one subnet or on all (None), to its new name; conviction is kept.

    Call it before the swap changes the subnet's owner hotkey.
    Quirk: a sum that the new name had already is overwritten, though its locks stay.
    Quirk: locks without a sum, as those for a hotkey that was a subnet's owner hotkey when they were made, stay too.
    """
    netuids = networks(ctx) if netuid is None else [netuid]
    roles = [found for each in netuids if (found := _roles(ctx, old, new, each)) is not None]
    reads, writes = 5 * len(netuids), 0
    moving: list[tuple[bytes, _Roles, Lock]] = []
    for role in roles:
        for (coldkey,), _ in list(storage.locking_coldkeys.iter_prefix(ctx, role.netuid, old)):
            reads += 1
            lock = storage.lock.get(ctx, coldkey, role.netuid, old)
            if lock is None:
                storage.locking_coldkeys.remove(ctx, role.netuid, old, coldkey)
                writes += 1
            else:
                moving.append((coldkey, role, Lock(*lock)))
    for coldkey, role, lock in moving:
        _move_lock(ctx, coldkey, old, new, role, lock)
        writes += 2
    for role in roles:
        for perpetual in (True, False):
            _move_sum(ctx, old, new, role, perpetual=perpetual)
        writes += 6
    return Touched(reads, writes)


def _roles(ctx: Context, old: bytes, new: bytes, netuid: int) -> _Roles | None:
    """Return the names' roles on a subnet, None where there is nothing to rename."""
    before = sums.is_owner_hotkey(ctx, netuid, old)
    after = before or sums.is_owner_hotkey(ctx, netuid, new)
    has_sums = any(sums.stored(ctx, kind, netuid, old) for kind in (sums.PERPETUAL, sums.DECAYING))
    return _Roles(netuid, before, after) if after or has_sums else None


def _move_lock(ctx: Context, coldkey: bytes, old: bytes, new: bytes, role: _Roles, lock: Lock) -> None:
    perpetual = sums.is_perpetual(ctx, coldkey, role.netuid)
    lock = sums.rolled(ctx, lock, Kind(role.before, perpetual))
    lock = sums.rolled(ctx, lock, Kind(role.after, perpetual))
    positions.remove_lock(ctx, coldkey, role.netuid, old)
    positions.write_lock(ctx, coldkey, role.netuid, new, lock)


def _move_sum(ctx: Context, old: bytes, new: bytes, role: _Roles, *, perpetual: bool) -> None:
    total = sums.take(ctx, Kind(role.before, perpetual), role.netuid, old)
    if total is not None:
        kind = Kind(role.after, perpetual)
        total = sums.rolled(ctx, total, kind)
        sums.write(ctx, kind, role.netuid, new, total)


def rename_coldkey(ctx: Context, old: bytes, new: bytes) -> None:
    """Give a coldkey's locks, their perpetual marks and the account's flags to its new name.

    The new name takes locked alpha whatever it chose; its own flags are replaced.
    Raises: ActiveLockExists if the new name has locked alpha of its own.
    """
    ensure(not _has_mass(ctx, new), ActiveLockExists, coldkey=new)
    moving = []
    for (netuid, hotkey), lock in list(storage.lock.iter_prefix(ctx, old)):
        kind = sums.kind_of(ctx, old, netuid, hotkey)
        moving.append((netuid, hotkey, kind, sums.rolled(ctx, Lock(*lock), kind)))
    for netuid, hotkey, kind, lock in moving:
        positions.remove_lock(ctx, old, netuid, hotkey)
        sums.reduce(ctx, kind, netuid, hotkey, lock.locked_mass, lock.conviction)
    for netuid, decaying in list(storage.decaying_lock.iter_prefix(ctx, old)):
        storage.decaying_lock.remove(ctx, old, netuid)
        storage.decaying_lock.set(ctx, new, netuid, decaying)
    _move_flags(ctx, old, new)
    for netuid, hotkey, _, lock in moving:
        positions.write_lock(ctx, new, netuid, hotkey, lock)
        # Quirk: where only the new name had marked its lock as perpetual, the lock rolled as one that decays.
        sums.add(ctx, sums.kind_of(ctx, new, netuid, hotkey), netuid, hotkey, lock)


def _has_mass(ctx: Context, coldkey: bytes) -> bool:
    return any(
        sums.rolled(ctx, Lock(*lock), sums.kind_of(ctx, coldkey, netuid, hotkey)).locked_mass
        for (netuid, hotkey), lock in storage.lock.iter_prefix(ctx, coldkey)
    )


def _move_flags(ctx: Context, old: bytes, new: bytes) -> None:
    flags = storage.account_flags.get(ctx, old)
    storage.account_flags.remove(ctx, old)
    if flags:
        storage.account_flags.set(ctx, new, flags)
    else:
        storage.account_flags.remove(ctx, new)
