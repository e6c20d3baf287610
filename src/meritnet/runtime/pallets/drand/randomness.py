"""Randomness that rules may draw: that of the public beacon's newest round."""

from meritnet.codec import BYTES, U32
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context

from . import storage
from .types import HASH

ZERO = bytes(32)


def random(ctx: Context, subject: bytes) -> tuple[bytes, int]:
    """Return 32 bytes for a subject, and the block from which on they were known; zeros before the first round."""
    known_since = max(ctx.block_number - 1, 0)
    pulse = storage.pulses.get(ctx, storage.last_stored_round.get(ctx))
    if pulse is None:
        return ZERO, known_since
    text = BYTES.encode(subject) + U32.encode(known_since) + HASH.encode(pulse.randomness)
    return blake2_256(text), known_since


def random_at(ctx: Context, round_: int) -> bytes:
    """Return the randomness of a stored round of the public beacon, zeros if it is not stored."""
    pulse = storage.pulses.get(ctx, round_)
    return bytes(pulse.randomness) if pulse is not None and len(pulse.randomness) == len(ZERO) else ZERO
