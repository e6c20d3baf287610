"""The second way to hide a call: stored encrypted, run at the start of a later block.

How a stored call is decrypted is a part of its own (`Decryptor`). The reference runs without one, and so does
this chain: every stored call ends in `ExtrinsicDecodeFailed` in the block after.
"""

from collections.abc import Callable

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.dispatch import dispatch_info
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.framework.weights import Weight, measured

from . import storage
from .errors import TooManyPendingExtrinsics
from .events import (
    ExtrinsicDecodeFailed,
    ExtrinsicDispatched,
    ExtrinsicDispatchFailed,
    ExtrinsicExpired,
    ExtrinsicPostponed,
    ExtrinsicStored,
    ExtrinsicWeightExceeded,
)
from .types import PENDING_EXTRINSIC

MAX_INDEX = 2**32 - 1
LOOK = measured(0, reads=2)
MISSED = measured(0, reads=1)
REMOVED = measured(0, reads=1, writes=2)
TO_DISPATCH = measured(0, writes=2)

Decryptor = Callable[[Context, bytes], Case | None]
"""`decryptor(ctx, bytes)` returns the call that was stored, or None. A rule like any other: same result everywhere."""


def no_decryptor(_ctx: Context, _data: bytes) -> Case | None:
    """Return None: nothing can be decrypted."""
    return None


def store(ctx: Context, who: bytes, encrypted: bytes) -> int:
    """Append a call to the queue and return its number. Raises: TooManyPendingExtrinsics."""
    waiting = storage.counter_for_pending_extrinsics.get(ctx)
    limit = storage.max_pending_extrinsics_limit.get(ctx)
    ensure(waiting < limit, TooManyPendingExtrinsics, waiting=waiting, limit=limit)
    index: int = storage.next_pending_extrinsic_index.get(ctx)
    if not storage.pending_extrinsics.exists(ctx, index):
        storage.counter_for_pending_extrinsics.set(ctx, waiting + 1)
    storage.pending_extrinsics.set(
        ctx,
        index,
        PENDING_EXTRINSIC(who=who, encrypted_call=encrypted, submitted_at=ctx.block_number),
    )
    storage.next_pending_extrinsic_index.set(ctx, min(index + 1, MAX_INDEX))
    ctx.emit(ExtrinsicStored, index, who)
    return index


def process(ctx: Context, decrypt: Decryptor) -> Weight:
    """Run the stored calls in order while the block's weight for them lasts; return the weight used."""
    following = storage.next_pending_extrinsic_index.get(ctx)
    waiting = storage.counter_for_pending_extrinsics.get(ctx)
    used = LOOK
    for index in range(max(following - waiting, 0), following):
        pending = storage.pending_extrinsics.get(ctx, index)
        if pending is None:
            used = used.plus(MISSED)
            continue
        if ctx.block_number - pending.submitted_at > storage.extrinsic_lifetime.get(ctx):
            used = used.plus(_remove(ctx, index))
            ctx.emit(ExtrinsicExpired, index)
            continue
        call = decrypt(ctx, pending.encrypted_call)
        if call is None:
            used = used.plus(_remove(ctx, index))
            ctx.emit(ExtrinsicDecodeFailed, index)
            continue
        weight = dispatch_info(ctx, call).weight
        if _above(weight, storage.max_extrinsic_weight.get(ctx)):
            used = used.plus(_remove(ctx, index))
            ctx.emit(ExtrinsicWeightExceeded, index)
            continue
        if _above(used.plus(TO_DISPATCH).plus(weight), storage.on_initialize_weight.get(ctx)):
            ctx.emit(ExtrinsicPostponed, index)
            break
        used = used.plus(_remove(ctx, index)).plus(_run(ctx, index, pending.who, call, weight))
    return used


def _above(weight: Weight, limit_ps: int) -> bool:
    """Whether a weight exceeds a limit of time and no proof at all.

    Quirk: the limit's proof size is 0, so that every call whose weight counts a proof exceeds it.
    """
    return weight.ref_time > limit_ps or weight.proof_size > 0


def _remove(ctx: Context, index: int) -> Weight:
    storage.pending_extrinsics.remove(ctx, index)
    waiting = storage.counter_for_pending_extrinsics.get(ctx)
    storage.counter_for_pending_extrinsics.set(ctx, max(waiting - 1, 0))
    return REMOVED


def _run(ctx: Context, index: int, who: bytes, call: Case, weight: Weight) -> Weight:
    try:
        post = ctx.dispatch(signed(who), call)
    except DispatchError as error:
        ctx.emit(ExtrinsicDispatchFailed, index, ctx.chain.error_case(error))
        return weight
    ctx.emit(ExtrinsicDispatched, index)
    actual: Weight | None = post.actual_weight
    return weight if actual is None else actual
