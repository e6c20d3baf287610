"""Calls of the System pallet: remarks. Absent: code and raw storage changes; a runtime here is a Python
release.
"""

from meritnet.codec import BYTES
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import Weight

from .events import Remarked

PALLET = "System"


@call(PALLET, 0, {"remark": BYTES}, weight=lambda _ctx, remark: Weight(2_091_000 + 362 * len(remark)))
def remark(ctx: Context, origin: Origin, remark: bytes) -> None:
    """Put some bytes into a block, with no effect on state."""


@call(PALLET, 7, {"remark": BYTES}, weight=lambda _ctx, remark: Weight(5_228_000 + 1_650 * len(remark)))
def remark_with_event(ctx: Context, origin: Origin, remark: bytes) -> None:
    """Put some bytes into a block and their hash into an event."""
    ctx.emit(Remarked, ensure_signed(origin), blake2_256(remark))
