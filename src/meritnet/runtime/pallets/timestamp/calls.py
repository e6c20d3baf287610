"""The timestamp inherent."""

from meritnet.codec import U64, Compact
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import Other
from meritnet.runtime.framework.origin import Origin, ensure_none
from meritnet.runtime.framework.weights import measured

from . import storage

PALLET = "Timestamp"


@call(
    PALLET,
    0,
    {"now": Compact(U64)},
    weight=measured(10_000_000, 1493, reads=2, writes=1),
    dispatch_class="Mandatory",
)
def set(ctx: Context, origin: Origin, now: int) -> None:  # noqa: A001  the name on chain
    """Set the block's moment; once a block, always later than the previous block's."""
    ensure_none(origin)
    if storage.did_update.get(ctx):
        raise Other("Timestamp must be updated only once in a block")
    before = storage.now.get(ctx)
    if before and now <= before:
        raise Other(f"Timestamp must grow: block moment {now} ms is not after {before} ms")
    storage.now.set(ctx, now)
    storage.did_update.set(ctx, True)
