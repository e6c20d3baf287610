"""Block hooks of the Proxy pallet."""

from meritnet.runtime.framework.context import Context

from . import storage
from .events import ProxyExecuted


def on_finalize(ctx: Context) -> None:
    """Forget the results of this block's proxy calls; a block without any costs nothing."""
    if any(record.event is ProxyExecuted for record in ctx.events):
        storage.last_call_result.clear(ctx)
