"""Sets balance aside: deposits that a rule reserves and gives back, and holds that name their reason.

Both live in the account's reserved balance, which counts to the issuance and cannot be spent. Who reserves keeps
the existential deposit in free balance.
"""

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ArithmeticFailure, TokenError, ensure
from meritnet.runtime.pallets.system import accounts as system

from . import storage
from .accounts import free, reducible, reserved, set_balances
from .errors import InsufficientBalance, LiquidityRestrictions, TooManyHolds
from .events import Reserved, Unreserved
from .types import HOLD

MAX_HOLDS = 4
"""Reasons to hold that this runtime has, so that many holds an account may have."""

PREIMAGE = Case("Preimage", (Case("Preimage", ()),))
"""Reason of the deposits for stored preimages."""
SAFE_MODE = Case("SafeMode", (Case("EnterOrExtend", ()),))
"""Reason of the deposits for safe mode."""


def reserve(ctx: Context, who: bytes, amount: int) -> None:
    """Move `amount` rao from the free to the reserved balance.

    Raises: InsufficientBalance, LiquidityRestrictions, ConsumerRemaining where less than the existential deposit
    would stay free.
    """
    if amount == 0:
        return
    have, frozen = free(ctx, who), system.info(ctx, who).data.frozen
    ensure(have >= amount, InsufficientBalance, free=have, needed=amount)
    ensure(have - amount >= frozen, LiquidityRestrictions, free=have, frozen=frozen, needed=amount)
    set_balances(ctx, who, have - amount, reserved(ctx, who) + amount)
    ctx.emit(Reserved, who, amount)


def unreserve(ctx: Context, who: bytes, amount: int) -> int:
    """Free up to `amount` rao of reserved balance; return how much could not be freed, for lack of it."""
    if amount == 0:
        return 0
    have, kept = free(ctx, who), reserved(ctx, who)
    if have + kept == 0:
        return amount
    moved = min(amount, kept)
    set_balances(ctx, who, have + moved, kept - moved)
    ctx.emit(Unreserved, who, moved)
    return amount - moved


def change_reserve(ctx: Context, who: bytes, old: int, new: int) -> None:
    """Bring a deposit of `old` rao to `new`. Raises: as `reserve`."""
    if new > old:
        reserve(ctx, who, new - old)
    elif new < old:
        unreserve(ctx, who, old - new)


def hold(ctx: Context, reason: Case, who: bytes, amount: int) -> None:
    """Hold `amount` rao of the free balance for `reason`.

    Raises: TokenError CannotCreateHold, FundsUnavailable where less than the existential deposit would stay free.
    """
    holds = storage.holds.get(ctx, who)
    known = any(one.id == reason for one in holds)
    if system.info(ctx, who).providers == 0 or (len(holds) >= MAX_HOLDS and not known):
        raise TokenError("CannotCreateHold", f"account {who.hex()} does not exist or has too many holds")
    spare = reducible(ctx, who, keep_alive=True)
    if amount > spare:
        raise TokenError("FundsUnavailable", f"{spare} rao can be held, {amount} are needed")
    _set_hold(ctx, reason, who, held(ctx, reason, who) + amount, free(ctx, who) - amount)


def release(ctx: Context, reason: Case, who: bytes, amount: int) -> int:
    """Free up to `amount` rao held for `reason`; return how much was freed.

    Raises: ArithmeticFailure where the reserved balance no longer covers the hold, after a `force_unreserve`.
    """
    have = held(ctx, reason, who)
    moved = min(amount, have)
    if moved:
        _set_hold(ctx, reason, who, have - moved, free(ctx, who) + moved)
    return moved


def held(ctx: Context, reason: Case, who: bytes) -> int:
    """Return what the account has on hold for `reason`. Unit: rao."""
    return sum(int(one.amount) for one in storage.holds.get(ctx, who) if one.id == reason)


def _set_hold(ctx: Context, reason: Case, who: bytes, amount: int, free_now: int) -> None:
    before = storage.holds.get(ctx, who)
    change = amount - held(ctx, reason, who)
    if reserved(ctx, who) + change < 0:
        raise ArithmeticFailure("Underflow")
    after = tuple(
        one._replace(amount=amount) if one.id == reason else one
        for one in before
        if one.id != reason or amount
    )
    if amount and len(after) == len(before) and not any(one.id == reason for one in before):
        ensure(len(before) < MAX_HOLDS, TooManyHolds, holds=len(before), limit=MAX_HOLDS)
        after = (*before, HOLD.cls(reason, amount))
    set_balances(ctx, who, free_now, reserved(ctx, who) + change)
    storage.holds.set(ctx, who, after)
