"""Shows the state as the first extrinsic of the next block finds it."""

from collections.abc import Iterator
from contextlib import contextmanager

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.aura.authors import author_of
from meritnet.runtime.runtime import Runtime


@contextmanager
def next_block(runtime: Runtime, after: Context) -> Iterator[Context]:
    """Run the body as if the block after this state had begun, its block step included, and undo everything.

    `after` is a read context whose `state_hash` is the block's. What is refused in the body would be refused if it came
    in now; an epoch of the next block has run.
    """
    kept = after.block_number, after.parent_hash, after.author, after.phase
    with after.scratch():
        try:
            author = author_of(after, after.block_number + 1)
            runtime.executive.initialize(after, after.block_number + 1, after.state_hash, author)
            yield after
        finally:
            after.block_number, after.parent_hash, after.author, after.phase = kept
