"""Gives a development chain a beacon of its own."""

from meritnet.crypto.beacon import QUICKNET, Beacon
from meritnet.primitives.errors import Invalid
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context

from . import books, storage
from .types import configuration_of

LOCAL_ID = "meritnet-local"
"""By this name a configuration shows that its secret key lies on somebody's machine."""


def local_beacon(public_key: bytes) -> Beacon:
    """Return the local beacon with a key: it counts rounds as the public one does, so clients need no other clock."""
    return Beacon(
        public_key, QUICKNET.period_s, QUICKNET.genesis_time_s, blake2_256(LOCAL_ID.encode()), LOCAL_ID
    )


def follow_local(ctx: Context, public_key: bytes) -> None:
    """Write the local beacon into a genesis. Raises: Invalid on any chain that is no development chain."""
    if ctx.params.preset != books.LOCAL_PRESET:
        raise Invalid(
            f"preset {ctx.params.preset} follows the public beacon only; a local beacon is for preset "
            f"{books.LOCAL_PRESET}, leave it out"
        )
    storage.local_beacon_config.set(ctx, configuration_of(local_beacon(public_key)))
