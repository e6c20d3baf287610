"""What the MevShield pallet does at the start of a block."""

from meritnet.runtime.framework.context import Context

from .queue import no_decryptor, process


def on_initialize(ctx: Context) -> None:
    """Run the stored calls; this chain has no decryptor for them."""
    process(ctx, no_decryptor)
