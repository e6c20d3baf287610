"""Whether safe mode is on, and the deposits for it: entering, extending, ending, taking a deposit."""

from meritnet.codec import Case
from meritnet.primitives.fixed import U32_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure

from . import errors, storage
from .events import Entered, Exited, Extended

TIMEOUT, FORCE = Case("Timeout", ()), Case("Force", ())
"""Why safe mode ended: behind its last block, or because root said so."""


def ensure_off(ctx: Context) -> None:
    """Raises: Entered while safe mode is on."""
    until = storage.entered_until.get(ctx)
    ensure(until is None, errors.Entered, until=until)


def last_block(ctx: Context) -> int:
    """Return the last block of safe mode. Raises: Exited while it is off."""
    until = storage.entered_until.get(ctx)
    ensure(until is not None, errors.Exited)
    return int(until)


def enter(ctx: Context, blocks: int) -> None:
    """Begin safe mode for some blocks. Raises: Entered."""
    ensure_off(ctx)
    until = min(ctx.block_number + blocks, U32_MAX)
    storage.entered_until.set(ctx, until)
    ctx.emit(Entered, until)


def extend(ctx: Context, blocks: int) -> None:
    """Let safe mode last some blocks longer. Raises: Exited."""
    until = min(last_block(ctx) + blocks, U32_MAX)
    storage.entered_until.set(ctx, until)
    ctx.emit(Extended, until)


def leave(ctx: Context, reason: Case) -> None:
    """End safe mode. Raises: Exited."""
    last_block(ctx)
    storage.entered_until.remove(ctx)
    ctx.emit(Exited, reason)


def take_deposit(ctx: Context, account: bytes, block: int) -> int:
    """Strike an account's deposit of a block off the list and return it. Unit: rao. Raises: NoDeposit."""
    amount = storage.deposits.get(ctx, account, block)
    ensure(amount is not None, errors.NoDeposit, account=account, block=block)
    storage.deposits.remove(ctx, account, block)
    return int(amount)
