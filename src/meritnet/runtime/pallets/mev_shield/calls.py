"""Calls of the MevShield pallet."""

from meritnet.codec import U32, U64, Option
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_none, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import Weight, measured

from . import keys, queue, storage
from .errors import WeightExceedsAbsoluteMax
from .events import (
    EncryptedSubmitted,
    ExtrinsicLifetimeSet,
    MaxExtrinsicWeightSet,
    MaxPendingExtrinsicsNumberSet,
    OnInitializeWeightSet,
)
from .types import ENCRYPTED, ENCRYPTION_KEY

PALLET = "MevShield"
MAX_WEIGHT_PS = 2_000_000_000_000
"""Half of a block."""


@call(PALLET, 0, {"enc_key": Option(ENCRYPTION_KEY)}, weight=measured(33_661_000, 5555, reads=4, writes=6))
def announce_next_key(ctx: Context, origin: Origin, enc_key: bytes | None) -> None:
    """Move the keys on and announce the block author's next one; an inherent of every block."""
    ensure_none(origin)
    keys.rotate(ctx, enc_key)


@call(PALLET, 1, {"ciphertext": ENCRYPTED}, weight=measured(207_223_000))
def submit_encrypted(ctx: Context, origin: Origin, ciphertext: bytes) -> None:
    """Carry a transaction encrypted with `NextKey`; the block's author decrypts it and puts it right behind."""
    who = ensure_signed(origin)
    ctx.emit(EncryptedSubmitted, blake2_256(who + ENCRYPTED.encode(ciphertext)), who)


# Quirk: far above what it costs, so that nobody fills the queue for fun.
@call(PALLET, 2, {"encrypted_call": ENCRYPTED}, weight=Weight(20_000_000_000))
def store_encrypted(ctx: Context, origin: Origin, encrypted_call: bytes) -> None:
    """Store an encrypted call to be run, as its signer, at the start of a later block."""
    queue.store(ctx, ensure_signed(origin), encrypted_call)


@call(PALLET, 3, {"value": U32}, weight=measured(4_206_000, writes=1))
def set_max_pending_extrinsics_number(ctx: Context, origin: Origin, value: int) -> None:
    """Set how many stored calls may wait."""
    ensure_root(origin)
    storage.max_pending_extrinsics_limit.set(ctx, value)
    ctx.emit(MaxPendingExtrinsicsNumberSet, value)


@call(PALLET, 4, {"value": U64}, weight=measured(4_327_000, writes=1))
def set_on_initialize_weight(ctx: Context, origin: Origin, value: int) -> None:
    """Set what the stored calls of one block may weigh together, at most half a block."""
    ensure_root(origin)
    ensure(value <= MAX_WEIGHT_PS, WeightExceedsAbsoluteMax, wanted=value, limit=MAX_WEIGHT_PS)
    storage.on_initialize_weight.set(ctx, value)
    ctx.emit(OnInitializeWeightSet, value)


@call(PALLET, 5, {"value": U32}, weight=measured(4_116_000, writes=1))
def set_stored_extrinsic_lifetime(ctx: Context, origin: Origin, value: int) -> None:
    """Set how many blocks a stored call may wait."""
    ensure_root(origin)
    storage.extrinsic_lifetime.set(ctx, value)
    ctx.emit(ExtrinsicLifetimeSet, value)


@call(PALLET, 6, {"value": U64}, weight=measured(4_037_000, writes=1))
def set_max_extrinsic_weight(ctx: Context, origin: Origin, value: int) -> None:
    """Set what one stored call may weigh, at most half a block."""
    ensure_root(origin)
    ensure(value <= MAX_WEIGHT_PS, WeightExceedsAbsoluteMax, wanted=value, limit=MAX_WEIGHT_PS)
    storage.max_extrinsic_weight.set(ctx, value)
    ctx.emit(MaxExtrinsicWeightSet, value)
