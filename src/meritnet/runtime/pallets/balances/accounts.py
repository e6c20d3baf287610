"""Moves TAO between accounts: transfer, deposit, withdraw, mint; creation and reaping of accounts.

Rules of the fungible balance model: an account holds at least the existential deposit or nothing; an account
that falls below it is removed and its rest is dust, which leaves the issuance.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ArithmeticFailure, TokenError
from meritnet.runtime.pallets.system import accounts as system
from meritnet.runtime.pallets.system.types import ACCOUNT_DATA

from . import storage
from .events import Burned, Deposit, DustLost, Endowed, Issued, Rescinded, Transfer, Withdraw
from .storage import EXISTENTIAL_DEPOSIT

MAX_U64 = 2**64 - 1


def free(ctx: Context, who: bytes) -> int:
    """Return the free balance. Unit: rao."""
    return int(system.info(ctx, who).data.free)


def reserved(ctx: Context, who: bytes) -> int:
    """Return the reserved balance. Unit: rao."""
    return int(system.info(ctx, who).data.reserved)


def total(ctx: Context, who: bytes) -> int:
    """Return free and reserved balance together. Unit: rao."""
    data = system.info(ctx, who).data
    return int(data.free + data.reserved)


def reducible(ctx: Context, who: bytes, *, keep_alive: bool) -> int:
    """Return how much may be taken; with `keep_alive` the existential deposit stays. Unit: rao."""
    record = system.info(ctx, who)
    balance: int = record.data.free
    untouchable = max(record.data.frozen - record.data.reserved, 0)
    if keep_alive or record.consumers > 0:
        untouchable = max(untouchable, EXISTENTIAL_DEPOSIT)
    return max(balance - int(untouchable), 0)


def _set_free(ctx: Context, who: bytes, new_free: int) -> None:
    """Write a free balance; create, keep or reap the account as its total demands."""
    record = system.info(ctx, who)
    lived = record.data.free + record.data.reserved >= EXISTENTIAL_DEPOSIT
    lives = new_free + record.data.reserved >= EXISTENTIAL_DEPOSIT
    if lives and not lived:
        system.add_provider(ctx, who)
        record = system.info(ctx, who)
        ctx.emit(Endowed, who, new_free)
    data = ACCOUNT_DATA.cls(new_free, record.data.reserved, record.data.frozen, 1 << 127)
    if lives:
        system.put(ctx, who, record._replace(data=data))
        return
    if not lived:
        return
    dust = new_free + record.data.reserved
    system.put(ctx, who, record._replace(data=ACCOUNT_DATA(free=0, reserved=0, frozen=0, flags=1 << 127)))
    system.remove_provider(ctx, who)
    if dust:
        storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) - dust)
        ctx.emit(DustLost, who, dust)


def ensure_can_withdraw(ctx: Context, who: bytes, amount: int, *, keep_alive: bool) -> None:
    """Raises: TokenError where `amount` may not be taken from `who`."""
    if amount == 0:
        return
    record = system.info(ctx, who)
    if amount > record.data.free:
        raise TokenError("FundsUnavailable", f"balance {record.data.free} rao is less than {amount}")
    left = record.data.free - amount
    if left < max(record.data.frozen - record.data.reserved, 0):
        raise TokenError("Frozen", f"{record.data.frozen} rao of the balance are frozen")
    if left + record.data.reserved < EXISTENTIAL_DEPOSIT:
        if record.consumers > 0:
            raise TokenError(
                "OnlyProvider", "the account is still referred to and must keep its existential deposit"
            )
        if keep_alive:
            raise TokenError(
                "NotExpendable",
                f"{left} rao would remain, less than the existential deposit {EXISTENTIAL_DEPOSIT}",
            )


def ensure_can_deposit(ctx: Context, who: bytes, amount: int) -> None:
    """Raises: TokenError or ArithmeticFailure where `amount` may not be added to `who`."""
    if amount == 0:
        return
    balance = total(ctx, who) + amount
    if balance > MAX_U64:
        raise ArithmeticFailure("Overflow")
    if balance < EXISTENTIAL_DEPOSIT:
        raise TokenError(
            "BelowMinimum", f"{balance} rao is less than the existential deposit {EXISTENTIAL_DEPOSIT}"
        )


def transfer(ctx: Context, source: bytes, dest: bytes, amount: int, *, keep_alive: bool) -> None:
    """Move `amount` rao; without `keep_alive` the source may be reaped. Raises: TokenError,
    ArithmeticFailure.
    """
    ensure_can_withdraw(ctx, source, amount, keep_alive=keep_alive)
    ensure_can_deposit(ctx, dest, amount)
    if source != dest and amount:
        _set_free(ctx, source, free(ctx, source) - amount)
        _set_free(ctx, dest, free(ctx, dest) + amount)
    ctx.emit(Transfer, source, dest, amount)


def withdraw(ctx: Context, who: bytes, amount: int, *, keep_alive: bool) -> None:
    """Take `amount` rao out of the account into a credit that the caller must place. Raises: TokenError."""
    ensure_can_withdraw(ctx, who, amount, keep_alive=keep_alive)
    if amount:
        _set_free(ctx, who, free(ctx, who) - amount)
    ctx.emit(Withdraw, who, amount)


def deposit(ctx: Context, who: bytes, amount: int) -> None:
    """Place `amount` rao of a credit on the account. Raises: TokenError, ArithmeticFailure."""
    ensure_can_deposit(ctx, who, amount)
    if amount:
        _set_free(ctx, who, free(ctx, who) + amount)
    ctx.emit(Deposit, who, amount)


def can_deposit(ctx: Context, who: bytes, amount: int) -> bool:
    """Whether `deposit` would succeed."""
    balance = total(ctx, who) + amount
    return amount == 0 or EXISTENTIAL_DEPOSIT <= balance <= MAX_U64


def deposit_if_possible(ctx: Context, who: bytes, amount: int) -> bool:
    """Place `amount` rao of a credit on the account and tell whether the account could take it."""
    if not can_deposit(ctx, who, amount):
        return False
    if amount:
        _set_free(ctx, who, free(ctx, who) + amount)
    ctx.emit(Deposit, who, amount)
    return True


def issue(ctx: Context, amount: int) -> None:
    """Grow the issuance by `amount` rao, as a credit that the caller must place or drop."""
    storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) + amount)
    ctx.emit(Issued, amount)


def drop_credit(ctx: Context, amount: int) -> None:
    """Let a credit of `amount` rao vanish: the issuance shrinks, silently as in the reference."""
    if amount:
        storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) - amount)


def rescind(ctx: Context, amount: int) -> None:
    """Shrink the issuance by `amount` rao with an event."""
    storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) - amount)
    ctx.emit(Rescinded, amount)


def burn(ctx: Context, who: bytes, amount: int, *, keep_alive: bool) -> None:
    """Take `amount` rao out of the account and out of the issuance. Raises: TokenError."""
    ensure_can_withdraw(ctx, who, amount, keep_alive=keep_alive)
    _set_free(ctx, who, free(ctx, who) - amount)
    storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) - amount)
    ctx.emit(Burned, who, amount)


def set_balance(ctx: Context, who: bytes, new_free: int) -> None:
    """Set a free balance and adjust the issuance (root, genesis)."""
    before = free(ctx, who)
    storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) + new_free - before)
    _set_free(ctx, who, new_free)


def unreserve(ctx: Context, who: bytes, amount: int) -> int:
    """Free up to `amount` rao of reserved balance; return how much was freed."""
    record = system.info(ctx, who)
    moved = min(amount, record.data.reserved)
    data = record.data
    system.put(
        ctx, who, record._replace(data=data._replace(free=data.free + moved, reserved=data.reserved - moved))
    )
    return int(moved)
