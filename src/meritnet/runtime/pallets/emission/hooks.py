"""The block step: what the chain does by itself at the start of every block, in order.

It runs before any extrinsic of the block, timestamp included, with the block's number and author already known.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.key_swaps import cooldown
from meritnet.runtime.pallets.registration import price
from meritnet.runtime.pallets.root_claims.claims import run_auto_claims
from meritnet.runtime.pallets.staking.inheritance import apply_pending_children
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.weights import timelocked

from . import coinbase, drain, prices, storage

ROOT = 0


def on_initialize(ctx: Context) -> None:
    """Run the block step."""
    netuids, emitting = up_to_epochs(ctx)
    drain.run_epochs(ctx, netuids)
    prices.move(ctx, emitting)
    prices.note_root_proportions(ctx, emitting)
    ran = storage.last_epoch_block.column(ctx, tuple(netuids))
    for netuid, block in zip(netuids, ran, strict=True):
        if block == ctx.block_number:
            apply_pending_children(ctx, netuid)
    run_auto_claims(ctx)


def up_to_epochs(ctx: Context) -> tuple[list[int], list[int]]:
    """Run the block step up to where epochs take their turns; return all subnets and those that emit."""
    cooldown.forget_old(ctx)
    price.on_block(ctx)
    netuids = [netuid for netuid in networks(ctx) if netuid != ROOT]
    credit = coinbase.mint(ctx)
    timelocked.reveal_due(ctx, netuids)
    coinbase.forget_root_sales(ctx, netuids)
    emitting = coinbase.emitting(ctx, netuids)
    coinbase.run(ctx, emitting, credit)
    return netuids, emitting
