"""Lets a runtime API judge an extrinsic as the next block would find the state."""

from collections.abc import Iterator
from contextlib import contextmanager

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.system import storage as system


@contextmanager
def as_next_block(ctx: Context, block_hash: bytes) -> Iterator[None]:
    """Run the body as if the block after this one had begun, without its hooks, and undo whatever it did.

    `block_hash` is the hash of this block: transactions whose era begins with it have signed it.
    """
    number, parent, phase = ctx.block_number, ctx.parent_hash, ctx.phase
    with ctx.scratch():
        system.block_hash.set(ctx, number, block_hash)
        system.block_weight.remove(ctx)
        ctx.block_number, ctx.parent_hash = number + 1, block_hash
        try:
            yield
        finally:
            ctx.block_number, ctx.parent_hash, ctx.phase = number, parent, phase
