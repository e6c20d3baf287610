"""Whether an account takes locked alpha from others; at first none does."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.subtensor.errors import AccountRejectsLockedAlpha

from . import storage

ACCEPTS_LOCKED_ALPHA = 1
"""The bit of `AccountFlags` that says so."""


def accepts_locked_alpha(ctx: Context, coldkey: bytes) -> bool:
    """Return whether a coldkey takes locked alpha."""
    return bool(storage.account_flags.get(ctx, coldkey) & ACCEPTS_LOCKED_ALPHA)


def set_accepts_locked_alpha(ctx: Context, coldkey: bytes, accepts: bool) -> None:
    """Set or clear the bit; an account with no bit set has no row."""
    flags = storage.account_flags.get(ctx, coldkey) & ~ACCEPTS_LOCKED_ALPHA
    flags |= ACCEPTS_LOCKED_ALPHA if accepts else 0
    if flags:
        storage.account_flags.set(ctx, coldkey, flags)
    else:
        storage.account_flags.remove(ctx, coldkey)


def ensure_accepts(ctx: Context, coldkey: bytes, locked: int) -> None:
    """Raises: AccountRejectsLockedAlpha if locked alpha is to go to a coldkey that takes none."""
    ensure(
        not locked or accepts_locked_alpha(ctx, coldkey),
        AccountRejectsLockedAlpha,
        coldkey=coldkey,
        locked=locked,
    )
