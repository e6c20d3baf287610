"""Opens timelocks with the rounds that the chain has stored."""

from typing import Any

from meritnet.crypto.timelock import CannotOpen, Failure, decrypt
from meritnet.runtime.framework.context import Context

from . import books

HEX_PREFIX = b"0x"


def signatures_of(ctx: Context, round_: int) -> list[bytes]:
    """Return the signatures of a round that are stored, the public beacon's first."""
    pulses = [books.pulse_of(ctx, book, round_) for book in books.followed(ctx)]
    return [_signature(pulse) for pulse in pulses if pulse is not None]


def _signature(pulse: Any) -> bytes:  # Any: a value of PULSE
    # Quirk: a signature stored as 0x and bytes is read without the 0x.
    signature: bytes = pulse.signature
    return signature.removeprefix(HEX_PREFIX)


def open_timelock(ctx: Context, round_: int, ciphertext: bytes) -> bytes | None:
    """Return what a timelock holds, None while a round that may open it can still come.

    Raises: CannotOpen if no stored round opens it and none is to come.
    """
    failure = None
    awaited = False
    for book in books.followed(ctx):
        pulse = books.pulse_of(ctx, book, round_)
        if pulse is None:
            awaited = awaited or round_ > book.last.get(ctx)
            continue
        try:
            return decrypt(ciphertext, _signature(pulse))
        except CannotOpen as error:
            if error.failure is not Failure.DECRYPT:
                raise
            failure = error
    if failure is not None and not awaited:
        raise failure
    return None


def is_lost(ctx: Context, round_: int) -> bool:
    """Return whether a round is not stored and will never be, because every beacon followed is past it."""
    return all(
        round_ <= book.last.get(ctx) and books.pulse_of(ctx, book, round_) is None
        for book in books.followed(ctx)
    )
