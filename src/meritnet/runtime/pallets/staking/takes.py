"""What delegates and children keep of the dividends that others' stake earns."""

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.hyperparameters.storage import (
    last_rate_limited_block,
    transaction_key_last_block,
)
from meritnet.runtime.pallets.registration.hotkeys import owns
from meritnet.runtime.pallets.subtensor import errors

from . import events, storage
from .child_keys import SET_CHILDKEY_TAKE, childkey_take, least_childkey_take, passes_row_limit
from .validation import ensure_hotkey


def decrease_delegate_take(ctx: Context, coldkey: bytes, hotkey: bytes, take: int) -> None:
    """Store a lower take of a hotkey's owner. Raises: ModuleError."""
    _ensure_owned(ctx, coldkey, hotkey)
    if storage.delegates.exists(ctx, hotkey):
        present = storage.delegates.get(ctx, hotkey)
        ensure(take < present, errors.DelegateTakeTooLow, take=take, present=present)
    least = storage.min_delegate_take.get(ctx)
    ensure(take >= least, errors.DelegateTakeTooLow, take=take, least=least)
    _store(ctx, hotkey, take)
    ctx.emit(events.TakeDecreased, coldkey, hotkey, take)


def increase_delegate_take(ctx: Context, coldkey: bytes, hotkey: bytes, take: int) -> None:
    """Store a higher take of a hotkey's owner, at most once in a while. Raises: ModuleError.

    A hotkey that never stored a take may "increase" to any value within bounds.
    """
    _ensure_owned(ctx, coldkey, hotkey)
    if storage.delegates.exists(ctx, hotkey):
        present = storage.delegates.get(ctx, hotkey)
        ensure(take > present, errors.DelegateTakeTooLow, take=take, present=present)
    most = storage.max_delegate_take.get(ctx)
    ensure(take <= most, errors.DelegateTakeTooHigh, take=take, most=most)
    limit = storage.tx_delegate_take_rate_limit.get(ctx)
    last = last_rate_limited_block.get(ctx, _row(hotkey))
    ensure(
        limit == 0 or last == 0 or ctx.block_number - last > limit,
        errors.DelegateTxRateLimitExceeded,
        last=last,
        limit=limit,
    )
    _store(ctx, hotkey, take)
    ctx.emit(events.TakeIncreased, coldkey, hotkey, take)


def set_childkey_take(ctx: Context, coldkey: bytes, hotkey: bytes, netuid: int, take: int) -> None:
    """Store what a child keeps of its parents' dividends; rises are limited, every change is noted.

    Raises: ModuleError.
    """
    ensure(owns(ctx, coldkey, hotkey), errors.NonAssociatedColdKey, hotkey=hotkey, coldkey=coldkey)
    least, most = least_childkey_take(ctx, netuid), storage.max_childkey_take.get(ctx)
    ensure(least <= take <= most, errors.InvalidChildkeyTake, take=take, least=least, most=most)
    limit = storage.tx_childkey_take_rate_limit.get(ctx)
    ensure(
        take <= childkey_take(ctx, hotkey, netuid)
        or passes_row_limit(ctx, hotkey, netuid, SET_CHILDKEY_TAKE, limit),
        errors.TxChildkeyTakeRateLimitExceeded,
        limit=limit,
    )
    transaction_key_last_block.set(ctx, hotkey, netuid, SET_CHILDKEY_TAKE, ctx.block_number)
    storage.childkey_take.set(ctx, hotkey, netuid, take)
    ctx.emit(events.ChildKeyTakeSet, hotkey, take)


def _ensure_owned(ctx: Context, coldkey: bytes, hotkey: bytes) -> None:
    ensure_hotkey(ctx, hotkey)
    ensure(owns(ctx, coldkey, hotkey), errors.NonAssociatedColdKey, hotkey=hotkey, coldkey=coldkey)


def _store(ctx: Context, hotkey: bytes, take: int) -> None:
    storage.delegates.set(ctx, hotkey, take)
    last_rate_limited_block.set(ctx, _row(hotkey), ctx.block_number)


def _row(hotkey: bytes) -> Case:
    return Case("LastTxBlockDelegateTake", (hotkey,))
