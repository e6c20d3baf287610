"""Stores preimages and counts who needs them.

A preimage is unrequested (its payer may remove it) or requested `count` times; what its payer deposited is on hold
until nobody needs it. Root and rules that store bytes pay no deposit: their bytes count as requested once.
"""

import contextlib

from meritnet.codec import Case
from meritnet.primitives.fixed import U32_MAX
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.pallets.balances import reserves
from meritnet.runtime.pallets.balances.deposits import deposit_of

from . import storage
from .errors import AlreadyNoted, NotAuthorized, NotNoted, NotRequested, TooBig
from .events import Cleared, Noted, Requested
from .types import MAX_SIZE

Ticket = tuple[bytes, int]
"""Who paid for a preimage, and how much is on hold. Unit: rao."""


def deposit_for(length: int) -> int:
    """Return the deposit for `length` bytes. Unit: rao."""
    return deposit_of(items=2, size=64) + deposit_of(items=0, size=length)


def note(ctx: Context, preimage: bytes, payer: bytes | None) -> tuple[bytes, bool]:
    """Store bytes; return their hash and whether they are requested. Without a payer they count as requested once.

    Raises: TooBig, AlreadyNoted, TokenError where the payer lacks the deposit.
    """
    length = len(preimage)
    ensure(length <= MAX_SIZE, TooBig, bytes=length, limit=MAX_SIZE)
    key = blake2_256(preimage)
    ensure_updated(ctx, key)
    status = storage.request_status_for.get(ctx, key)
    if status is not None and status.name == "Requested":
        ticket, count, _ = status.args
        _requested(ctx, key, ticket, count, length)
    elif status is not None:
        ensure(payer is None, AlreadyNoted, hash=key)
        ticket, known_length = status.args
        _requested(ctx, key, ticket, 1, known_length)
    elif payer is None:
        _requested(ctx, key, None, 1, length)
    else:
        _unrequested(ctx, key, _take_deposit(ctx, payer, length), length)
    storage.preimage_for.set(ctx, (key, length), bytes(preimage))
    ctx.emit(Noted, key)
    return key, storage.request_status_for.get(ctx, key).name == "Requested"


def unnote(ctx: Context, key: bytes, owner: bytes | None) -> None:
    """Give the deposit back and remove the bytes if nothing requests them; `owner` None is root.

    Raises: NotNoted, NotAuthorized, NotRequested.
    """
    ensure_updated(ctx, key)
    status = storage.request_status_for.get(ctx, key)
    ensure(status is not None, NotNoted, hash=key)
    ticket = status.args[0]
    payer = None if ticket is None else ticket[0]
    ensure(owner is None or owner == payer, NotAuthorized, payer=payer)
    if status.name == "Unrequested":
        _give_back(ctx, ticket)
        _clear(ctx, key, status.args[1])
    elif ticket is None:
        unrequest(ctx, key)
    else:
        _give_back(ctx, ticket)
        _requested(ctx, key, None, status.args[1], status.args[2])


def request(ctx: Context, key: bytes) -> None:
    """Count one more need of the bytes behind `key`, stored or not."""
    ensure_updated(ctx, key)
    status = storage.request_status_for.get(ctx, key)
    ticket, count, length = None, 1, None
    if status is not None and status.name == "Requested":
        ticket, count, length = status.args
        count = min(count + 1, U32_MAX)
    elif status is not None:
        ticket, length = status.args
    _requested(ctx, key, ticket, count, length)
    if count == 1:
        ctx.emit(Requested, key)


def unrequest(ctx: Context, key: bytes) -> None:
    """Count one need less; with the last one, bytes without a payer go and others wait for their payer.

    Raises: NotRequested.
    """
    ensure_updated(ctx, key)
    status = storage.request_status_for.get(ctx, key)
    ensure(status is not None and status.name == "Requested", NotRequested, hash=key)
    ticket, count, length = status.args
    if count > 1:
        _requested(ctx, key, ticket, count - 1, length)
    elif length is None:
        storage.request_status_for.remove(ctx, key)
    elif ticket is None:
        _clear(ctx, key, length)
    else:
        _unrequested(ctx, key, ticket, length)


def fetch(ctx: Context, key: bytes, length: int | None) -> bytes | None:
    """Return the stored bytes; None where there are none under this hash and length (None: the noted length)."""
    if length is None:
        status = storage.request_status_for.get(ctx, key)
        length = None if status is None else status.args[-1]
    found: bytes | None = None if length is None else storage.preimage_for.get(ctx, (key, length))
    return found


def ensure_updated(ctx: Context, key: bytes) -> bool:
    """Rewrite a status in the old layout, its reserve becoming a hold; tell whether there was one."""
    old = storage.status_for.get(ctx, key)
    if old is None:
        return False
    storage.status_for.remove(ctx, key)
    deposit, *_, length = old.args
    ticket = None
    if deposit is not None:
        payer, amount = deposit
        reserves.unreserve(ctx, payer, amount)
        ticket = None if length is None else _take_deposit(ctx, payer, length)
    if old.name == "Unrequested":
        _unrequested(ctx, key, ticket, length)
    else:
        _requested(ctx, key, ticket, old.args[1], length)
    return True


def _requested(ctx: Context, key: bytes, ticket: Ticket | None, count: int, length: int | None) -> None:
    storage.request_status_for.set(ctx, key, Case("Requested", (ticket, count, length)))


def _unrequested(ctx: Context, key: bytes, ticket: Ticket | None, length: int) -> None:
    storage.request_status_for.set(ctx, key, Case("Unrequested", (ticket, length)))


def _clear(ctx: Context, key: bytes, length: int) -> None:
    storage.preimage_for.remove(ctx, (key, length))
    storage.request_status_for.remove(ctx, key)
    ctx.emit(Cleared, key)


def _take_deposit(ctx: Context, payer: bytes, length: int) -> Ticket:
    amount = deposit_for(length)
    reserves.hold(ctx, reserves.PREIMAGE, payer, amount)
    return payer, amount


def _give_back(ctx: Context, ticket: Ticket) -> None:
    payer, amount = ticket
    # Quirk: the preimage goes even if the deposit cannot be freed, for root may have unreserved it before.
    with contextlib.suppress(DispatchError), ctx.layer():
        reserves.release(ctx, reserves.PREIMAGE, payer, amount)
