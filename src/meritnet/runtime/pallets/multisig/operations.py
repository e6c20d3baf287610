"""Shared accounts and their open operations: begin, approve, run, cancel."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from meritnet.codec import Case
from meritnet.codec.common import TIMEPOINT
from meritnet.codec.numbers import write_compact
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import PostDispatch
from meritnet.runtime.framework.dispatch import dispatch_info, dispatch_outcome, result_case
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.framework.weights import ZERO, Weight
from meritnet.runtime.pallets.balances import reserves

from . import storage, weights
from .errors import (
    AlreadyApproved,
    MaxWeightTooLow,
    MinimumThreshold,
    NotFound,
    NoTimepoint,
    NotOwner,
    SenderInSignatories,
    SignatoriesOutOfOrder,
    TooFewSignatories,
    TooManySignatories,
    UnexpectedTimepoint,
    WrongTimepoint,
)
from .events import DepositPoked, MultisigApproval, MultisigCancelled, MultisigExecuted, NewMultisig
from .types import MAX_SIGNATORIES, MULTISIG

DERIVATION = b"modlpy/utilisuba"
Accounts = tuple[bytes, ...]
Timepoint = Any
"""A value of TIMEPOINT: block and position of the extrinsic that began an operation."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The call that is approved: by its hash alone, or in full with its bytes and the most that it may weigh."""

    call_hash: bytes
    call: Case | None = None
    size: int = 0
    max_weight: Weight = ZERO


def multisig_account(signatories: Accounts, threshold: int) -> bytes:
    """Return the account that `threshold` of the sorted `signatories` control."""
    encoded = bytearray(DERIVATION)
    write_compact(len(signatories), encoded)
    return blake2_256(bytes(encoded) + b"".join(signatories) + threshold.to_bytes(2, "little"))


def deposit(threshold: int) -> int:
    """Return the deposit of an open operation. Unit: rao."""
    return storage.DEPOSIT_BASE + storage.DEPOSIT_FACTOR * threshold


def account_of(who: bytes, others: Accounts, threshold: int) -> bytes:
    """Return the account that `who` shares with the others.

    Raises: TooFewSignatories, TooManySignatories, SignatoriesOutOfOrder, SenderInSignatories.
    """
    ensure(others, TooFewSignatories)
    ensure(
        len(others) < MAX_SIGNATORIES, TooManySignatories, signatories=len(others) + 1, limit=MAX_SIGNATORIES
    )
    last = None
    for one in others:
        ensure(last is None or last < one, SignatoriesOutOfOrder, signatory=one)
        ensure(one != who, SenderInSignatories, sender=who)
        last = one
    return multisig_account(tuple(sorted((*others, who))), threshold)


def _shared(who: bytes, others: Accounts, threshold: int) -> bytes:
    ensure(threshold >= 2, MinimumThreshold, threshold=threshold)
    return account_of(who, others, threshold)


def operate(
    ctx: Context, who: bytes, threshold: int, others: Accounts, timepoint: Timepoint, wanted: Wanted
) -> PostDispatch:
    """Begin an operation, add an approval, or with the last one make the call if it is given.

    Raises: NoTimepoint, WrongTimepoint, UnexpectedTimepoint, MaxWeightTooLow, AlreadyApproved, InsufficientBalance
    for the deposit, and as `account_of`.
    """
    account = _shared(who, others, threshold)
    record = storage.multisigs.get(ctx, account, wanted.call_hash)
    if record is None:
        ensure(timepoint is None, UnexpectedTimepoint)
        _begin(ctx, who, account, wanted.call_hash, threshold)
        return PostDispatch(weights.create(len(others), wanted.size))
    ensure(timepoint is not None, NoTimepoint)
    ensure(record.when == timepoint, WrongTimepoint, height=record.when.height, index=record.when.index)
    approved = record.approvals
    is_new = who not in approved and len(approved) < threshold
    if wanted.call is not None and len(approved) + is_new >= threshold:
        reported = _run(ctx, who, account, record, wanted, wanted.call)
        own = weights.complete(len(others), wanted.size)
        return PostDispatch(None if reported is None else own.plus(reported))
    ensure(is_new, AlreadyApproved, approvals=len(approved), threshold=threshold)
    position = bisect_left(approved, who)
    after = (*approved[:position], who, *approved[position:])
    storage.multisigs.set(ctx, account, wanted.call_hash, record._replace(approvals=after))
    ctx.emit(MultisigApproval, who, timepoint, account, wanted.call_hash)
    return PostDispatch(weights.approve(len(others), wanted.size))


# Any: a value of MULTISIG
def _run(ctx: Context, who: bytes, account: bytes, record: Any, wanted: Wanted, call: Case) -> Weight | None:
    """Make the call as the shared account; return the weight it says it used. Raises: MaxWeightTooLow."""
    weight, most = dispatch_info(ctx, call).weight, wanted.max_weight
    ensure(weight.fits(most), MaxWeightTooLow, weight=tuple(weight), max_weight=tuple(most))
    storage.multisigs.remove(ctx, account, wanted.call_hash)
    reserves.unreserve(ctx, record.depositor, record.deposit)
    outcome = dispatch_outcome(ctx, signed(account), call)
    ctx.emit(MultisigExecuted, who, record.when, account, wanted.call_hash, result_case(ctx, outcome))
    return outcome.reported


def _begin(ctx: Context, who: bytes, account: bytes, call_hash: bytes, threshold: int) -> None:
    amount = deposit(threshold)
    reserves.reserve(ctx, who, amount)
    when = TIMEPOINT.cls(ctx.block_number, ctx.extrinsic_index)
    storage.multisigs.set(ctx, account, call_hash, MULTISIG.cls(when, amount, who, (who,)))
    ctx.emit(NewMultisig, who, account, call_hash)


def cancel(
    ctx: Context, who: bytes, threshold: int, others: Accounts, timepoint: Timepoint, call_hash: bytes
) -> None:
    """Give an own operation up; its deposit is freed. Raises: NotFound, WrongTimepoint, NotOwner."""
    account = _shared(who, others, threshold)
    record = storage.multisigs.get(ctx, account, call_hash)
    ensure(record is not None, NotFound, account=account, call_hash=call_hash)
    ensure(record.when == timepoint, WrongTimepoint, height=record.when.height, index=record.when.index)
    ensure(record.depositor == who, NotOwner, depositor=record.depositor)
    reserves.unreserve(ctx, who, record.deposit)
    storage.multisigs.remove(ctx, account, call_hash)
    ctx.emit(MultisigCancelled, who, timepoint, account, call_hash)


def poke(ctx: Context, who: bytes, threshold: int, others: Accounts, call_hash: bytes) -> bool:
    """Bring an own operation's deposit to what it costs now; tell whether that changed it.

    Raises: NotFound, NotOwner.
    """
    account = _shared(who, others, threshold)
    record = storage.multisigs.get(ctx, account, call_hash)
    ensure(record is not None, NotFound, account=account, call_hash=call_hash)
    ensure(record.depositor == who, NotOwner, depositor=record.depositor)
    old, new = record.deposit, deposit(threshold)
    if new == old:
        return False
    reserves.change_reserve(ctx, who, old, new)
    storage.multisigs.set(ctx, account, call_hash, record._replace(deposit=new))
    ctx.emit(DepositPoked, who, call_hash, old, new)
    return True
