"""How a neuron lost its slot: the block is executed again up to the extrinsic that took it. Amounts in rao."""

from collections.abc import Sequence
from typing import NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.aura.authors import author_of
from meritnet.runtime.pallets.registration import storage
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.registration.prune_order import Rank, prune_order
from meritnet.runtime.pallets.registration.uids import hotkey_of
from meritnet.runtime.runtime import Runtime


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


def explain_replacement(
    runtime: Runtime, before: Context, body: Sequence[bytes], netuid: int, uid: int
) -> Replacement | None:
    """Return how the holder of a slot changed in the block with these extrinsics, None if it did not.

    `before` is a read context over the parent's state, with its `state_hash`; it is left unchanged.
    """
    old = hotkey_of(before, netuid, uid)
    if old is None:
        return None
    kept = before.block_number, before.parent_hash, before.author, before.phase
    height = before.block_number + 1
    with before.scratch():
        try:
            author = author_of(before, height)
            runtime.executive.initialize(before, height, before.state_hash, author)
            for index, raw in enumerate(body):
                extrinsic = runtime.decode(raw)
                mark, events = before.begin(), len(before.events)
                runtime.executive.apply(before, extrinsic, index, signature_known=True)
                newcomer = hotkey_of(before, netuid, uid)
                if newcomer is None or newcomer == old:
                    continue
                coldkey = owner_of(before, newcomer)
                before.rollback(mark)
                del before.events[events:]
                pallet = extrinsic.call
                return _told(
                    before,
                    netuid,
                    uid,
                    index,
                    f"{pallet.name}.{pallet.args[0].name}",
                    None if extrinsic.signed is None else extrinsic.signed.account,
                    newcomer,
                    coldkey,
                )
        finally:
            before.block_number, before.parent_hash, before.author, before.phase = kept
    return None


def _told(
    ctx: Context,
    netuid: int,
    uid: int,
    index: int,
    call: str,
    signer: bytes | None,
    newcomer: bytes,
    coldkey: bytes,
) -> Replacement:
    rank = next(rank for rank in prune_order(ctx, netuid) if rank.uid == uid)
    return Replacement(
        netuid,
        uid,
        ctx.block_number,
        index,
        call,
        signer,
        int(storage.burn.get(ctx, netuid)),
        rank.hotkey,
        owner_of(ctx, rank.hotkey),
        rank.emission,
        rank.registered_at,
        ctx.block_number - rank.registered_at,
        rank.immune_until,
        newcomer,
        coldkey,
        _reason(rank, call),
    )


def _reason(rank: Rank, call: str) -> str:
    if "swap" in call:
        return "the neuron's key was exchanged for another one"
    if rank.place is None:
        return f"{call} took the slot by another rule than pruning"
    return rank.reason
