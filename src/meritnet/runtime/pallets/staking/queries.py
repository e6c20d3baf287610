"""Reads of stake for displays."""

from meritnet.runtime.framework.context import Context

from . import storage


def netuids_of(ctx: Context, hotkey: bytes, coldkey: bytes) -> list[int]:
    """Return the subnets on which a coldkey has shares of a hotkey, ascending."""
    maps = (storage.alpha, storage.alpha_v2)
    return sorted({netuid for item in maps for (netuid,), _ in item.iter_prefix(ctx, hotkey, coldkey)})
