"""Bounded calls: what a pallet stores of a call that runs later. Short ones in place, long ones as a preimage.

    stored = bound(ctx, call)       make it, storing a preimage where it is long
    realize(ctx, stored)            take the call out and let go of the preimage
    drop(ctx, stored)               let go of the preimage without running anything

A preimage that a rule stores is requested once by it and goes with the last request.
"""

from meritnet.codec import Case, InvalidEncoding
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import Corruption, Exhausted, ModuleError, Unavailable

from . import store
from .errors import NotRequested, TooBig
from .types import BOUNDED_CALL, INLINE_LIMIT

__all__ = ["BOUNDED_CALL", "bound", "drop", "lookup_hash", "peek", "realize"]


def bound(ctx: Context, call: Case) -> Case:
    """Return the bounded form of a decoded call. Raises: Exhausted where it is too long to be stored at all."""
    encoded = ctx.chain.call_type.encode(call)
    if len(encoded) <= INLINE_LIMIT:
        return Case("Inline", (encoded,))
    try:
        key, _ = store.note(ctx, encoded, None)
    except ModuleError as error:
        if error.definition is TooBig:
            raise Exhausted(str(error)) from error
        raise
    return Case("Lookup", (key, len(encoded)))


def peek(ctx: Context, stored: Case) -> Case:
    """Return the decoded call. Raises: Unavailable without its preimage, Corruption where it does not decode."""
    encoded: bytes | None
    if stored.name == "Inline":
        encoded = stored.args[0]
    else:
        key, length = (*stored.args, None)[:2]
        encoded = store.fetch(ctx, key, length)
        if encoded is None:
            raise Unavailable(f"the preimage of {key.hex()} is not stored; note it first")
    try:
        call, _ = ctx.chain.call_type.read(encoded, 0)
    except InvalidEncoding as error:
        raise Corruption(f"the stored bytes are no call: {error}") from error
    return call  # type: ignore[no-any-return]


def drop(ctx: Context, stored: Case) -> None:
    """Let go of the preimage behind a bounded call; nothing to do for one in place."""
    key = lookup_hash(stored)
    if key is not None:
        try:
            store.unrequest(ctx, key)
        except ModuleError as error:
            if error.definition is not NotRequested:
                raise


def realize(ctx: Context, stored: Case) -> Case:
    """Return the decoded call and let go of its preimage. Raises: as `peek`."""
    call = peek(ctx, stored)
    drop(ctx, stored)
    return call


def lookup_hash(stored: Case) -> bytes | None:
    """Return the hash of the preimage that a bounded call needs; None for a call in place."""
    return None if stored.name == "Inline" else stored.args[0]
