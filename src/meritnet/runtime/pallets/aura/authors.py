"""Whose turn it is: the authorities take turns by height."""

from meritnet.runtime.framework.context import Context

from . import storage


def author_of(ctx: Context, height: int) -> bytes | None:
    """Return the account that authors block `height` under this state's authorities; None if there are none."""
    authorities = storage.authorities.get(ctx)
    return bytes(authorities[height % len(authorities)]) if authorities else None
