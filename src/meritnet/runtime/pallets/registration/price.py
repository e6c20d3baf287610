"""The registration price over state: one step of decay a block, one jump a registration."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission.changes import put
from meritnet.runtime.pallets.emission.schedule import is_due
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.hyperparameters.authority import schedule_of
from meritnet.runtime.pallets.subnets import storage as subnets

from . import storage
from .burn_price import after_registration, decayed

ROOT = 0


def on_block(ctx: Context) -> None:
    """Decay every network's price by one block and start its registration counters anew (block step 1)."""
    netuids = tuple(netuid for netuid, _ in subnets.networks_added.entries(ctx))
    terms = zip(
        netuids,
        hyper.burn_half_life.column(ctx, netuids),
        hyper.min_burn.column(ctx, netuids),
        hyper.max_burn.column(ctx, netuids),
        storage.burn.column(ctx, netuids),
        strict=True,
    )
    for netuid, half_life, lowest, highest, price in terms:
        new_price = decayed(price, half_life, lowest, highest, ctx.block_number)
        if new_price != price:
            storage.burn.set(ctx, netuid, new_price)
        put(ctx, storage.registrations_this_block, netuid, 0)
    _restart_root_interval(ctx)


def bump(ctx: Context, netuid: int) -> None:
    """Raise a subnet's price after a registration; root's stays."""
    if netuid == ROOT:
        return
    storage.burn.set(
        ctx,
        netuid,
        after_registration(
            storage.burn.get(ctx, netuid),
            hyper.burn_increase_mult.get(ctx, netuid),
            hyper.min_burn.get(ctx, netuid),
            hyper.max_burn.get(ctx, netuid),
        ),
    )


def _restart_root_interval(ctx: Context) -> None:
    """Reset root's interval counter when root's epoch is due.

    Quirk: root has no epoch, so its last one never advances and after the first tempo this happens in every block.
    """
    if not storage.registrations_this_interval.get(ctx, ROOT):
        return
    if subnets.networks_added.exists(ctx, ROOT) and is_due(schedule_of(ctx, ROOT), ctx.block_number):
        storage.registrations_this_interval.set(ctx, ROOT, 0)
