"""The sums of locks by hotkey: four stores, one for each kind of lock, as of their own last update.

Quirk: a sum is only about that of its locks. It moves by what each lock lost whenever that one is rolled, and rolls by
itself in between, so what other locks lose meanwhile is taken out late, or twice.
"""

from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey

from . import storage
from .arithmetic import Kind, Lock, Rates, empty, less, merge, roll

PERPETUAL, DECAYING = Kind(for_owner=False, perpetual=True), Kind(for_owner=False, perpetual=False)
OWNER_PERPETUAL, OWNER_DECAYING = Kind(for_owner=True, perpetual=True), Kind(for_owner=True, perpetual=False)

_BY_HOTKEY = {PERPETUAL: storage.hotkey_lock, DECAYING: storage.decaying_hotkey_lock}
_OF_OWNER = {OWNER_PERPETUAL: storage.owner_lock, OWNER_DECAYING: storage.decaying_owner_lock}


def rates(ctx: Context) -> Rates:
    """Return the chain's rates of decay and maturity."""
    return Rates(storage.unlock_rate.get(ctx), storage.maturity_rate.get(ctx))


def rolled(ctx: Context, lock: Lock, kind: Kind) -> Lock:
    """Return a lock or a sum as of this block."""
    return roll(lock, ctx.block_number, rates(ctx), kind)


def is_owner_hotkey(ctx: Context, netuid: int, hotkey: bytes) -> bool:
    """Return whether the hotkey is the subnet's owner hotkey; the zero account is that of a subnet without one."""
    return bool(hotkey == subnet_owner_hotkey.get(ctx, netuid))


def is_perpetual(ctx: Context, coldkey: bytes, netuid: int) -> bool:
    """Return whether a coldkey's lock on a subnet keeps its mass."""
    return storage.decaying_lock.get(ctx, coldkey, netuid) is False


def kind_of(ctx: Context, coldkey: bytes, netuid: int, hotkey: bytes) -> Kind:
    """Return the kind of a coldkey's lock for a hotkey."""
    return Kind(is_owner_hotkey(ctx, netuid, hotkey), is_perpetual(ctx, coldkey, netuid))


def stored(ctx: Context, kind: Kind, netuid: int, hotkey: bytes) -> Lock | None:
    """Return a sum as it is stored; the hotkey does not matter for the owner's."""
    found: Any = (
        _OF_OWNER[kind].get(ctx, netuid) if kind.for_owner else _BY_HOTKEY[kind].get(ctx, netuid, hotkey)
    )
    return None if found is None else Lock(*found)


def read(ctx: Context, kind: Kind, netuid: int, hotkey: bytes) -> Lock:
    """Return a sum as it is stored, nothing as of now where there is none."""
    return stored(ctx, kind, netuid, hotkey) or empty(ctx.block_number)


def write(ctx: Context, kind: Kind, netuid: int, hotkey: bytes, total: Lock) -> None:
    """Store a sum; one of nothing is deleted."""
    if total.is_nothing:
        take(ctx, kind, netuid, hotkey)
    elif kind.for_owner:
        _OF_OWNER[kind].set(ctx, netuid, total)
    else:
        _BY_HOTKEY[kind].set(ctx, netuid, hotkey, total)


def take(ctx: Context, kind: Kind, netuid: int, hotkey: bytes) -> Lock | None:
    """Delete a sum and return it rolled to now."""
    found = stored(ctx, kind, netuid, hotkey)
    if found is None:
        return None
    if kind.for_owner:
        _OF_OWNER[kind].remove(ctx, netuid)
    else:
        _BY_HOTKEY[kind].remove(ctx, netuid, hotkey)
    return rolled(ctx, found, kind)


def added(ctx: Context, kind: Kind, total: Lock, lock: Lock) -> Lock:
    """Return a sum, rolled to now, with a lock added."""
    return rolled(ctx, merge(rolled(ctx, total, kind), lock), kind)


def add(ctx: Context, kind: Kind, netuid: int, hotkey: bytes, lock: Lock) -> None:
    """Add a lock as of now to the sum of its kind."""
    write(ctx, kind, netuid, hotkey, added(ctx, kind, read(ctx, kind, netuid, hotkey), lock))


def reduce(ctx: Context, kind: Kind, netuid: int, hotkey: bytes, mass: int, conviction: int) -> None:
    """Roll the sum of a kind to now and take mass and conviction out of it."""
    total = rolled(ctx, read(ctx, kind, netuid, hotkey), kind)
    write(ctx, kind, netuid, hotkey, less(total, mass, conviction))
