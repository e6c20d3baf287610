"""Moves TAO between accounts: transfer, deposit, withdraw, mint; creation and reaping of accounts.

Rules of the fungible balance model: an account holds at least the existential deposit or nothing; an account
that falls below it is removed and its rest is dust, which leaves the issuance. Deposits and holds: `reserves`.
"""

from typing import Any

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ArithmeticFailure, TokenError
from meritnet.runtime.pallets.system import accounts as system
from meritnet.runtime.pallets.system.types import ACCOUNT_DATA, ACCOUNT_INFO, EMPTY_ACCOUNT

from . import storage
from .events import Burned, Deposit, DustLost, Endowed, Issued, Transfer, Withdraw
from .storage import EXISTENTIAL_DEPOSIT


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
    if keep_alive or not system.can_lose_provider(record):
        untouchable = max(untouchable, EXISTENTIAL_DEPOSIT)
    return max(balance - int(untouchable), 0)


def set_balances(ctx: Context, who: bytes, free_now: int, reserved_now: int) -> None:
    """Write both balances; create, keep or reap the account as they demand. The issuance loses only dust.

    A free balance of the existential deposit or more is a reason for the account to exist; a reserved one refers to
    it. Raises: ConsumerRemaining where the free balance would fall below the deposit of an account that is referred
    to; NoProviders, TooManyConsumers.
    """
    record = system.info(ctx, who)
    data = record.data
    provided, provides = data.free >= EXISTENTIAL_DEPOSIT, free_now >= EXISTENTIAL_DEPOSIT
    if provided and provides and reserved_now == data.reserved and record.providers:
        # By far the most common case: no reference to the account comes or goes.
        _put_data(ctx, who, record, free_now, reserved_now)
        return
    is_new = data == EMPTY_ACCOUNT.data
    consumed = data.reserved > 0 or data.frozen > 0
    consumes = reserved_now > 0 or data.frozen > 0
    if provides and not provided:
        system.add_provider(ctx, who)
    if consumed and not consumes:
        system.remove_consumer(ctx, who)
    elif consumes and not consumed:
        system.add_consumer(ctx, who)
    dust = free_now if not provides and reserved_now == 0 else 0
    reaped = provided and not provides and system.remove_provider(ctx, who)
    if not reaped and (record := system.info(ctx, who)).providers + record.sufficients > 0:
        _put_data(ctx, who, record, free_now - dust, reserved_now)
    if is_new and free_now - dust:
        ctx.emit(Endowed, who, free_now)
    if dust:
        storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) - dust)
        ctx.emit(DustLost, who, dust)


def _put_data(ctx: Context, who: bytes, record: Any, free_now: int, reserved_now: int) -> None:
    nonce, consumers, providers, sufficients, (_, _, frozen, _) = record
    data = ACCOUNT_DATA.cls(free_now, reserved_now, frozen, 1 << 127)
    system.put(ctx, who, ACCOUNT_INFO.cls(nonce, consumers, providers, sufficients, data))


def _set_free(ctx: Context, who: bytes, new_free: int) -> None:
    set_balances(ctx, who, new_free, reserved(ctx, who))


def ensure_can_withdraw(ctx: Context, who: bytes, amount: int, *, keep_alive: bool) -> None:
    """Raises: TokenError where `amount` may not be taken from `who`."""
    if amount == 0:
        return
    record = system.info(ctx, who)
    if amount > record.data.free:
        raise TokenError("FundsUnavailable", f"balance {record.data.free} rao is less than {amount}")
    left = record.data.free - amount
    if amount > reducible(ctx, who, keep_alive=False):
        raise TokenError(
            "Frozen",
            f"{left} rao would remain; frozen funds ({record.data.frozen} rao) and the existential deposit of an"
            f" account with deposits or other references ({EXISTENTIAL_DEPOSIT} rao) must stay",
        )
    if left < EXISTENTIAL_DEPOSIT and keep_alive:
        raise TokenError(
            "NotExpendable",
            f"{left} rao would remain, less than the existential deposit {EXISTENTIAL_DEPOSIT}",
        )


def ensure_can_deposit(ctx: Context, who: bytes, amount: int) -> None:
    """Raises: TokenError or ArithmeticFailure where `amount` may not be added to `who`."""
    if amount == 0:
        return
    balance = free(ctx, who) + amount
    if balance + reserved(ctx, who) > U64_MAX:
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
    return _fits(system.info(ctx, who).data, amount)


def _fits(data: Any, amount: int) -> bool:
    return bool(amount == 0 or EXISTENTIAL_DEPOSIT <= data.free + amount <= U64_MAX - data.reserved)


def deposit_if_possible(ctx: Context, who: bytes, amount: int) -> bool:
    """Place `amount` rao of a credit on the account and tell whether the account could take it."""
    data = system.info(ctx, who).data
    if not _fits(data, amount):
        return False
    if amount:
        set_balances(ctx, who, data.free + amount, data.reserved)
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
