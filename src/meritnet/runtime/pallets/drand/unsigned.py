"""What makes an unsigned round valid, in the pool and in a block."""

from typing import Any

from meritnet.codec import U64, Case
from meritnet.codec.numbers import write_compact
from meritnet.crypto import bls, sr25519
from meritnet.primitives.fixed import U64_MAX
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import InvalidTransaction
from meritnet.runtime.framework.unsigned import UnsignedCheck, UnsignedValidity

from . import books, storage
from .books import Book
from .constants import UNSIGNED_PRIORITY
from .recording import Pulse, is_genuine
from .types import PULSES_PAYLOAD

LONGEVITY_BLOCKS = 3
SIGNED_PRIORITY = 10_000
"""Priority of a write_pulse that somebody signs; it fails, since rounds come in unsigned."""
TAG_PREFIX = b"DrandOffchainWorker"


def check_write_pulse(ctx: Context, payload: Any, signature: Case | None) -> UnsignedValidity:
    """Return how the pool orders a round of the public beacon. Raises: InvalidTransaction.

    The reference does not check the round itself before dispatch; here what proves nothing is refused, since it
    would take room in blocks for free.
    """
    if signature is None:
        raise InvalidTransaction("BadSigner", detail="the payload of write_pulse needs a signature")
    _check_signature(payload, signature)
    if ctx.block_number < payload.block_number:
        raise InvalidTransaction(
            "Future", detail=f"the payload names block {payload.block_number}, the next is {ctx.block_number}"
        )
    if len(payload.pulses) != 1:
        raise InvalidTransaction("Call", detail=f"{len(payload.pulses)} rounds in one call; send one")
    following = storage.next_unsigned_at.get(ctx)
    if following > ctx.block_number:
        raise InvalidTransaction(
            "Stale", detail=f"the beacon was changed; send rounds from block {following} on"
        )
    return _check_round(ctx, books.PUBLIC, payload.pulses[0], b"drand")


def check_write_local_pulse(ctx: Context, pulse: Pulse) -> UnsignedValidity:
    """Return how the pool orders a round of the local beacon. Raises: InvalidTransaction."""
    if not books.has_local(ctx):
        raise InvalidTransaction("Call", detail="this chain follows no local beacon")
    return _check_round(ctx, books.LOCAL, pulse, b"local")


def _check_signature(payload: Any, signature: Case) -> None:  # Any: a value of PULSES_PAYLOAD
    """Raises: InvalidTransaction(BadProof) unless the payload is signed with the sr25519 key that it names."""
    if payload.public.name == signature.name == "Sr25519" and sr25519.verify(
        signature.args[0], PULSES_PAYLOAD.encode(payload), payload.public.args[0]
    ):
        return
    raise InvalidTransaction("BadProof", detail="the payload's sr25519 signature does not fit the key in it")


def _check_round(ctx: Context, book: Book, pulse: Pulse, kind: bytes) -> UnsignedValidity:
    last = book.last.get(ctx)
    if pulse.round <= last:
        raise InvalidTransaction("Stale", detail=f"round {pulse.round} is not newer than {last}")
    try:
        genuine = is_genuine(book.config.get(ctx).public_key, pulse)
    except bls.InvalidPoint as error:
        raise InvalidTransaction("BadProof", detail=str(error)) from error
    if not genuine:
        raise InvalidTransaction("BadProof", detail=f"round {pulse.round} is not what the beacon signed")
    priority = min(UNSIGNED_PRIORITY + U64_MAX - pulse.round, U64_MAX)
    return UnsignedValidity(priority, _tag(kind, pulse.round), LONGEVITY_BLOCKS)


def _tag(kind: bytes, round_: int) -> bytes:
    provided = blake2_256(kind + U64.encode(round_))
    out = bytearray()
    write_compact(len(TAG_PREFIX), out)
    return bytes(out) + TAG_PREFIX + provided


UNSIGNED_CHECKS: dict[tuple[str, str], UnsignedCheck] = {
    ("Drand", "write_pulse"): check_write_pulse,
    ("Drand", "write_local_pulse"): check_write_local_pulse,
}
