"""How a neuron lost its slot: the block is executed again up to the extrinsic that took it. Amounts in rao."""

from collections.abc import Sequence
from typing import NamedTuple

from meritnet.codec.extrinsic import Extrinsic
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.registration import storage
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.registration.prune_order import Rank, prune_order
from meritnet.runtime.pallets.registration.uids import hotkey_of
from meritnet.runtime.runtime import Runtime

from .next_block import next_block


class Replacement(NamedTuple):
    """A neuron that lost its slot, and the circumstances just before."""

    netuid: int
    uid: int
    block: int
    extrinsic: int
    """Position of the extrinsic in the block."""
    call: str
    signer: bytes | None
    """Who signed it; None for an unsigned one."""
    price_rao: int
    """What a registration cost just before."""
    old_hotkey: bytes
    old_coldkey: bytes
    old_emission_rao: int
    """Alpha of its last epoch, which decided."""
    old_registered_at_block: int
    old_age_blocks: int
    old_immune_until_block: int
    newcomer: bytes
    newcomer_coldkey: bytes
    reason: str


class Newcomer(NamedTuple):
    """Who took the slot."""

    hotkey: bytes
    coldkey: bytes


def explain_replacement(
    runtime: Runtime, before: Context, body: Sequence[bytes], netuid: int, uid: int
) -> Replacement | None:
    """Return how the holder of a slot changed in the block with these extrinsics, None if it did not.

    `before` is a read context over the parent's state, with its `state_hash`; it is left unchanged.
    """
    old = hotkey_of(before, netuid, uid)
    if old is None:
        return None
    with next_block(runtime, before) as ctx:
        for index, raw in enumerate(body):
            extrinsic = runtime.decode(raw)
            mark, events = ctx.begin(), len(ctx.events)
            runtime.executive.apply(ctx, extrinsic, index, signature_known=True)
            newcomer = hotkey_of(ctx, netuid, uid)
            if newcomer is not None and newcomer != old:
                taken_by = Newcomer(newcomer, owner_of(ctx, newcomer))
                ctx.rollback(mark)
                del ctx.events[events:]
                return _told(ctx, netuid, uid, taken_by, index, extrinsic)
    return None


def _told(
    ctx: Context, netuid: int, uid: int, taken_by: Newcomer, index: int, extrinsic: Extrinsic
) -> Replacement:
    """Return the circumstances as they were before the extrinsic at this position."""
    rank = next(rank for rank in prune_order(ctx, netuid) if rank.uid == uid)
    call = f"{extrinsic.call.name}.{extrinsic.call.args[0].name}"
    return Replacement(
        netuid=netuid,
        uid=uid,
        block=ctx.block_number,
        extrinsic=index,
        call=call,
        signer=None if extrinsic.signed is None else extrinsic.signed.account,
        price_rao=int(storage.burn.get(ctx, netuid)),
        old_hotkey=rank.hotkey,
        old_coldkey=owner_of(ctx, rank.hotkey),
        old_emission_rao=rank.emission,
        old_registered_at_block=rank.registered_at,
        old_age_blocks=ctx.block_number - rank.registered_at,
        old_immune_until_block=rank.immune_until,
        newcomer=taken_by.hotkey,
        newcomer_coldkey=taken_by.coldkey,
        reason=_reason(rank, call),
    )


def _reason(rank: Rank, call: str) -> str:
    if "swap" in call:
        return "the neuron's key was exchanged for another one"
    if rank.place is None:
        return f"{call} took the slot by another rule than pruning"
    return rank.reason
