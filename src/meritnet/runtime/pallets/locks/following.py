"""A lock follows stake that goes to another coldkey on the same subnet."""

from meritnet.primitives.fixed import U64F64, sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.subtensor.errors import LockHotkeyMismatch

from . import positions, sums
from .arithmetic import Lock, conviction_of_part, empty, less
from .available import total_alpha
from .flags import ensure_accepts


def follow_stake(ctx: Context, origin: bytes, destination: bytes, netuid: int, amount: int) -> None:
    """Move the part of the origin's lock that `amount` of its alpha, about to leave, takes along.

    What is available beside the lock goes first; only the rest takes mass along, and its part of the conviction.
    Raises: LockHotkeyMismatch if the destination's lock is for another hotkey, AccountRejectsLockedAlpha.
    Units: rao of alpha.
    """
    if origin == destination or not amount:
        return
    source = positions.current(ctx, origin, netuid)
    if source is None:
        return
    target = positions.current(ctx, destination, netuid)
    free = sat_sub64(total_alpha(ctx, origin, netuid), source.lock.locked_mass)
    excess = sat_sub64(amount, free)
    mass = min(excess, source.lock.locked_mass)
    conviction = conviction_of_part(source.lock, mass)
    if excess and target is not None:
        ensure(
            target.hotkey == source.hotkey,
            LockHotkeyMismatch,
            hotkey=source.hotkey,
            locked_for=target.hotkey,
        )
    ensure_accepts(ctx, destination, mass)
    hotkey, received = (
        (source.hotkey, empty(ctx.block_number)) if target is None else (target.hotkey, target.lock)
    )
    received = received._replace(
        locked_mass=sat_add64(received.locked_mass, mass),
        conviction=U64F64.add(received.conviction, conviction),
    )
    _store(ctx, origin, netuid, source.hotkey, less(source.lock, mass, conviction))
    _store(ctx, destination, netuid, hotkey, received)
    if mass:
        moved = Lock(mass, conviction, ctx.block_number)
        sums.reduce(ctx, source.kind, netuid, source.hotkey, mass, conviction)
        sums.add(ctx, sums.kind_of(ctx, destination, netuid, hotkey), netuid, hotkey, moved)


def _store(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes, lock: Lock) -> None:
    """Store a lock as of now; its sum is left to roll by itself."""
    kind = sums.kind_of(ctx, coldkey, netuid, hotkey)
    lock = sums.rolled(ctx, lock, kind)
    positions.write_lock(ctx, coldkey, netuid, hotkey, lock)
