"""Moves what follows from the pools after a block's coinbase: moving prices and root's proportion."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.staking.inheritance import tao_weight
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.swap import pool

from . import moving_price, storage, terms
from .changes import put

ROOT = 0


def move(ctx: Context, netuids: list[int]) -> None:
    """Take this block's spot price of the emitting subnets into their moving price."""
    alpha, keys = hyper.subnet_moving_alpha.get(ctx), tuple(netuids)
    for netuid, started, half_life in zip(
        netuids,
        subnets.first_emission_block_number.column(ctx, keys),
        hyper.ema_price_halving_blocks.column(ctx, keys),
        strict=True,
    ):
        weight = moving_price.smoothing(ctx.block_number, started, half_life, alpha)
        price = storage.subnet_moving_price.get(ctx, netuid)
        price = moving_price.next_moving_price(price, pool.spot_price(ctx, netuid), weight)
        put(ctx, storage.subnet_moving_price, netuid, price)


def note_root_proportions(ctx: Context, netuids: list[int]) -> None:
    """Store root's proportion of each emitting subnet's stake, for clients."""
    weighted_root = terms.weighted_root(storage.subnet_tao.get(ctx, ROOT), tao_weight(ctx))
    for netuid in netuids:
        alpha_in, alpha_out = (
            storage.subnet_alpha_in.get(ctx, netuid),
            storage.subnet_alpha_out.get(ctx, netuid),
        )
        put(ctx, storage.root_prop, netuid, terms.root_proportion(weighted_root, alpha_in, alpha_out))
