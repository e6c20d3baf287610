"""Who holds how much conviction on a subnet now. Units: rao as U64F64 bits."""

from collections.abc import Iterator

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey

from . import storage, sums
from .arithmetic import ZERO, Kind, Lock


def of_hotkey(ctx: Context, netuid: int, hotkey: bytes) -> int:
    """Return the conviction of all locks for a hotkey."""
    kinds = [sums.PERPETUAL, sums.DECAYING]
    if sums.is_owner_hotkey(ctx, netuid, hotkey):
        kinds += [sums.OWNER_PERPETUAL, sums.OWNER_DECAYING]
    found = ((kind, sums.stored(ctx, kind, netuid, hotkey)) for kind in kinds)
    return _added(_now(ctx, kind, lock) for kind, lock in found if lock is not None)


def total(ctx: Context, netuid: int) -> int:
    """Return the conviction of all locks on a subnet."""
    return _added(conviction for _, conviction in _by_hotkey(ctx, netuid))


def most_convicted(ctx: Context, netuid: int) -> bytes | None:
    """Return the hotkey with the most conviction, the last one in account order of several; None without locks."""
    scores: dict[bytes, int] = {}
    for hotkey, conviction in _by_hotkey(ctx, netuid):
        scores[hotkey] = U64F64.add(scores.get(hotkey, ZERO), conviction)
    return max(scores, key=lambda hotkey: (scores[hotkey], hotkey), default=None)


def _by_hotkey(ctx: Context, netuid: int) -> Iterator[tuple[bytes, int]]:
    """Yield (hotkey, conviction) of every sum on a subnet; a hotkey may come more than once."""
    for item, kind in ((storage.hotkey_lock, sums.PERPETUAL), (storage.decaying_hotkey_lock, sums.DECAYING)):
        for hotkey, lock in item.iter_prefix(ctx, netuid):
            yield hotkey, _now(ctx, kind, Lock(*lock))
    owner_hotkey = subnet_owner_hotkey.get(ctx, netuid)
    for kind in (sums.OWNER_PERPETUAL, sums.OWNER_DECAYING):
        found = sums.stored(ctx, kind, netuid, owner_hotkey)
        if found is not None:
            yield owner_hotkey, _now(ctx, kind, found)


def _now(ctx: Context, kind: Kind, lock: Lock) -> int:
    return sums.rolled(ctx, lock, kind).conviction


def _added(convictions: Iterator[int]) -> int:
    result = ZERO
    for conviction in convictions:
        result = U64F64.add(result, conviction)
    return result
