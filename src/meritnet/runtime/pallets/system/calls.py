"""Calls of the System pallet: remarks, and raw writes on local chains.

Absent: `set_code` and the upgrade calls, for a runtime here is a Python release, and `set_heap_pages`, for it has no
heap of its own.
"""

from meritnet.codec import BYTES, U32, Tuple, Vec
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import Weight, measured

from . import raw_storage
from .errors import CallFiltered
from .events import Remarked

PALLET = "System"


@call(PALLET, 0, {"remark": BYTES}, weight=lambda _ctx, remark: Weight(2_091_000 + 362 * len(remark)))
def remark(ctx: Context, origin: Origin, remark: bytes) -> None:
    """Put some bytes into a block, with no effect on state."""


@call(
    PALLET,
    4,
    {"items": Vec(Tuple(BYTES, BYTES))},
    weight=lambda _ctx, items: measured(0, writes=len(items)),
    dispatch_class="Operational",
)
def set_storage(ctx: Context, origin: Origin, items: tuple[tuple[bytes, bytes], ...]) -> None:
    """Put raw bytes under raw keys. Root, on local chains only.

    Difference: refused elsewhere, where raw writes could break invariants that others rely on.
    """
    _ensure_raw_access(ctx, origin)
    for key, raw in items:
        raw_storage.write(ctx, key, raw)


@call(
    PALLET,
    5,
    {"keys": Vec(BYTES)},
    weight=lambda _ctx, keys: measured(0, writes=len(keys)),
    dispatch_class="Operational",
)
def kill_storage(ctx: Context, origin: Origin, keys: tuple[bytes, ...]) -> None:
    """Delete raw keys. Root, on local chains only, like `set_storage`."""
    _ensure_raw_access(ctx, origin)
    for key in keys:
        raw_storage.delete(ctx, key)


@call(
    PALLET,
    6,
    {"prefix": BYTES, "subkeys": U32},
    weight=lambda _ctx, _prefix, subkeys: measured(0, reads=subkeys + 1, writes=subkeys + 1),
    dispatch_class="Operational",
)
def kill_prefix(ctx: Context, origin: Origin, prefix: bytes, subkeys: int) -> None:
    """Delete up to `subkeys` keys that begin with a prefix. Root, on local chains only, like `set_storage`."""
    _ensure_raw_access(ctx, origin)
    raw_storage.delete_under(ctx, prefix, subkeys)


@call(PALLET, 7, {"remark": BYTES}, weight=lambda _ctx, remark: Weight(5_228_000 + 1_650 * len(remark)))
def remark_with_event(ctx: Context, origin: Origin, remark: bytes) -> None:
    """Put some bytes into a block and their hash into an event."""
    ctx.emit(Remarked, ensure_signed(origin), blake2_256(remark))


def _ensure_raw_access(ctx: Context, origin: Origin) -> None:
    ensure_root(origin)
    ensure(ctx.params.chain_type == "Local", CallFiltered, chain_type=ctx.params.chain_type)
