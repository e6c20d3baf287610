"""Checks rounds of a beacon and stores them, and removes the oldest."""

from collections.abc import Sequence
from typing import Any

from meritnet.crypto import beacon, bls
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure

from .books import Book
from .errors import InvalidRoundNumber, PulseVerificationError

MAX_KEPT = 216_000
"""Rounds that are kept, seven and a half days of them."""
MAX_REMOVED = 100
"""Rounds that one call removes at most."""

Pulse = Any  # a value of PULSE


def is_genuine(public_key: bytes, pulse: Pulse) -> bool:
    """Return whether a round is what the beacon signed, its randomness included.

    Raises: bls.InvalidPoint for bytes that are no signature or key at all.
    """
    if not beacon.is_signature_of(public_key, pulse.round, pulse.signature):
        return False
    return bytes(pulse.randomness) == beacon.randomness_of(pulse.signature)


def record(ctx: Context, book: Book, pulses: Sequence[Pulse]) -> list[int]:
    """Store the genuine ones of `pulses` and return their rounds; others are passed over.

    Raises: PulseVerificationError, InvalidRoundNumber for a round that is not newer than the newest.
    """
    public_key = book.config.get(ctx).public_key
    last, oldest = book.last.get(ctx), book.oldest.get(ctx)
    is_first = last == 0 and oldest == 0
    stored: list[int] = []
    for pulse in pulses:
        try:
            genuine = is_genuine(public_key, pulse)
        except bls.InvalidPoint as error:
            raise PulseVerificationError(round=pulse.round) from error
        if genuine:
            ensure(pulse.round > last, InvalidRoundNumber, round=pulse.round, newest=last)
            book.pulses.set(ctx, pulse.round, pulse)
            last = pulse.round
            stored.append(pulse.round)
    book.last.set(ctx, last)
    if is_first and stored:
        book.oldest.set(ctx, stored[0])
    _prune(ctx, book, last)
    return stored


def _prune(ctx: Context, book: Book, last: int) -> None:
    """Remove what is older than the newest MAX_KEPT rounds, at most MAX_REMOVED of it."""
    oldest = book.oldest.get(ctx)
    if oldest == 0:
        return
    keep_from = min(max(oldest, last + 1 - MAX_KEPT), oldest + MAX_REMOVED)
    for round_ in range(oldest, keep_from):
        book.pulses.remove(ctx, round_)
    if keep_from != oldest:
        book.oldest.set(ctx, keep_from)
