"""Block hooks of the SafeMode pallet."""

from meritnet.runtime.framework.context import Context

from . import mode, storage


def on_initialize(ctx: Context) -> None:
    """End safe mode behind its last block."""
    until = storage.entered_until.get(ctx)
    if until is not None and ctx.block_number > until:
        mode.leave(ctx, mode.TIMEOUT)
