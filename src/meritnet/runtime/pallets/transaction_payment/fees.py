"""Withdraws an extrinsic's fee before it runs and settles it afterwards.

The fee is base + length + weight in rao; fee and tip go to the block's author. Where the signer's TAO does
not cover the fee, an alternative payer declared by another pallet may (some calls that remove stake pay in
alpha).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import CallDef, EventDef
from meritnet.runtime.framework.dispatch import DispatchInfo
from meritnet.runtime.framework.errors import InvalidTransaction, TokenError
from meritnet.runtime.framework.fee_math import base_fee, length_fee, weight_fee
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.balances import accounts

from .storage import TransactionFeePaid

Receipt = tuple[EventDef, tuple[Any, ...]]
"""The event, with its arguments, that tells at the end of the extrinsic how the fee was paid."""

AlternativePayer = Callable[[Context, bytes, CallDef, tuple[Any, ...], int], Receipt | None]
"""`pay(ctx, signer, call, args, fee)`: pays a fee that the signer's TAO does not cover, or refuses with None."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was taken before the call ran. Units: rao."""

    fee: int
    tip: int
    receipt: Receipt | None = None
    """Set if an alternative payer already paid the author; then nothing is refunded."""


def compute_fee(weight: Weight, length: int, tip: int, *, pays: bool) -> int:
    """Return the whole fee of an extrinsic in rao; a free call still pays its tip."""
    if not pays:
        return tip
    return base_fee() + length_fee(length) + weight_fee(weight.ref_time) + tip


def withdraw(
    ctx: Context,
    who: bytes,
    definition: CallDef,
    args: tuple[Any, ...],
    info: DispatchInfo,
    length: int,
    tip: int,
    alternative: AlternativePayer | None,
) -> Withdrawn:
    """Take the fee. Raises: InvalidTransaction(Payment) where nobody can pay it."""
    fee = compute_fee(info.weight, length, tip, pays=info.pays)
    if fee == 0:
        return Withdrawn(0, tip)
    try:
        accounts.withdraw(ctx, who, fee, keep_alive=True)
    except TokenError as error:
        receipt = alternative(ctx, who, definition, args, fee) if alternative is not None else None
        if receipt is not None:
            return Withdrawn(fee, tip, receipt)
        raise InvalidTransaction("Payment", detail=f"the fee is {fee} rao and {error}") from error
    return Withdrawn(fee, tip)


def settle(ctx: Context, who: bytes, taken: Withdrawn, weight: Weight, length: int, *, pays: bool) -> None:
    """Refund what the call did not use, pay the author, and emit the fee event."""
    if taken.receipt is not None:
        event, args = taken.receipt
        ctx.emit(event, *args)
        ctx.emit(TransactionFeePaid, who, taken.fee, taken.tip)
        return
    actual = min(compute_fee(weight, length, taken.tip, pays=pays), taken.fee)
    refund = taken.fee - actual
    if refund:
        if accounts.can_deposit(ctx, who, refund):
            accounts.deposit(ctx, who, refund)
        else:
            actual = taken.fee
    if actual:
        if ctx.author is not None and accounts.can_deposit(ctx, ctx.author, actual):
            accounts.deposit(ctx, ctx.author, actual)
        else:
            accounts.drop_credit(ctx, actual)
    ctx.emit(TransactionFeePaid, who, actual, taken.tip)
