"""Whose turn it is: the authorities take turns by height."""

from collections.abc import Sequence

from meritnet.runtime.framework.context import Context

from . import storage


def author_of(ctx: Context, height: int) -> bytes | None:
    """Return the account that authors block `height` under this state's authorities; None if there are none."""
    authorities = storage.authorities.get(ctx)
    return bytes(authorities[height % len(authorities)]) if authorities else None


def change(ctx: Context, new: Sequence[bytes]) -> None:
    """Let other accounts take turns from the next block on. Quirk: an empty list changes nothing.

    Which machines make blocks is the engine's matter; an authority is the account that the block's fees go to.
    """
    if new:
        storage.authorities.set(ctx, tuple(new))
