"""Executes a block: initialize, apply extrinsics, finalize. Order as in the reference.

initialize: clear the last block's records, number, parent hash, author, hooks in pallet order. apply:
inherents first, then signed extrinsics; a dispatch error is recorded and keeps fee and nonce, an invalid
extrinsic must not be in a block. finalize: moment checked, slot noted, events stored, per-block records
removed.
"""

from dataclasses import dataclass
from typing import Any

from meritnet.codec import Case
from meritnet.codec.extrinsic import Extra, Extrinsic
from meritnet.primitives.errors import Invalid
from meritnet.runtime.framework.context import FINALIZATION, INITIALIZATION, Context
from meritnet.runtime.framework.dispatch import dispatch, dispatch_info
from meritnet.runtime.framework.errors import DispatchError, InvalidTransaction, UnknownTransaction
from meritnet.runtime.framework.origin import NONE, signed
from meritnet.runtime.framework.weights import BASE_EXTRINSIC_PS, Weight
from meritnet.runtime.pallets.aura import storage as aura
from meritnet.runtime.pallets.system import accounts as system
from meritnet.runtime.pallets.system import storage
from meritnet.runtime.pallets.system.events import ExtrinsicFailed, ExtrinsicSuccess
from meritnet.runtime.pallets.system.types import EVENT_RECORD
from meritnet.runtime.pallets.timestamp import storage as timestamp
from meritnet.runtime.pallets.transaction_payment import fees

from .validity import Extensions, register_weight

BLOCK_HASH_COUNT = 2_400
DISPATCH_EVENT_INFO = ExtrinsicSuccess.fields[0][1]


class InvalidBlock(Invalid):
    """A block breaks a rule of execution; the message names the extrinsic and the rule."""


@dataclass(frozen=True, slots=True)
class Applied:
    """How an extrinsic of a block ended: error None means success; weight is the actual one."""

    error: DispatchError | None
    weight: Weight


class Executive:
    """Block execution over the assembled declarations."""

    def __init__(
        self,
        extensions: Extensions,
        hooks: tuple[Any, ...],
        inherents: frozenset[tuple[str, str]],
        final_hooks: tuple[Any, ...] = (),
    ) -> None:
        self.extensions = extensions
        self._hooks = hooks
        self._final_hooks = final_hooks
        self._inherents = inherents

    # --- initialize --------------------------------------------------------------------------------

    def initialize(self, ctx: Context, number: int, parent_hash: bytes, author: bytes | None) -> None:
        """Begin block `number` on the state of its parent."""
        ctx.block_number = number
        ctx.parent_hash = parent_hash
        ctx.author = author
        ctx.events.clear()
        ctx.phase = INITIALIZATION
        storage.events.remove(ctx)
        storage.event_count.remove(ctx)
        storage.number.set(ctx, number)
        storage.parent_hash.set(ctx, parent_hash)
        storage.block_hash.set(ctx, number - 1, parent_hash)
        if number - 1 >= BLOCK_HASH_COUNT:
            storage.block_hash.remove(ctx, number - 1 - BLOCK_HASH_COUNT)
        storage.block_weight.remove(ctx)
        for hook in self._hooks:
            hook(ctx)

    # --- apply -------------------------------------------------------------------------------------

    def is_inherent(self, call: Case) -> bool:
        """Whether a call may stand unsigned in a block."""
        return (call.name, call.args[0].name) in self._inherents

    def apply(self, ctx: Context, extrinsic: Extrinsic, index: int, *, signature_known: bool) -> Applied:
        """Apply one extrinsic of a block.

        Raises: InvalidTransaction or UnknownTransaction, with nothing changed, if it may not be in this
        block.
        """
        ctx.phase = Case("ApplyExtrinsic", (index,))
        mark, events = ctx.begin(), len(ctx.events)
        try:
            if extrinsic.signed is None:
                return self._apply_inherent(ctx, extrinsic)
            return self._apply_signed(ctx, extrinsic, extrinsic.signed.extra, signature_known=signature_known)
        except (InvalidTransaction, UnknownTransaction):
            ctx.rollback(mark)
            del ctx.events[events:]
            raise

    def _apply_inherent(self, ctx: Context, extrinsic: Extrinsic) -> Applied:
        if not self.is_inherent(extrinsic.call):
            self.extensions.check_unsigned(ctx, extrinsic, pool=False)
        info = dispatch_info(ctx, extrinsic.call)
        failure = None
        try:
            dispatch(ctx, NONE, extrinsic.call)
        except DispatchError as error:
            if info.dispatch_class == "Mandatory":
                raise InvalidTransaction("BadMandatory", detail=str(error)) from error
            failure = error
        weight = Weight(info.weight.ref_time + BASE_EXTRINSIC_PS, info.weight.proof_size)
        register_weight(ctx, info.dispatch_class, weight, len(extrinsic.raw))
        outcome = _info(weight, info.dispatch_class, info.pays)
        if failure is None:
            ctx.emit(ExtrinsicSuccess, outcome)
        else:
            ctx.emit(ExtrinsicFailed, ctx.chain.error_case(failure), outcome)
        return Applied(failure, weight)

    def _apply_signed(
        self, ctx: Context, extrinsic: Extrinsic, extra: Extra, *, signature_known: bool
    ) -> Applied:
        extensions = self.extensions
        if signature_known:
            extensions.birth_hash(ctx, extrinsic)
        else:
            extensions.check_signature(ctx, extrinsic)
        checked = extensions.check(ctx, extrinsic, pool=False)
        extensions.check_nonce(ctx, checked, extra.nonce, allow_future=False)
        length = len(extrinsic.raw)
        system.bump_nonce(ctx, checked.signer)
        taken = extensions.charge(ctx, checked, length, extra.tip)
        info = checked.info
        actual, pays, failure = info.weight, info.pays, None
        try:
            post = dispatch(ctx, signed(checked.signer), extrinsic.call)
        except DispatchError as error:
            failure = error
            actual = actual.limited(error.actual_weight)
        else:
            actual = actual.limited(post.actual_weight)
            if post.pays is not None:
                pays = post.pays
        fees.settle(ctx, checked.payer, taken, actual, length, pays=pays)
        used = Weight(actual.ref_time + BASE_EXTRINSIC_PS, actual.proof_size)
        register_weight(ctx, info.dispatch_class, used, length)
        outcome = _info(used, info.dispatch_class, pays)
        if failure is None:
            ctx.emit(ExtrinsicSuccess, outcome)
        else:
            ctx.emit(ExtrinsicFailed, ctx.chain.error_case(failure), outcome)
        return Applied(failure, used)

    # --- finalize ----------------------------------------------------------------------------------

    def finalize(self, ctx: Context) -> None:
        """End the block: store events, drop per-block records. Raises: InvalidBlock without a timestamp."""
        ctx.phase = FINALIZATION
        if not timestamp.did_update.get(ctx):
            raise InvalidBlock(f"block {ctx.block_number} has no timestamp inherent; put Timestamp.set first")
        timestamp.did_update.remove(ctx)
        for hook in self._final_hooks:
            hook(ctx)
        aura.current_slot.set(ctx, timestamp.now.get(ctx) // ctx.params.slot_duration_ms)
        storage.all_extrinsics_len.remove(ctx)
        records = tuple(
            EVENT_RECORD(record.phase, Case(record.event.pallet, (Case(record.event.name, record.args),)), ())
            for record in ctx.events
        )
        storage.events.set(ctx, records)
        storage.event_count.set(ctx, len(records))


def _info(weight: Weight, dispatch_class: str, pays: bool) -> Any:  # Any: a value of DISPATCH_EVENT_INFO
    return DISPATCH_EVENT_INFO(weight, Case(dispatch_class), Case("Yes" if pays else "No"))  # type: ignore[operator]
